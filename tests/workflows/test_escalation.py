"""Escalation: each step once, on its working day, and to nobody who may not know."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.test_clock import calendars, days
from workflows.escalation import (
    AUDIENCES,
    DEFAULT_ESCALATION,
    Audience,
    EscalationAct,
    EscalationLevel,
    EscalationRule,
    audience,
    day_of,
    in_hours,
    levels_due,
    next_day,
    next_hours,
    pause_ends_patience,
)
from workflows.workdays import Calendar

PLAIN = Calendar({})
ONE = timedelta(days=1)
LONG_AGO = date(2020, 1, 1)
FRIDAY = date(2026, 11, 27)
escalation_rules = st.builds(
    lambda offsets, every: EscalationRule(
        tuple(EscalationLevel(day, act) for day, act in zip(sorted(offsets), EscalationAct, strict=False)),
        every,
    ),
    st.sets(st.integers(-15, 30).filter(bool), min_size=1, max_size=7),
    st.integers(0, 12),
)


def taken_by(
    escalation_rule: EscalationRule, due_on: date, looks: list[date], calendar: Calendar
) -> list[tuple[date, int]]:
    """What a worker takes that looks on these days."""
    taken, steps = None, []
    for day in looks:
        if come := levels_due(escalation_rule, due_on, LONG_AGO, day, taken, calendar):
            taken = come[-1].day
            steps.append((day, taken))
    return steps


def test_the_defaults_are_those_of_the_reference() -> None:
    looks = [FRIDAY + n * ONE for n in range(-20, 70)]
    steps = taken_by(DEFAULT_ESCALATION, FRIDAY, looks, PLAIN)
    assert [level for _day, level in steps] == [-5, -1, 1, 5, 10, 15, 20, 30, 40]
    assert steps[0] == (date(2026, 11, 20), -5)
    assert steps[2] == (date(2026, 11, 30), 1), "the first working day after a Friday is the Monday"


@given(escalation_rules, days, calendars, st.integers(1, 60))
def test_whoever_looks_daily_takes_each_levels_on_its_day(
    escalation_rule: EscalationRule, due_on: date, calendar: Calendar, after: int
) -> None:
    looks = [due_on + n * ONE for n in range(-60, after)]
    steps = taken_by(escalation_rule, due_on, looks, calendar)
    expected = []
    for level in escalation_rule.upwards():
        on = day_of(level.day, due_on, calendar)
        if on > looks[-1]:
            break
        if on >= looks[0]:
            expected.append((on, level.day))
    assert steps == expected
    assert all(calendar.is_working(day) for day, _ in steps)


@given(escalation_rules, days, calendars, st.sets(st.integers(-60, 90), min_size=1, max_size=12))
def test_an_outage_folds_what_was_missed_into_the_highest_and_nothing_comes_twice(
    escalation_rule: EscalationRule, due_on: date, calendar: Calendar, offsets: set[int]
) -> None:
    looks = [due_on + n * ONE for n in sorted(offsets)]
    steps = taken_by(escalation_rule, due_on, looks, calendar)
    levels = [level for _day, level in steps]
    assert levels == sorted(set(levels))
    for day, level in steps:
        later = next(
            r
            for r in chain(escalation_rule.upwards(), [EscalationLevel(10**6, EscalationAct.LATE)])
            if r.day > level
        )
        assert day_of(level, due_on, calendar) <= day
        assert later.day == 10**6 or day_of(later.day, due_on, calendar) > day


@given(escalation_rules, days, calendars, st.integers(-80, 80), st.integers(0, 80))
def test_a_date_that_was_set_has_only_levels_to_come(
    escalation_rule: EscalationRule, due_on: date, calendar: Calendar, set_after: int, look_after: int
) -> None:
    set_on = due_on + set_after * ONE
    for level in levels_due(escalation_rule, due_on, set_on, set_on + look_after * ONE, None, calendar):
        assert set_on < day_of(level.day, due_on, calendar) <= set_on + look_after * ONE


@given(escalation_rules, days, calendars, st.integers(-80, 80), st.integers(-80, 120))
def test_nothing_comes_before_the_day_that_is_foretold(
    escalation_rule: EscalationRule, due_on: date, calendar: Calendar, set_after: int, now_after: int
) -> None:
    set_on, day = due_on + set_after * ONE, due_on + now_after * ONE
    come = levels_due(escalation_rule, due_on, set_on, day, None, calendar)
    taken = come[-1].day if come else None
    foretold = next_day(escalation_rule, due_on, set_on, day, taken, calendar)
    looks = [day + n * ONE for n in range(1, 100)]
    first = next((d for d in looks if levels_due(escalation_rule, due_on, set_on, d, taken, calendar)), None)
    assert first == foretold or (first is None and (foretold is None or foretold > looks[-1]))


@pytest.mark.parametrize("state", [True, False])
@pytest.mark.parametrize("sees", [True, False])
@pytest.mark.parametrize("institution", [True, False])
def test_who_may_not_know_is_not_told(sees: bool, institution: bool, state: bool) -> None:
    told = audience(
        list(EscalationAct), coordinator_sees=sees, institution_owes=institution, under_minister=state
    )
    assert (Audience.COORDINATOR in told) == sees
    assert (Audience.HEAD in told) == (sees and institution)
    assert (Audience.MINISTER in told) == (sees and institution and state)
    assert {Audience.OWING, Audience.CONVENERS} <= told
    assert set(AUDIENCES) == set(EscalationAct)


@pytest.mark.parametrize("sees", [True, False])
def test_a_reminder_goes_to_who_owes_alone(sees: bool) -> None:
    told = audience([EscalationAct.REMIND], coordinator_sees=sees, institution_owes=True, under_minister=True)
    assert told == {Audience.OWING}


def test_whom_no_minister_stands_above_the_head_hears_again() -> None:
    told = audience(
        [EscalationAct.MINISTER], coordinator_sees=True, institution_owes=True, under_minister=False
    )
    assert told == {Audience.HEAD, Audience.COORDINATOR}


def test_a_pause_of_more_than_sixty_days_is_a_task() -> None:
    assert pause_ends_patience(DEFAULT_ESCALATION, date(2026, 1, 1)) == date(2026, 3, 3)
    assert pause_ends_patience(EscalationRule((), 0, 0), date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    "levels",
    [
        ((5, EscalationAct.LATE), (1, EscalationAct.HEAD)),
        ((1, EscalationAct.LATE), (1, EscalationAct.HEAD)),
        ((0, EscalationAct.LATE),),
    ],
)
def test_levels_stand_in_order_and_none_on_the_due_day(levels: tuple[tuple[int, EscalationAct], ...]) -> None:
    with pytest.raises(ValueError, match="level"):
        EscalationRule(tuple(EscalationLevel(day, act) for day, act in levels))


def test_a_rule_without_repetition_ends() -> None:
    assert [r.day for r in EscalationRule((EscalationLevel(1, EscalationAct.LATE),), every=0).upwards()] == [
        1
    ]
    assert [r.day for r in EscalationRule((EscalationLevel(-1, EscalationAct.REMIND),)).upwards()] == [-1], (
        "a reminder is not repeated"
    )


TIRANA = ZoneInfo("Europe/Tirane")


@given(st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 1)), calendars)
def test_working_hours_are_those_of_the_country(moment: datetime, calendar: Calendar) -> None:
    local = moment.replace(tzinfo=UTC).astimezone(TIRANA)
    then = next_hours(local, calendar)
    assert in_hours(then, calendar) and then >= local
    assert (then == local) == (calendar.is_working(local.date()) and time(8) <= local.time() < time(17))
    if then != local:
        assert then.time() == time(8)
        between = [local.date() + n * ONE for n in range(1, (then.date() - local.date()).days)]
        assert not any(calendar.is_working(day) for day in between)
