"""When notices leave: digests in working mornings, quiet hours, and what a person may choose."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.escalation import in_hours
from workflows.notifications import (
    NEVER_SILENT,
    Frequency,
    Topic,
    allowed,
    escalation_waits_until,
    next_digest,
    quiet_until,
    wanted,
    without,
)
from workflows.workdays import Calendar

TIRANE = ZoneInfo("Europe/Tirane")
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC)).map(
    lambda at: at.astimezone(TIRANE)
)
days = st.dates(date(2026, 1, 1), date(2028, 1, 31))
calendars = st.builds(
    Calendar,
    st.frozensets(days, max_size=60).map(lambda off: dict.fromkeys(off, "x")),
    st.frozensets(days, max_size=10),
)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(moments, calendars)
def test_a_daily_digest_leaves_on_the_first_working_morning_still_to_come(
    at: datetime, calendar: Calendar
) -> None:
    due = next_digest(at, Frequency.DAILY, calendar)
    assert due > at and due.time() == time(8) and calendar.is_working(due.date())
    day = at.date()
    while day < due.date():
        assert not calendar.is_working(day) or datetime.combine(day, time(8), TIRANE) <= at
        day += timedelta(days=1)


@given(moments, calendars)
def test_a_weekly_digest_leaves_on_the_first_working_morning_of_a_week(
    at: datetime, calendar: Calendar
) -> None:
    due = next_digest(at, Frequency.WEEKLY, calendar)
    assert due > at and due.time() == time(8) and calendar.is_working(due.date())
    monday = due.date() - timedelta(days=due.weekday())
    assert not any(calendar.is_working(monday + timedelta(days=n)) for n in range(due.weekday()))
    assert due - at <= timedelta(days=8) or any(
        calendar.holiday_name(at.date() + timedelta(days=n)) for n in range(14)
    )


def test_a_digest_waits_over_a_long_weekend_and_a_bridge_day() -> None:
    calendar = Calendar({date(2026, 11, 27): "a bridge day", date(2026, 11, 30): "moved"})
    thursday = datetime(2026, 11, 26, 9, 0, tzinfo=TIRANE)
    assert next_digest(thursday, Frequency.DAILY, calendar) == datetime(2026, 12, 1, 8, 0, tzinfo=TIRANE)
    assert next_digest(thursday, Frequency.WEEKLY, calendar) == datetime(2026, 12, 1, 8, 0, tzinfo=TIRANE)
    with pytest.raises(ValueError, match="now"):
        next_digest(thursday, Frequency.NOW, calendar)


@given(moments, times, times)
def test_quiet_hours_end_at_their_end_within_a_day(at: datetime, begins: time, ends: time) -> None:
    until = quiet_until(at, begins, ends)
    clock = at.time()
    quiet = begins <= clock < ends if begins < ends else begins != ends and (clock >= begins or clock < ends)
    assert (until is not None) == quiet
    if until is not None:
        assert (
            at.replace(tzinfo=None)
            < until.replace(tzinfo=None)
            <= at.replace(tzinfo=None) + timedelta(days=1)
        )
        assert until.time() == ends and quiet_until(until, begins, ends) is None
    assert quiet_until(at, None, None) is None


@given(moments, st.none() | times, st.none() | times, calendars)
def test_the_mail_of_a_levels_waits_for_working_hours_that_are_not_quiet(
    at: datetime, begins: time | None, ends: time | None, calendar: Calendar
) -> None:
    leaves = escalation_waits_until(at, begins, ends, calendar) or at
    assert leaves >= at and quiet_until(leaves, begins, ends) is None
    hours = [time(hour, minute) for hour in range(8, 17) for minute in range(60)]
    days_on = (datetime.combine(leaves.date(), clock, TIRANE) for clock in hours)
    if any(quiet_until(moment, begins, ends) is None for moment in days_on):
        assert in_hours(leaves, calendar)
        assert escalation_waits_until(leaves, begins, ends, calendar) is None, "it leaves then"
    else:
        assert leaves == (quiet_until(at, begins, ends) or at), (
            "who is quiet all day long is not silent for ever"
        )


chosen = st.fixed_dictionaries({t.value: st.sampled_from([f.value for f in allowed(t)]) for t in Topic})


@given(chosen, st.sampled_from([*Topic, None]))
def test_less_mail_is_never_more_and_never_silence_about_ones_own_move(
    preferences: dict[str, str], topic: Topic | None
) -> None:
    order = list(Frequency)
    less = without(preferences, topic)
    assert without(less, topic) == less
    for each in Topic:
        before, after = wanted(preferences, each), wanted(less, each)
        assert order.index(after) >= order.index(before)
        assert after is not Frequency.NONE or each not in NEVER_SILENT
        if topic not in (None, each):
            assert before is after


def test_what_may_not_be_chosen_counts_as_at_once() -> None:
    assert wanted({"move": "none"}, Topic.MOVE) is Frequency.NOW
    assert wanted({}, Topic.CASE) is wanted({"case": "never"}, Topic.CASE) is Frequency.NOW
    assert wanted({"case": "none"}, Topic.CASE) is Frequency.NONE
