"""The hours in which a mail of notices may leave: its reader's, and the country's for what a date brings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.clocks import load_calendar
from app.cases.records import Event
from app.core.time import ZONE, now
from app.ladder.service import MACHINE
from app.people.wishes import Wishes
from workflows.ladder import REMINDED, Act
from workflows.notices import quiet_until, rung_waits_until

RUNGS = frozenset({REMINDED, *(act.value for act in Act)})


def waits_until(session: Session, wishes: Wishes, events: Iterable[Event]) -> datetime | None:
    """When a mail of these events may leave, None where it may now."""
    local = now().astimezone(ZONE)
    quiet = wishes.quiet_from, wishes.quiet_to
    if any(event.machine == MACHINE and event.do in RUNGS for event in events):
        return rung_waits_until(local, *quiet, load_calendar(session, local.date()))
    return quiet_until(local, *quiet)
