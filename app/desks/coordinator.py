"""What the coordinator's desk reads: cases after transmission, and of those before it nothing but counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, union_all
from sqlalchemy.orm import Session

from app.cases.models import Concern, Recommendation
from app.cases.records import Clock, ClockState
from app.core.actor import Actor
from app.core.paging import Key, Page, paged
from app.core.time import today
from app.desks.queries import BEFORE_SENDING, MOST, clock_rows, count_of
from app.people.models import Organisation
from workflows.recommendation import Grade

TABS = ("overdue", "soon", "paused", "extensions")
LATEST_CLAIMS = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """The four numbers of the desk, each at most `MOST`, and how many claims were verified."""

    overdue: int
    soon: int
    paused: int
    extensions: int
    claimed: int
    verified: int


def conditions(tab: str, soon: date) -> list[ColumnElement[bool]]:
    """Which clocks a tab shows."""
    seen = [Clock.outside.is_(True)]
    if tab == "paused":
        return [*seen, Clock.state == ClockState.PAUSED]
    if tab == "extensions":
        return [*seen, Clock.extension_asked.is_(True)]
    running = [*seen, Clock.state == ClockState.RUNNING]
    return [*running, Clock.due_on.between(today(), soon) if tab == "soon" else Clock.due_on < today()]


def counts(session: Session, soon: date) -> Counts:
    """All numbers in one query."""
    latest = (
        select(Recommendation.grade)
        .where(Recommendation.claimed_at.is_not(None))
        .order_by(Recommendation.id.desc())
        .limit(LATEST_CLAIMS)
        .subquery()
    )
    verified = select(func.count()).select_from(latest).where(latest.c.grade == Grade.A).scalar_subquery()
    row = session.execute(
        select(
            *(count_of(*conditions(tab, soon)).label(tab) for tab in TABS),
            select(func.count()).select_from(latest).scalar_subquery().label("claimed"),
            verified.label("verified"),
        )
    ).one()
    return Counts(*row)


def clocks(
    session: Session, actor: Actor, tab: str, soon: date, institution: int | None, county: str, after: str, before: str
) -> Page[Any]:
    """One page of a tab: the longest late first."""
    query = clock_rows(actor).where(*conditions(tab, soon))
    if institution is not None:
        query = query.where(Clock.addressee_id == institution)
    if county:
        query = query.where(Clock.county == county)
    if tab == "paused":
        return paged(session, query, [Key(Clock.id)], after, before)
    return paged(session, query, [Key(Clock.due_on), Key(Clock.id)], after, before)


def before_transmission(session: Session) -> Sequence[Any]:
    """How many cases stand in each stage before transmission, and the oldest date: no title, filer or institution."""
    parts = [
        select(
            literal(stage.value).label("stage"),
            count_of(Concern.stage == stage, of=Concern.id).label("number"),
            select(func.min(Concern.due_on)).where(Concern.stage == stage).scalar_subquery().label("oldest"),
        )
        for stage in BEFORE_SENDING
    ]
    return [row for row in session.execute(union_all(*parts)).all() if row.number]


def by_institution(session: Session, soon: date) -> Sequence[Any]:
    """Each addressee with what is late, soon due and paused with it; counts end at `MOST`."""
    columns = [
        select(func.count())
        .select_from(
            select(Clock.id)
            .where(*conditions(tab, soon), Clock.addressee_id == Organisation.id)
            .correlate(Organisation)
            .limit(MOST)
            .subquery()
        )
        .correlate(Organisation)
        .scalar_subquery()
        .label(tab)
        for tab in TABS[:3]
    ]
    kinds = ("ministry", "state_agency", "non_state_agency", "member")
    rows = session.execute(
        select(Organisation.id, Organisation.name, *columns)
        .where(Organisation.kind.in_(kinds), Organisation.active)
        .order_by(Organisation.sort_key)
        .limit(MOST)
    ).all()
    return sorted((r for r in rows if r.overdue or r.soon or r.paused), key=lambda r: -r.overdue)
