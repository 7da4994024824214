"""Due dates that explain themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.cases.clocks import reckon
from app.cases.records import Clock, ClockState
from app.core.time import today
from app.web.words import label
from workflows.calendar import Calendar
from workflows.clock import Day, EntryKind, days_late, soon_until


@dataclass(frozen=True, slots=True)
class DueView:
    """A due date that explains itself."""

    rule: str
    party: str
    date: dt.date | None
    reading: str
    days_late: int
    days_left: int
    source: str
    days: tuple[Day, ...]
    amount: int
    unit: str
    extended_by: int
    paused_days: int
    paused_since: dt.date | None
    moved: int
    moved_days: int
    extension_asked: bool
    waits_for: str


def due_view(clock: Clock, calendar: Calendar) -> DueView:
    """The clock with its days, as of today."""
    found, day = reckon(clock, calendar), today()
    if clock.state is ClockState.PAUSED:
        state = "paused"
    elif found.date and found.date < day:
        state = "overdue"
    elif found.date and found.date <= soon_until(day, calendar):
        state = "due_soon"
    else:
        state = "on_time"
    waits = next((e.waits_for for e in reversed(clock.entries) if e.kind is EntryKind.PAUSE), None)
    return DueView(
        rule=str(label(clock.rule)),
        party=str(label(clock.party)),
        date=found.date,
        reading=state,
        days_late=days_late(found.date, day) if found.date else 0,
        days_left=max(0, calendar.working_between(day, found.date)) if found.date else 0,
        source=clock.source,
        days=found.days,
        amount=clock.amount,
        unit=str(label(clock.unit)),
        extended_by=found.extended_by,
        paused_days=found.paused_days,
        paused_since=found.paused_since,
        moved=clock.moved,
        moved_days=clock.moved_days,
        extension_asked=clock.extension_asked,
        waits_for=str(label(waits)) if waits and state == "paused" else "",
    )
