"""Due dates, and the days that lead to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session, selectinload

from app.concerns.access import Case
from app.concerns.clocks import compute
from app.concerns.records import Clock, ClockEntry, ClockState
from app.core.db import fixed, read_rows
from app.core.formats import moved_words
from app.core.labels import label
from app.core.time import today
from workflows.deadlines import Day, EntryKind, days_late, soon_until
from workflows.periods import FOLLOW_UP_REVIEWS, Rule
from workflows.permissions import Right
from workflows.roles import Owner
from workflows.workdays import Calendar

_CONCERN: BindParameter[int] = bindparam("concern")
_WAITS_FOR = (
    select(ClockEntry.waits_for)
    .where(ClockEntry.clock_id == Clock.id, ClockEntry.kind == EntryKind.PAUSE)
    .order_by(ClockEntry.id.desc())
    .limit(1)
    .scalar_subquery()
)
_OPEN = (Clock.concern_id == _CONCERN, Clock.state != fixed(ClockState.STOPPED))
_CLOCKS = (
    select(
        Clock.id,
        Clock.recommendation_id,
        Clock.rule,
        Clock.owner,
        Clock.state,
        Clock.due_on,
        Clock.paused_since,
        Clock.extension_asked,
        Clock.escalation,
        Clock.mediated_until,
        Clock.moved,
        Clock.moved_days,
        _WAITS_FOR.label("waits_for"),
    )
    .where(*_OPEN)
    .order_by(Clock.id)
)
_LEDGERS = (
    select(Clock, _WAITS_FOR.label("waits_for"))
    .where(*_OPEN)
    .order_by(Clock.id)
    .options(selectinload(Clock.entries))
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class DueView:
    """A due date as it stands beside what is due. `anchor` is its place on the page of the dates."""

    anchor: str
    rule: str
    owner: str
    date: dt.date | None
    reading: str
    days_late: int
    days_left: int
    paused_since: dt.date | None
    extension_asked: bool
    waits_for: str
    is_follow_up_review: bool
    escalation: str
    mediated_until: dt.date | None
    moved: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A due date with every day that was counted or skipped on the way to it."""

    due: DueView
    days: tuple[Day, ...]
    amount: int
    unit: str
    source: str
    extended_by: int
    paused_days: int
    number: int | None


def clocks_of(session: Session, case: Case) -> list[Any]:
    """The open clocks that the person may see; `waits_for` is who was waited for in the last pause of each."""
    rows = read_rows(session, _CLOCKS, {"concern": case.concern.id})
    shown = {r.id for r in case.recommendations}
    return [row for row in rows if _runs_for(case, row, shown)]


def ledgers_of(session: Session, case: Case) -> list[tuple[Clock, Owner | None]]:
    """The same with their ledgers, of which their days are told."""
    rows = session.execute(_LEDGERS, {"concern": case.concern.id})
    shown = {r.id for r in case.recommendations}
    return [(clock, waits_for) for clock, waits_for in rows if _runs_for(case, clock, shown)]


def _runs_for(case: Case, clock: Any, shown: set[int]) -> bool:
    if clock.recommendation_id:
        return clock.recommendation_id in shown
    return Right.DRAFTS in case.rights or (Right.FACTS in case.rights and clock.rule is Rule.FACT_CHECK)


def due_view(clock: Any, number: int | None, calendar: Calendar, waits_for: Owner | None) -> DueView:
    """The clock, or its columns, as it stands today. While it is paused, the page says who is waited for."""
    day = today()
    if clock.state is ClockState.PAUSED:
        state = "paused"
    elif clock.due_on and clock.due_on < day:
        state = "overdue"
    elif clock.due_on and clock.due_on <= soon_until(day, calendar):
        state = "due_soon"
    else:
        state = "on_time"
    return DueView(
        anchor=anchor_of(clock.rule, number),
        rule=str(label(clock.rule)),
        owner=str(label(clock.owner)),
        date=clock.due_on,
        reading=state,
        days_late=days_late(clock.due_on, day) if clock.due_on else 0,
        days_left=max(0, (clock.due_on - day).days) if clock.due_on else 0,
        paused_since=clock.paused_since,
        extension_asked=clock.extension_asked,
        waits_for=str(label(waits_for)) if waits_for and state == "paused" else "",
        is_follow_up_review=clock.rule in FOLLOW_UP_REVIEWS,
        escalation=clock.escalation or "",
        mediated_until=clock.mediated_until,
        moved=moved_words(clock.moved, clock.moved_days),
    )


def anchor_of(rule: str, number: int | None) -> str:
    """Where a clock stands on the page of the dates: of one recommendation, or of the concern itself."""
    return f"date-{rule}-{number or 0}"


def explained(clock: Clock, number: int | None, calendar: Calendar, waits_for: Owner | None) -> Explained:
    """The clock with its days, reckoned from its ledger."""
    found = compute(clock, calendar)
    return Explained(
        due=due_view(clock, number, calendar, waits_for),
        days=found.days,
        amount=clock.amount,
        unit=str(label(clock.unit)),
        source=clock.source,
        extended_by=found.extended_by,
        paused_days=found.paused_days,
        number=number,
    )
