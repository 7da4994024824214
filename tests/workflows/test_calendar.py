from datetime import date, timedelta
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from workflows.workdays import Calendar, OffDay

PLAIN = Calendar({})
FLAG = {date(2026, 11, 28): "Flag", date(2026, 11, 30): "Flag, shifted"}
FLAG_DAY = Calendar(FLAG, frozenset({date(2026, 12, 5)}))

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
feasts = st.dictionaries(days, st.just("Feast"), max_size=80)
calendars = st.builds(Calendar, feasts, st.frozensets(days, max_size=40))


def walked(calendar: Calendar, start: date, end: date) -> int:
    """Working days after start up to end, one by one."""
    return sum(calendar.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def test_a_weekend_a_holiday_and_a_worked_saturday():
    assert FLAG_DAY.why_off(date(2026, 11, 27)) is None
    assert FLAG_DAY.why_off(date(2026, 11, 29)) is OffDay.WEEKEND
    assert FLAG_DAY.why_off(date(2026, 11, 30)) is OffDay.HOLIDAY
    assert FLAG_DAY.why_off(date(2026, 12, 5)) is None


def test_a_holiday_on_a_weekend_is_named_as_a_holiday():
    assert FLAG_DAY.why_off(date(2026, 11, 28)) is OffDay.HOLIDAY
    assert FLAG_DAY.holiday_name(date(2026, 11, 28)) == "Flag"
    assert FLAG_DAY.holiday_name(date(2026, 11, 29)) == ""


def test_a_day_announced_as_worked_wins_over_its_holiday():
    lifted = Calendar({date(2027, 3, 9): "Bajram, estimated"}, frozenset({date(2027, 3, 9)}))
    assert lifted.is_working(date(2027, 3, 9))
    assert lifted.holiday_name(date(2027, 3, 9)) == ""
    assert lifted.working_between(date(2027, 3, 8), date(2027, 3, 9)) == 1


def test_adding_begins_with_the_day_after():
    friday = date(2026, 11, 27)
    assert FLAG_DAY.add_working(friday, 0) == friday
    assert FLAG_DAY.add_working(friday, 1) == date(2026, 12, 1)
    assert FLAG_DAY.add_working(friday, 5) == date(2026, 12, 5)
    assert FLAG_DAY.add_working(date(2026, 12, 1), -1) == friday


def test_the_next_working_day_may_be_the_day_itself():
    assert FLAG_DAY.next_working(date(2026, 11, 27)) == date(2026, 11, 27)
    assert FLAG_DAY.next_working(date(2026, 11, 28)) == date(2026, 12, 1)


@given(calendars, days, days)
def test_counting_by_arithmetic_agrees_with_walking(calendar, one, other):
    start, end = sorted((one, other))
    assert calendar.working_between(start, end) == walked(calendar, start, end)
    assert calendar.working_between(end, start) == -walked(calendar, start, end)


@given(calendars, days, st.integers(1, 60))
def test_adding_and_counting_undo_each_other(calendar, start, n):
    later = calendar.add_working(start, n)
    assert calendar.is_working(later)
    assert calendar.working_between(start, later) == n


@given(calendars, days, st.integers(1, 60))
def test_counting_back_returns_to_a_working_day(calendar, start, n):
    start = calendar.next_working(start)
    assert calendar.add_working(calendar.add_working(start, n), -n) == start
    assert calendar.add_working(calendar.add_working(start, -n), n) == start


@given(calendars, days)
def test_the_next_working_day_skips_none(calendar, day):
    following = calendar.next_working(day)
    assert calendar.is_working(following)
    assert calendar.working_between(day - timedelta(days=1), following) == 1


def test_a_hundred_thousand_counts_take_no_time_to_speak_of():
    began = perf_counter()
    for n in range(100_000):
        FLAG_DAY.working_between(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=n % 4000))
    assert perf_counter() - began < 2


def test_a_plain_week_has_five_days():
    assert PLAIN.working_between(date(2026, 11, 22), date(2026, 11, 29)) == 5
