"""What the coordinator's desk reads: cases after transmission, and of those before it nothing but counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    case,
    func,
    literal,
    not_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock, ClockState, Escalated, Extension
from app.concerns.visibility import not_recused
from app.core.actor import Actor
from app.core.db import anybody, asker, fixed, made_once, read_rows
from app.core.paging import MOST, Cursor, Order, Page, Rows, count_of, fetch_page, page_of
from app.core.time import today
from app.dashboards.filters import DeskFilter, Tab
from app.dashboards.queries import clock_rows, running, unread_of
from app.directory.queries import ADDRESSEES, works_in
from app.meetings.models import ActionItem
from workflows.concern import Stage
from workflows.extension import ExtensionState
from workflows.recommendation import Outcome
from workflows.roles import Role

MOST_REMINDED = 50  # lines at once: more than anybody looks through
MOST_EXPORTED = 2000  # lines of a file: more than anybody reads, and soon made
LATEST_CLAIMS = 100  # the share is that of the latest: it says how things go now, and costs the same for ever
BEFORE_SENDING = (
    Stage.SUBMITTED,
    Stage.INFORMATION,
    Stage.REVIEW,
    Stage.FACT_CHECK,
    Stage.DELIBERATION,
    Stage.ADOPTED,
)
BY_DUE = Order("clock-due", (Clock.due_on, Clock.id))
COUNTED = (Tab.OVERDUE, Tab.SOON, Tab.PAUSED, Tab.EXTENSIONS, Tab.ESCALATIONS)
BY_PAUSE = Order("clock-paused", (Clock.paused_since, Clock.id))
# a pause takes the date away, and a long one is escalated as lateness is
ORDERS = {Tab.PAUSED: BY_PAUSE, Tab.ESCALATIONS: Order("clock-escalated", (Clock.stood_on, Clock.id))}


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of the desk, each at most `MOST`, and what stands longest."""

    overdue: int
    soon: int
    paused: int
    extensions: int
    escalations: int
    oldest_due: date | None
    oldest_pause: date | None
    claimed: int
    verified: int
    unread: int  # notices of who looks
    actions: int  # action items of meetings that wait to be done
    actions_late: int
    actions_oldest: date | None


