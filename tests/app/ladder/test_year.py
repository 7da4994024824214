"""A simulated year: concerns filed over time, days without a worker, a holiday announced late.

Each notice once, none outside working hours, each date and each step as an independent slow reckoning has them.
`TRYEZA_YEAR=2000 pytest tests/app/ladder/test_year.py` plays a whole year of two thousand concerns.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.calendar import queries as calendar_queries
from app.calendar import service as calendar_service
from app.cases import history
from app.cases.clocks import entries_of, load_calendar
from app.cases.outbox import Outbox
from app.cases.records import Clock, ClockState, Event
from app.core.country import OwnKind
from app.core.db import db
from app.core.time import ZONE, frozen, today
from app.demo import lives
from app.ladder.service import climb
from tests.workflows.test_clock import slowly
from tests.world import World
from workflows.calendar import Calendar
from workflows.ladder import LADDER
from workflows.periods import Period, Unit

CONCERNS = int(os.environ.get("TRYEZA_YEAR", "12"))
DAYS = 365 if CONCERNS > 100 else 100
DOWN = 0.15  # the share of days on which no worker runs
PATTERNS = (lives.SUBMITTED, lives.ADMITTED, lives.PROPOSED, lives.SENT, lives.ACCEPTED, lives.PLANNED)
ONE = timedelta(days=1)


def late_holiday(world: World, on: date) -> None:
    """A day off that is announced on the day before."""
    shown = calendar_queries.effect_of(db.session(), on, OwnKind.HOLIDAY)
    calendar_service.add(on, OwnKind.HOLIDAY, "Urë", shown.key)


def looked_at(chance: random.Random, first: date) -> list[datetime]:
    """When a worker looks: some days not at all, on others at any hour, by night as well."""
    moments = []
    for day in (first + n * ONE for n in range(DAYS)):
        if chance.random() < DOWN:
            continue
        moments += [datetime.combine(day, time(hour, chance.randrange(60)), ZONE) for hour in (3, 9, 15, 21)]
    return moments


def slow_steps(clock: Clock, looks: list[date], calendar: Calendar) -> list[tuple[date, int]]:
    """What the ladder takes of one date, day by day and rung by rung."""
    assert clock.due_on
    days = [rung.day for rung in LADDER.rungs] + [20 + 10 * n for n in range(1, 60)]
    left = [n for n in days if slow_day(clock.due_on, n, calendar) > clock.set_on]
    steps = []
    for look in looks:
        come = [n for n in left if slow_day(clock.due_on, n, calendar) <= look]
        if come and look > clock.set_on:
            steps.append((look, max(come)))
            left = [n for n in left if n > max(come)]
    return steps


def slow_day(due_on: date, n: int, calendar: Calendar) -> date:
    day = due_on
    for _ in range(abs(n)):
        day += ONE if n > 0 else -ONE
        while not calendar.is_working(day):
            day += ONE if n > 0 else -ONE
    return day


def test_a_year_of_dates_and_notices(world: World) -> None:
    chance = random.Random(2026)
    first = today()
    filed = sorted(first + chance.randrange(DAYS // 2) * ONE for _ in range(CONCERNS))
    holiday = next(d for d in (first + n * ONE for n in range(45, 60)) if d.weekday() == 2)
    announced, looks = False, []
    for moment in looked_at(chance, first):
        with frozen(moment):
            while filed and filed[0] <= moment.date():
                filed.pop(0)
                world.concern(PATTERNS[len(filed) % len(PATTERNS)], age=1)
            if not announced and moment.date() >= holiday - ONE:
                late_holiday(world, holiday)
                announced = True
            while climb():
                pass
            calendar = load_calendar(db.session(), today())
            if 8 <= moment.hour < 17 and calendar.is_working(moment.date()):
                looks.append(moment.date())
        db.session.rollback()

    days = sorted(set(looks))
    taken: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for key, at in db.session.execute(
        select(Outbox.key, Outbox.created_at).where(Outbox.key.startswith("rung-")).order_by(Outbox.id)
    ):
        clock_id, _version, rung = key.removeprefix("rung-").rsplit("-", 1)[0].split("-", 2)
        local = at.astimezone(ZONE)
        assert 8 <= local.hour < 17 and calendar.is_working(local.date())
        step = (local.date(), int(rung))
        if step not in taken[int(clock_id)]:
            taken[int(clock_id)].append(step)
    keys = list(db.session.scalars(select(Outbox.key)))
    assert len(keys) == len(set(keys)) and len(taken) > CONCERNS // 2

    clocks = db.session.scalars(
        select(Clock).where(Clock.state == ClockState.RUNNING).options(selectinload(Clock.entries))
    ).all()
    for clock in clocks:
        if clock.unit is not Unit.BY_DATE:
            period = Period(clock.amount, clock.unit, clock.source)
            assert clock.due_on == slowly(entries_of(clock), period, calendar)
        if clock.moved == 0:
            after = [day for day in days if day >= clock.started_on]
            assert taken[clock.id] == slow_steps(clock, after, calendar), clock.rule
    events = db.session.scalars(select(Event.do).where(Event.machine == "clock")).all()
    assert {"remind", "late", "to_head", "escalate", "to_agenda", "to_minister"} <= set(events)
    assert all(isinstance(found, int) for found in history.verify(db.session()))
