"""Reckon open clocks anew, after the calendar or a setting has changed; rebuild what lists show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, select, true, update
from sqlalchemy.orm import Session

from app.concerns.access import Case, load_recommendations
from app.concerns.clocks import Ledger
from app.concerns.listing import update_listing
from app.concerns.models import Concern
from app.concerns.periods import load_calendar
from app.concerns.records import Clock, ClockEntry, ClockState
from app.core.actor import Actor
from app.core.db import db, unit_of_work
from app.core.time import local_day, now, today
from app.deadlines.request_dates import KINDS, Dates
from app.process import history
from app.process.models import Event
from workflows.deadlines import Entry, Period, due
from workflows.escalation import MOVED
from workflows.periods import Rule
from workflows.roles import CaseRole, Kind
from workflows.streams import Stream
from workflows.workdays import Calendar

NOBODY = Actor(0, 0, Kind.COORDINATOR, "", "", "")


@dataclass(frozen=True, slots=True)
class Recalculated:
    """A due date that changed."""

    reference: str
    rule: str
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A due date that another calendar would move."""

    concern_id: int | None
    before: date
    after: date
    rule: Rule
    row: tuple[Dates[Any], int] | None = None  # where it is not a clock's


def recompute_clocks() -> list[Recalculated]:
    """Reckon every open clock anew, one concern in each transaction; each changed date is an event."""
    ids = db.session.scalars(
        select(Clock.concern_id)
        .where(Clock.state != ClockState.STOPPED)
        .distinct()
        .order_by(Clock.concern_id)
    ).all()
    moved: list[Recalculated] = []
    for concern_id in ids:
        with unit_of_work() as session:
            moved += _recompute(session, concern_id)
    for dates in KINDS:
        for row_id in [row.id for row in dates.rows(db.session())]:
            db.session.rollback()
            with unit_of_work() as session:
                moved += _redate(session, dates, row_id)
    return moved


def foresee(session: Session, day: date, calendar: Calendar) -> list[Shift]:
    """Dates that this calendar moves, where it is another than before on this day alone. Stores nothing.

    A day before the start or after the due day of a clock is none that it counts, and a paused clock has no date.
    """
    found = _running().where(Clock.started_on <= day, Clock.due_on >= day)
    shifts = _shifts(session, found, calendar, lambda row: Period(row.amount, row.unit, row.source))
    for dates in KINDS:
        rows = dates.rows(session, dates.reaches(day))
        shifts += _shifts_of(session, dates, rows, calendar)
    return shifts


def foresee_periods(
    session: Session, rule: Rule, periods: Mapping[bool, Period], calendar: Calendar
) -> list[Shift]:
    """Dates of a rule that other periods move, by whether their concern is urgent. Stores nothing.

    A promised date has no period, and so nothing that moves it.
    """
    if not periods:
        return []
    found = _running().where(Clock.rule == rule)
    shifts = _shifts(session, found, calendar, lambda row: periods[row.urgent])
    for dates in KINDS:
        shifts += _shifts_of(session, dates, dates.rows(session, dates.owed(rule)), calendar, periods)
    return shifts


def _running() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Clock.id,
            Clock.concern_id,
            Clock.rule,
            Concern.urgent,
            Clock.amount,
            Clock.unit,
            Clock.source,
            Clock.due_on,
            ClockEntry.kind,
            ClockEntry.on,
            ClockEntry.days,
            ClockEntry.until,
        )
        .join(ClockEntry, ClockEntry.clock_id == Clock.id)
        .join(Concern, Concern.id == Clock.concern_id)
        .where(Clock.state == ClockState.RUNNING)
        .order_by(Clock.concern_id, Clock.id, ClockEntry.id)
        .execution_options(yield_per=2000)
    )


def _shifts(
    session: Session, query: Select[*tuple[Any, ...]], calendar: Calendar, period: Callable[[Any], Period]
) -> list[Shift]:
    rows = session.execute(query)
    found = []
    for _clock, lines in groupby(rows, attrgetter("id")):
        ledger = list(lines)
        clock = ledger[0]
        entries = [Entry(e.kind, e.on, days=e.days, until=e.until) for e in ledger]
        after = due(entries, period(clock), calendar, listed=0).date
        if after is not None and after != clock.due_on:
            found.append(Shift(clock.concern_id, clock.due_on, after, clock.rule))
    return found


def _shifts_of(
    session: Session,
    dates: Dates[Any],
    rows: Iterable[Any],
    calendar: Calendar,
    periods: Mapping[bool, Period] | None = None,
) -> list[Shift]:
    after = [(row, dates.compute(session, row, calendar, periods)) for row in rows]
    return [
        Shift(None, row.due_on, day, dates.rule_of(row), (dates, row.id))
        for row, day in after
        if day != row.due_on
    ]


def move(session: Session, shifts: Sequence[Shift]) -> None:
    """Reckon these dates anew, inside the caller's transaction, by the calendar that it holds."""
    for concern_id in sorted({shift.concern_id for shift in shifts if shift.concern_id is not None}):
        _recompute(session, concern_id)
    for shift in shifts:
        if shift.row is not None:
            _redate(session, *shift.row)


def look_again(session: Session, rule: Rule | None = None) -> None:
    """Let the next escalation run check every date, or those of a rule: its days may lie otherwise now."""
    of_kinds: list[tuple[Any, Any]] = [(dates.table, dates.owed(rule)) for dates in KINDS]
    for table, mine in [(Clock, true() if rule is None else Clock.rule == rule), *of_kinds]:
        session.execute(
            update(table)
            .where(table.next_check_on > today(), mine)
            .values(next_check_on=today())
            .execution_options(synchronize_session=False)
        )


def _recompute(session: Session, concern_id: int) -> list[Recalculated]:
    concern = session.scalars(
        select(Concern)
        .where(Concern.id == concern_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    at = now()
    ledger = Ledger.of(session, concern, load_calendar(session, local_day(at)))
    moved = []
    for clock in ledger.clocks:
        before = clock.due_on
        if ledger.store(clock):
            moved.append(Recalculated(concern.reference, clock.rule, before, clock.due_on))
            _note(session, clock, before)
    update_listing(session, Case(NOBODY, concern, load_recommendations(session, concern_id)), ledger)
    return moved


def _redate(session: Session, dates: Dates[Any], row_id: int) -> list[Recalculated]:
    row = dates.held(session, dates.table.id == row_id, dates.owed())
    if row is None:
        return []  # it was given meanwhile
    before, after = row.due_on, dates.compute(session, row, load_calendar(session, today()))
    if before == after:
        return []
    row.due_on = after
    dates.arm(row)
    dates.note(session, row, MOVED, before=before, after=after)
    return [Recalculated(dates.name_of(session, row), dates.rule_of(row), before, after)]


def _note(session: Session, clock: Clock, before: date | None) -> None:
    history.add(
        session,
        Event(
            concern_id=clock.concern_id,
            recommendation_id=clock.recommendation_id,
            at=now(),
            standing=CaseRole.SYSTEM,
            machine=Stream.CLOCK,
            do=MOVED,
            source=str(before or ""),
            target=str(clock.due_on or ""),
            public=clock.recommendation_id is not None,
            params={"rule": clock.rule.value},
        ),
    )