def seen_by(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The clocks of cases that exist for this coordinator: who declared a conflict elsewhere brings it along."""
    return Clock.outside == true(), *not_recused(actor, Clock.concern_id)


def listed(actor: Actor, tab: Tab, day: date, soon: date) -> tuple[ColumnElement[bool], ...]:
    """Which clocks a tab shows: only those of cases that the coordinator may see."""
    seen = seen_by(actor)
    if tab is Tab.PAUSED:
        return *seen, Clock.state == fixed(ClockState.PAUSED)
    if tab is Tab.EXTENSIONS:
        return *seen, Clock.extension_asked == true(), Clock.due_on.is_not(None)
    if tab is Tab.ESCALATIONS:
        return *seen, Clock.escalation == fixed(Escalated.OPEN)
    counting = *seen, running()
    if tab is Tab.SOON:
        return *counting, Clock.due_on >= day, Clock.due_on <= soon
    return *counting, Clock.due_on < day


def counts(session: Session, actor: Actor, soon: date) -> Counts:
    """All numbers in one query."""
    statement = _counts(today(), soon, actor.roles)
    return Counts(*tuple(read_rows(session, statement, asker(actor)).one()))


@lru_cache(maxsize=4)
def _counts(day: date, soon: date, roles: frozenset[Role]) -> Rows:
    latest = (
        select(Recommendation.outcome)
        .where(Recommendation.claimed_at.is_not(None))
        .order_by(Recommendation.claimed_at.desc())
        .limit(LATEST_CLAIMS)
        .subquery()
    )
    verified = func.count(case((latest.c.outcome == Outcome.IMPLEMENTED, 1)))
    claims = select(func.count().label("claimed"), verified.label("verified")).select_from(latest).subquery()
    somebody = anybody(roles)
    overdue, paused = (listed(somebody, tab, day, soon) for tab in (Tab.OVERDUE, Tab.PAUSED))
    return select(
        *(count_of(*listed(somebody, tab, day, soon), of=Clock.id) for tab in COUNTED),
        select(func.min(Clock.due_on)).where(*overdue).scalar_subquery(),
        select(func.min(Clock.paused_since)).where(*paused).scalar_subquery(),
        claims.c.claimed,
        claims.c.verified,
        unread_of(roles),
        count_of(ActionItem.done_at.is_(None), of=ActionItem.id),
        count_of(ActionItem.done_at.is_(None), ActionItem.due_on < day, of=ActionItem.id),
        select(func.min(ActionItem.due_on)).where(ActionItem.done_at.is_(None)).scalar_subquery(),
    )


def clocks(session: Session, actor: Actor, chosen: DeskFilter, soon: date, place: Cursor | None) -> Page:
    """One page of a tab: what is late longest, or paused longest, first."""
    statement = _page(actor, chosen, place, today(), soon)
    return fetch_page(session, statement, order_of(chosen.tab), place, given=asker(actor))


def exported(
    session: Session, actor: Actor, chosen: DeskFilter, soon: date, most: int = MOST_EXPORTED
) -> Sequence[Any]:
    """What a tab lists, narrowed as it is on the screen: the first `most` lines."""
    order = order_of(chosen.tab)
    query = _narrowed(actor, chosen, today(), soon).order_by(*order.by(backwards=False)).limit(most)
    return read_rows(session, query).all()


@made_once
def _page(actor: Actor, chosen: DeskFilter, place: Cursor | None, day: date, soon: date) -> Rows:
    return page_of(_narrowed(actor, chosen, day, soon), order_of(chosen.tab), place)


def _narrowed(actor: Actor, chosen: DeskFilter, day: date, soon: date) -> Rows:
    until = (
        select(Extension.until)
        .where(Extension.clock_id == Clock.id, Extension.state == ExtensionState.ASKED)
        .limit(1)
        .scalar_subquery()
    )
    query = clock_rows(actor, until.label("asked_until")).where(*listed(actor, chosen.tab, day, soon))
    if chosen.late is not None and chosen.tab is Tab.OVERDUE:
        query = query.where(Clock.due_on < day - timedelta(days=chosen.late))
    if chosen.institution is not None:
        query = query.where(Clock.addressee_id == chosen.institution)
    if chosen.county is not None:
        # of the institution: where the matter is, the filing says, which the coordinator may not read
        there = select(Organisation.id).where(works_in(chosen.county))
        query = query.where(Clock.addressee_id.in_(there))
    if chosen.rule is not None:
        query = query.where(Clock.rule == chosen.rule)
    return query


def order_of(tab: Tab) -> Order:
    """How a tab is sorted."""
    return ORDERS.get(tab, BY_DUE)


def before_transmission(session: Session, actor: Actor) -> Sequence[Any]:
    """How many cases stand in each stage before transmission, and how late: no title, filer or institution."""
    return [row for row in read_rows(session, _before(actor, today()), asker(actor)) if row.number]


@made_once
def _before(actor: Actor, day: date) -> CompoundSelect[*tuple[Any, ...]]:
    told = and_(Concern.urgent == true(), Concern.coordinator_told == true())
    parts = []
    for stage in BEFORE_SENDING:
        there = Concern.stage == stage, Concern.transmitted_at.is_(None), not_(told), *not_recused(actor)
        parts.append(
            select(
                literal(stage.value).label("stage"),
                count_of(*there, of=Concern.id).label("number"),
                count_of(*there, Concern.due_on < day, of=Concern.id).label("late"),
                select(func.min(Concern.due_on)).where(*there).scalar_subquery().label("oldest"),
            )
        )
    return union_all(*parts)


def by_institution(session: Session, actor: Actor, soon: date) -> Sequence[Any]:
    """Each addressee with what is late, soon due and paused with it; the most burdened first."""
    owed = [
        select(func.count())
        .select_from(
            select(Clock.id)
            .where(Clock.addressee_id == Organisation.id, *listed(actor, tab, today(), soon))
            .correlate(Organisation)
            .limit(MOST)
            .subquery()
        )
        .correlate(Organisation)
        .scalar_subquery()
        .label(tab.value)
        for tab in (Tab.OVERDUE, Tab.SOON, Tab.PAUSED)
    ]
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.name,
            *owed,
            *(_promised(actor, of) for of in (Clock.moved, Clock.moved_days)),
        )
        .where(Organisation.kind.in_(ADDRESSEES))
        .order_by(Organisation.sort_key)
    )
    return sorted(
        (r for r in rows if r.overdue or r.soon or r.paused or r.moved),
        key=lambda r: (-r.overdue, -r.soon, -r.paused),
    )


def _promised(actor: Actor, column: Any) -> Any:
    """How often the dates that run with an institution were moved, or by how many days, in all."""
    return (
        select(func.coalesce(func.sum(column), 0))
        .where(
            Clock.addressee_id == Organisation.id,
            *seen_by(actor),
            Clock.state != fixed(ClockState.STOPPED),
            Clock.moved > text("0"),
        )
        .correlate(Organisation)
        .scalar_subquery()
        .label(column.key)
    )
