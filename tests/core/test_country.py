from datetime import date

import pytest

from app.core.country import OwnDate, OwnKind, build_calendar
from workflows.deadlines import Entry, EntryKind, Period, Unit, due
from workflows.workdays import OffDay

YEARS = range(2026, 2029)
ALBANIA = build_calendar(YEARS, [])


@pytest.mark.parametrize(
    ("feast", "shifted_to"),
    [
        (date(2026, 11, 22), date(2026, 11, 23)),  # Alphabet Day, a Sunday
        (date(2026, 11, 28), date(2026, 11, 30)),  # Flag Day, a Saturday, and Liberation Day after it
        (date(2026, 11, 29), date(2026, 12, 1)),
        (date(2027, 12, 25), date(2027, 12, 27)),
        (date(2027, 3, 28), date(2027, 3, 29)),  # Easter
    ],
)
def test_a_feast_on_a_weekend_is_made_up_for(feast, shifted_to):
    assert ALBANIA.why_off(feast) is ALBANIA.why_off(shifted_to) is OffDay.HOLIDAY
    assert ALBANIA.holiday_name(shifted_to).startswith(ALBANIA.holiday_name(feast))


def test_feasts_have_their_albanian_names():
    assert ALBANIA.holiday_name(date(2026, 12, 25)) == "Krishtlindjet"
    assert "Çlirimit" in ALBANIA.holiday_name(date(2026, 11, 29))


def test_the_ends_of_november_and_of_the_year():
    assert ALBANIA.add_working(date(2026, 11, 27), 1) == date(2026, 12, 2)
    assert ALBANIA.add_working(date(2026, 12, 31), 1) == date(2027, 1, 5)


def test_years_not_asked_for_have_no_feasts():
    assert ALBANIA.is_working(date(2025, 12, 25))
    assert not build_calendar(range(2025, 2026), []).is_working(date(2025, 12, 25))


def test_own_dates_add_bridge_days_and_lift_estimates():
    own = [
        OwnDate(date(2027, 3, 9), OwnKind.WORKING, "Bajrami fell on the next day"),
        OwnDate(date(2027, 3, 10), OwnKind.HOLIDAY, "Dita e Bajramit të Madh"),
        OwnDate(date(2026, 12, 24), OwnKind.HOLIDAY, "Urë"),
        OwnDate(date(2026, 12, 19), OwnKind.WORKING),
    ]
    assert ALBANIA.why_off(date(2027, 3, 9)) is OffDay.HOLIDAY
    corrected = build_calendar(YEARS, own)
    assert corrected.is_working(date(2027, 3, 9)) and corrected.is_working(date(2026, 12, 19))
    assert corrected.holiday_name(date(2027, 3, 10)) == "Dita e Bajramit të Madh"
    assert corrected.holiday_name(date(2026, 12, 24)) == "Urë"


def test_own_dates_of_one_calendar_do_not_leak_into_the_next():
    build_calendar(YEARS, [OwnDate(date(2026, 12, 24), OwnKind.HOLIDAY, "Urë")])
    assert build_calendar(YEARS, []) == ALBANIA


def test_the_last_of_two_own_dates_holds():
    day = date(2026, 12, 24)
    own = [OwnDate(day, OwnKind.HOLIDAY, "Urë"), OwnDate(day, OwnKind.WORKING)]
    assert build_calendar(YEARS, own).is_working(day)
    assert not build_calendar(YEARS, own[::-1]).is_working(day)


def test_fifteen_working_days_in_the_november_of_feasts():
    ledger = [
        Entry(EntryKind.START, date(2026, 11, 12)),
        Entry(EntryKind.PAUSE, date(2026, 12, 2)),
        Entry(EntryKind.RESUME, date(2026, 12, 4)),
    ]
    result = due(ledger, Period(15, Unit.WORKING_DAYS, ""), ALBANIA)
    # 13, 16-20, 24-27 November are 10 days (the 23rd makes up for Alphabet Day), then 4, 7, 9, 10, 11 December.
    assert result.date == date(2026, 12, 11)
    assert result.paused_days == 2
    feasts = [day.date.day for day in result.days if day.why == "holiday"]
    assert feasts == [22, 23, 28, 29, 30, 1, 8]
