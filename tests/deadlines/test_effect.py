"""What a change of the calendar does to dates that run: foreseen, done, undone, and raced for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.concerns.clocks import compute
from app.concerns.models import Concern, Recommendation
from app.concerns.periods import OwnDate, load_calendar
from app.concerns.records import Clock, ClockState
from app.core.country import OwnKind
from app.core.db import db
from app.core.time import frozen, today
from app.deadlines.calendar import service
from app.deadlines.calendar.service import DateShift, Effect
from app.deadlines.recompute import Shift, foresee, recompute_clocks
from app.demo import lives
from app.process import history
from app.process.data import StepData
from app.process.models import Event
from app.process.outcome import Taken
from tests.databases import only_sqlite
from tests.world import World
from workflows.periods import FOLLOW_UP_REVIEWS, Rule
from workflows.workdays import Calendar

LIVES = [
    lives.SUBMITTED,
    lives.ADMITTED,
    lives.PROPOSED,
    lives.ADOPTED,
    lives.SENT,
    lives.ACCEPTED,
    lives.PLANNED,
    lives.REPORTED,
    lives.VERIFIED,
]


@pytest.fixture
def running(world: World) -> World:
    """Concerns in many stages, some of them long overdue."""
    for place, beats in enumerate(LIVES):
        world.concern(beats, age=1 + 9 * (place % 3))
    return world


def due_dates() -> dict[int, date | None]:
    db.session.rollback()
    return {row.id: row.due_on for row in db.session.execute(select(Clock.id, Clock.due_on))}


def added(day: date, kind: OwnKind = OwnKind.HOLIDAY) -> Effect:
    shown = service.effect_of(db.session(), day, kind)
    return service.add(day, kind, "Urë", shown.key)


def busiest_day() -> date:
    """The working day ahead on which most running clocks fall due."""
    db.session.rollback()
    calendar = load_calendar(db.session(), today())
    days = db.session.scalars(
        select(Clock.due_on)
        .where(Clock.state == ClockState.RUNNING, Clock.due_on >= today())
        .group_by(Clock.due_on)
        .order_by(func.count().desc(), Clock.due_on)
    )
    return next(day for day in days if day and calendar.is_working(day))


def weekend_before(day: date) -> date:
    calendar = load_calendar(db.session(), today())
    while calendar.is_working(day):
        day -= timedelta(days=1)
    return day


@only_sqlite
def test_what_is_foreseen_is_what_reckoning_all_open_clocks_finds(running: World) -> None:
    clocks = db.session.scalars(
        select(Clock).where(Clock.state != ClockState.STOPPED).options(selectinload(Clock.entries))
    ).all()
    found = 0
    for ahead in range(-60, 90):
        day = today() + timedelta(days=ahead)
        for kind in OwnKind:
            calendar = service.calendar_with(db.session(), day, kind)
            expected = sorted(
                (c.concern_id, c.due_on, after)
                for c in clocks
                if c.due_on and (after := compute(c, calendar).date) != c.due_on
            )
            shifts = foresee(db.session(), day, calendar)
            assert sorted((s.concern_id, s.before, s.after) for s in shifts) == expected, (day, kind)
            found += len(expected)
    assert found > 100


@pytest.mark.parametrize("kind", list(OwnKind))
def test_dates_move_as_foreseen_and_back_again(running: World, kind: OwnKind) -> None:
    before, day = due_dates(), busiest_day()
    if kind is OwnKind.WORKING:
        day = weekend_before(day)
    effect = added(day, kind)
    after = due_dates()
    moved = [key for key in before if before[key] != after[key]]
    assert len(moved) == effect.total > 0
    assert (effect.later, effect.earlier)[kind is OwnKind.HOLIDAY] == 0
    assert recompute_clocks() == []
    assert listed_as_stored()

    shown = service.effect_of(db.session(), day, None)
    assert (shown.later, shown.earlier) == (effect.earlier, effect.later)
    assert service.remove(day, shown.key) == shown
    assert due_dates() == before
    assert recompute_clocks() == []
    assert listed_as_stored()
    events = db.session.scalar(select(func.count()).select_from(Event).where(Event.do == "due_changed"))
    assert events == 2 * effect.total
    assert not [found for found in history.verify(db.session()) if not isinstance(found, int)]


def listed_as_stored() -> bool:
    """Whether lists show the earliest date of each concern and recommendation; follow-up reviews make none due."""
    db.session.rollback()

    def earliest(owner: Any) -> dict[int, date]:
        found = (
            select(owner, func.min(Clock.due_on))
            .where(
                Clock.state == ClockState.RUNNING, Clock.rule.not_in(FOLLOW_UP_REVIEWS), owner.is_not(None)
            )
            .group_by(owner)
        )
        return {row[0]: row[1] for row in db.session.execute(found)}

    of_concerns, of_recommendations = earliest(Clock.concern_id), earliest(Clock.recommendation_id)
    return all(
        row.due_on == of_concerns.get(row.id)
        for row in db.session.execute(select(Concern.id, Concern.due_on))
    ) and all(
        row.due_on == of_recommendations.get(row.id)
        for row in db.session.execute(select(Recommendation.id, Recommendation.due_on))
    )


def test_nothing_is_changed_where_other_dates_would_move_than_were_shown(running: World) -> None:
    before, day = due_dates(), busiest_day()
    with pytest.raises(service.Changed):
        service.add(day, OwnKind.HOLIDAY, "Urë", Effect(later=99).key)
    assert due_dates() == before
    assert db.session.get(OwnDate, day) is None
    added(day)
    with pytest.raises(service.Changed):
        service.remove(day, Effect().key)
    assert db.session.get(OwnDate, day) is not None


@only_sqlite
def test_what_cannot_be_added_or_removed(world: World) -> None:
    working = load_calendar(db.session(), today()).next_working(today())
    with pytest.raises(service.WorksAlready):
        added(working, OwnKind.WORKING)
    added(working)
    for kind in OwnKind:
        with pytest.raises(service.AlreadyThere):
            added(working, kind)
    with pytest.raises(service.Gone):
        service.remove(working + timedelta(days=1), Effect().key)


def test_what_the_numbers_say_of_shifts() -> None:
    thursday, friday, monday = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23)
    plan = Rule.PLAN
    shifts = [
        Shift(1, thursday, friday, plan),
        Shift(1, friday, monday, plan),
        Shift(2, monday, friday, plan),
        Shift(3, thursday, friday, plan),
    ]
    calendar = Calendar(holidays={})
    with frozen(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        assert service.summed(shifts, calendar) == Effect(
            later=3,
            earlier=1,
            most_working_days=1,
            most_days=3,
            no_longer_overdue=2,
            moves=(
                DateShift(plan, thursday, friday, 2),
                DateShift(plan, friday, monday, 1),
                DateShift(plan, monday, friday, 1),
            ),
        )
    with frozen(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        effect = service.summed(shifts, calendar)
        assert (effect.made_overdue, effect.no_longer_overdue) == (1, 1)
    assert service.summed([], calendar) == Effect()


def test_an_own_date_stands_in_place_of_the_official_one() -> None:
    own = [
        OwnDate(day=date(2027, 3, 9), kind="working", name="Bajrami bie më 10 mars"),
        OwnDate(day=date(2027, 3, 10), kind="holiday", name="Bajrami"),
        OwnDate(day=date(2025, 1, 7), kind="holiday", name="Urë"),
    ]
    days = {day.date: day for day in service.days_of(own, [2026, 2027])}
    lifted, given = days[date(2027, 3, 9)], days[date(2027, 3, 10)]
    assert (lifted.own, lifted.official) == (OwnKind.WORKING, "Dita e Bajramit të Madh (e vlerësuar)")
    assert (given.own, given.official, given.name) == (OwnKind.HOLIDAY, "", "Bajrami")
    assert days[date(2026, 11, 28)].own is None
    assert {day.year for day in days} == {2026, 2027}
    assert list(days) == sorted(days)
    assert service.days_of(own, []) == []


# --- several at once -----------------------------------------------------------------


def at_once(app: Flask, *works: Callable[[], Any]) -> list[Any]:
    """What comes of doing these at the same moment: results, and what was raised."""
    gate, results = threading.Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        with app.app_context():
            gate.wait()
            try:
                results.append(work())
            except Exception as failure:
                results.append(failure)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.race
def test_two_administrators_add_the_same_day_and_one_is_told(running: World) -> None:
    day = busiest_day()
    shown = service.effect_of(db.session(), day, OwnKind.HOLIDAY)
    db.session.rollback()
    works = [lambda n=n: service.add(day, OwnKind.HOLIDAY, f"Urë {n}", shown.key) for n in range(4)]
    results = at_once(running.app, *works)
    assert sorted(type(r).__name__ for r in results) == ["AlreadyThere"] * 3 + ["Effect"]
    events = db.session.scalar(select(func.count()).select_from(Event).where(Event.do == "due_changed"))
    assert events == shown.total
    assert recompute_clocks() == []


@pytest.mark.race
def test_a_clock_that_starts_at_the_same_moment_is_reckoned_with_the_new_day(world: World) -> None:
    addresses = [world.concern(lives.SUBMITTED) for _ in range(5)]
    day = busiest_day() + timedelta(days=1)
    while not load_calendar(db.session(), today()).is_working(day):
        day += timedelta(days=1)  # after the intake is due and before a review would be
    shown = service.effect_of(db.session(), day, OwnKind.HOLIDAY)
    assert shown.total == 0
    db.session.rollback()

    def add() -> Effect:
        while True:
            key = service.effect_of(db.session(), day, OwnKind.HOLIDAY).key
            try:
                return service.add(day, OwnKind.HOLIDAY, "Urë", key)
            except service.Changed:
                continue

    steps = [lambda a=a: world.act("sekretaria", a, "admit", StepData()) for a in addresses]
    results = at_once(world.app, add, *steps)
    assert sorted(type(r).__name__ for r in results) == ["Effect"] + ["Taken"] * 5, results
    assert all(isinstance(r, Taken | Effect) for r in results)
    db.session.rollback()
    assert recompute_clocks() == []
