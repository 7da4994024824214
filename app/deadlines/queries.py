"""What is decided on where something is late: by how much, and what was done about it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.records import Clock, ClockState, Escalated
from app.core.time import local_day, today
from app.process.models import Event
from workflows.deadlines import days_late
from workflows.escalation import REMINDERS
from workflows.periods import Rule
from workflows.streams import Stream


@dataclass(frozen=True, slots=True)
class Lateness:
    """A date for which the coordinator is asked for a decision; `due_on` is none while it is paused."""

    rule: Rule
    due_on: date | None
    days_late: int
    paused_since: date | None
    moved: int
    moved_days: int
    reminded: int
    last_reminded: date | None


def latenesses(session: Session, recommendation_id: int) -> list[Lateness]:
    """What an escalation of this recommendation is about."""
    clocks = session.scalars(
        select(Clock)
        .where(Clock.recommendation_id == recommendation_id, Clock.state != ClockState.STOPPED)
        .order_by(Clock.id)
        .execution_options(populate_existing=True)
    )
    asked = [c for c in clocks if c.escalation is Escalated.OPEN or c.mediated_until is not None]
    reminders = _reminders(session, recommendation_id) if asked else ()
    return [_lateness(clock, reminders) for clock in asked]


def _reminders(session: Session, recommendation_id: int) -> Sequence[tuple[Rule, date]]:
    """By whomever, and also those that came by themselves."""
    rows = session.execute(
        select(Event.params, Event.at)
        .where(
            Event.recommendation_id == recommendation_id,
            Event.machine == Stream.CLOCK,
            Event.do.in_(REMINDERS),
        )
        .order_by(Event.id)
    )
    return [(Rule(row.params["rule"]), local_day(row.at)) for row in rows]


def _lateness(clock: Clock, reminders: Sequence[tuple[Rule, date]]) -> Lateness:
    days = [day for rule, day in reminders if rule is clock.rule and day >= clock.started_on]
    return Lateness(
        rule=clock.rule,
        due_on=clock.due_on,
        days_late=days_late(clock.due_on, today()) if clock.due_on else 0,
        paused_since=clock.paused_since,
        moved=clock.moved,
        moved_days=clock.moved_days,
        reminded=len(days),
        last_reminded=days[-1] if days else None,
    )
