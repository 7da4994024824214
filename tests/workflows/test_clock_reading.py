"""From a due date to how it stands, when it ends and what would move it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.deadlines import (
    PERIODS,
    URGENT_PERIODS,
    Entry,
    EntryKind,
    Period,
    Reading,
    Rule,
    Unit,
    days_late,
    due,
    due_moment,
    extension_to,
    period_for,
    read,
    soon_until,
)
from workflows.workdays import Calendar

TIRANE = ZoneInfo("Europe/Tirane")
PLAIN = Calendar({})
TEN = Period(10, Unit.WORKING_DAYS, "")
MONDAY = date(2026, 11, 2)
START = Entry(EntryKind.START, MONDAY)
DUE = date(2026, 11, 16)

days = st.dates(date(2024, 1, 1), date(2029, 12, 31))
feasts = st.dictionaries(days, st.just("Feast"), max_size=80)
calendars = st.builds(Calendar, feasts, st.frozensets(days, max_size=40))
units = st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS])


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (MONDAY, Reading.ON_TIME),
        (date(2026, 11, 6), Reading.ON_TIME),  # Friday, six working days before
        (date(2026, 11, 9), Reading.DUE_SOON),
        (DUE, Reading.DUE_SOON),
        (date(2026, 11, 17), Reading.OVERDUE),
    ],
)
def test_a_running_clock_is_on_time_then_due_soon_then_overdue(today, expected):
    assert read(due([START], TEN, PLAIN), today, PLAIN) is expected


def test_paused_and_stopped_go_before_overdue():
    long_after = date(2027, 6, 1)
    paused = [START, Entry(EntryKind.PAUSE, date(2026, 11, 20))]
    assert read(due(paused, TEN, PLAIN), long_after, PLAIN) is Reading.PAUSED
    stopped = [*paused, Entry(EntryKind.STOP, date(2026, 11, 21))]
    assert read(due(stopped, TEN, PLAIN), long_after, PLAIN) is Reading.STOPPED


def test_what_never_started_is_on_time():
    assert read(due([], TEN, PLAIN), MONDAY, PLAIN) is Reading.ON_TIME


def test_a_clock_set_back_reads_as_on_that_day_and_remembers_nothing():
    result = due([START], TEN, PLAIN)
    forth_and_back = [date(2026, 11, 17), date(2026, 11, 16), date(2026, 10, 1), date(2026, 11, 17)]
    read_so = [read(result, today, PLAIN) for today in forth_and_back]
    assert read_so == [Reading.OVERDUE, Reading.DUE_SOON, Reading.ON_TIME, Reading.OVERDUE]
    assert days_late(DUE, date(2026, 10, 1)) == 0


@given(calendars, days, st.integers(1, 40), st.integers(0, 60), st.integers(0, 10))
def test_soon_means_at_most_so_many_working_days(calendar, on, amount, passed, soon):
    result = due([Entry(EntryKind.START, on)], Period(amount, Unit.CALENDAR_DAYS, ""), calendar)
    today = on + timedelta(days=passed)
    left = calendar.working_between(today, result.date)
    reading = read(result, today, calendar, soon)
    assert (reading is Reading.OVERDUE) == (today > result.date)
    assert (reading is Reading.DUE_SOON) == (today <= result.date and left <= soon)
    assert (result.date <= soon_until(today, calendar, soon)) == (left <= soon)


def test_days_late_are_calendar_days():
    assert [days_late(DUE, DUE + timedelta(days=n)) for n in (-1, 0, 1, 30)] == [0, 0, 1, 30]


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 11, 24), datetime(2026, 11, 24, 23, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 7, 1, 22, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),  # 02:30 comes twice: 25 hours
        (date(2027, 3, 27), datetime(2027, 3, 27, 23, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, tzinfo=UTC)),  # 02:30 does not exist: 23 hours
    ],
)
def test_the_due_moment_is_the_end_of_the_local_day(day, moment):
    assert due_moment(day, TIRANE) == moment
    assert due_moment(day, TIRANE).tzinfo is UTC


@given(days)
def test_the_last_second_of_the_day_is_in_time_and_the_next_is_not(day):
    moment = due_moment(day, TIRANE)
    assert (moment - timedelta(seconds=1)).astimezone(TIRANE).date() == day
    assert moment.astimezone(TIRANE).date() == day + timedelta(days=1)


@pytest.mark.parametrize("on", [date(2026, 10, 23), date(2027, 3, 26)])
def test_due_days_hold_over_the_change_of_the_hour(on):
    ledger = [Entry(EntryKind.START, on)]
    assert due(ledger, Period(1, Unit.WORKING_DAYS, ""), PLAIN).date == on + timedelta(days=3)
    assert due(ledger, Period(5, Unit.CALENDAR_DAYS, ""), PLAIN).date == on + timedelta(days=5)


@given(calendars, days, units, st.integers(1, 20), st.integers(0, 15), st.integers(1, 90))
def test_an_extension_to_a_date_is_the_smallest_that_reaches_it(calendar, on, unit, amount, lasting, further):
    first = on + timedelta(days=3)
    ledger = [
        Entry(EntryKind.START, on),
        Entry(EntryKind.PAUSE, first),
        Entry(EntryKind.RESUME, first + timedelta(days=lasting)),
    ]
    period = Period(amount, unit, "")
    until = due(ledger, period, calendar).date + timedelta(days=further)
    needed = extension_to(ledger, period, calendar, until)
    assert needed >= 1

    def due_with(more):
        return due([*ledger, Entry(EntryKind.EXTEND, ledger[-1].on, days=more)], period, calendar).date

    assert due_with(needed) >= until
    assert needed == 1 or due_with(needed - 1) < until


def test_an_extension_adds_to_those_granted_before():
    ledger = [START, Entry(EntryKind.EXTEND, MONDAY, days=2)]
    assert extension_to(ledger, TEN, PLAIN, date(2026, 11, 20)) == 2


@pytest.mark.parametrize("until", [DUE, DUE - timedelta(days=1)])
def test_no_extension_to_a_date_that_is_not_later(until):
    with pytest.raises(ValueError, match="not after the present due date"):
        extension_to([START], TEN, PLAIN, until)


@pytest.mark.parametrize("kind", [EntryKind.PAUSE, EntryKind.STOP])
def test_only_a_running_clock_is_extended_to_a_date(kind):
    with pytest.raises(ValueError, match="only a running clock"):
        extension_to([START, Entry(kind, MONDAY)], TEN, PLAIN, date(2027, 1, 4))


def test_every_rule_has_a_period_with_a_source_in_both_tables():
    assert set(PERIODS) == set(URGENT_PERIODS) == set(Rule)
    assert all(period.source for table in (PERIODS, URGENT_PERIODS) for period in table.values())


def test_urgent_is_never_slower():
    assert period_for(Rule.RESPONSE, urgent=False) == PERIODS[Rule.RESPONSE]
    assert period_for(Rule.RESPONSE, urgent=True).amount == 3
    assert PERIODS[Rule.RATIFICATION] == URGENT_PERIODS[Rule.RATIFICATION]
    assert all(URGENT_PERIODS[rule].amount <= PERIODS[rule].amount for rule in Rule)
