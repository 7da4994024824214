"""The list of recommendations, and claimed and verified by institution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, case, func, literal, or_, select, union
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.concerns.models import Concern, Recommendation
from app.concerns.recusals import Declaration
from app.concerns.visibility import (
    UNSENT,
    answered_by,
    not_recused,
    reads_inside,
    visible,
    visible_recommendations,
)
from app.core.actor import Actor
from app.core.db import UtcDateTime, asker, made_once
from app.core.paging import Cursor, Order, Page, Rows, fetch_page, page_of
from app.core.time import today
from app.dashboards.filters import RecommendationFilter, Sort
from app.dashboards.queries import since_latest
from workflows.recommendation import Grade, Outcome, State
from workflows.roles import ANSWERING, OUTSIDERS, Kind, Role

NEWEST = Order("recommendation-newest", (Recommendation.id,), falling=True)
DUE = Order("recommendation-due", (Recommendation.due_on, Recommendation.id))


def recommendations(
    session: Session, actor: Actor, chosen: RecommendationFilter, place: Cursor | None
) -> Page:
    """One page of the recommendations that the person may see: the transmitted ones, unless drafts are asked for."""
    statement = _page(actor, chosen, place, today())
    return fetch_page(session, statement, order_of(chosen), place, given=asker(actor))


@made_once
def _page(actor: Actor, chosen: RecommendationFilter, place: Cursor | None, day: date) -> Rows:
    query = (
        select(
            Recommendation.id,
            Recommendation.number,
            Recommendation.heading,
            Recommendation.state,
            Recommendation.answer,
            Recommendation.answered_at,
            Recommendation.disclaimed,
            Recommendation.claimed_at,
            Recommendation.grade,
            Recommendation.found_at,
            Recommendation.outcome,
            Recommendation.concluded_at,
            Recommendation.owner,
            Recommendation.addressee_id,
            Recommendation.due_on,
            Recommendation.paused,
            Recommendation.moved,
            Recommendation.moved_days,
            Concern.public_id,
            Concern.reference,
            Concern.rapporteur_id,
            # scalars and not a join: the page is found by one index of one table
            _addressee(Organisation.name).label("addressee"),
            _addressee(Organisation.kind).label("addressee_kind"),
            reads_inside(actor).label("inside"),
        )
        .join(Concern, Concern.id == Recommendation.concern_id)
        .where(visible(actor), visible_recommendations(actor, drafts=chosen.state in UNSENT))
    )
    if chosen.state is not None:
        query = query.where(Recommendation.state == chosen.state)
    if chosen.state not in UNSENT:
        query = query.where(Recommendation.state.not_in(sorted(UNSENT)))
    if chosen.institution is not None:
        query = query.where(Recommendation.addressee_id == chosen.institution)
    if chosen.overdue:
        query = query.where(Recommendation.due_on < day)
    order = order_of(chosen)
    if order is DUE:
        query = query.where(Recommendation.due_on.is_not(None), Recommendation.state != State.CONCLUDED)
    return page_of(query, order, place)


def _addressee(column: Any) -> Any:
    return select(column).where(Organisation.id == Recommendation.addressee_id).scalar_subquery()


def order_of(chosen: RecommendationFilter) -> Order:
    """What is overdue is sorted by how late it is."""
    return DUE if chosen.overdue or chosen.sort is Sort.DUE else NEWEST


BEGINNING = literal(datetime.min.replace(tzinfo=UTC), UtcDateTime)
SENT = and_(Recommendation.transmitted_at.is_not(None), Recommendation.state.not_in(sorted(UNSENT)))
LATEST = 300  # that are counted for a member
# What was sent exists for these people whatever the concern is: no row of it has to be looked at.
EVERYTHING = frozenset({Role.SECRETARIAT, Role.COORDINATOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of one institution. `late` is the average of days by which its answers came late, if it has answered."""

    institution: int
    name: str
    asked: int
    answered: int
    accepted: int
    claimed: int
    implemented: int
    in_part: int
    not_implemented: int
    apart: int  # claimed as done, and found otherwise
    waiting: int  # claimed as done, and not verified yet
    unanswered: int
    late: float | None
    moved: int  # how often a date was moved
    moved_days: int


def tallies(session: Session, actor: Actor) -> list[Tally]:
    """Each institution that the person reads of: where claim and finding are furthest apart first. One query.

    Where `is_cut_off`, of each the latest that were sent are counted, a hundred and those sent in the same moment;
    for those who are `members` alone, the latest that they read.
    """
    rows = [Tally(*row) for row in session.execute(_tallies(actor, today()), asker(actor))]
    return sorted(rows, key=lambda t: (-t.apart, -t.unanswered, -t.asked))


@made_once
def _tallies(actor: Actor, day: date) -> Rows:
    """Counted by one index over what was sent; the names are joined to the few rows that come out."""
    counted = (
        select(Recommendation.addressee_id, *_numbers(day))
        .where(SENT, *_read_by(actor))
        .group_by(Recommendation.addressee_id)
    )
    if is_cut_off(actor):
        since = since_latest("transmitted_at", BEGINNING)
        counted = counted.join(since, since.c.id == Recommendation.addressee_id)
        counted = counted.where(Recommendation.transmitted_at >= since.c.since)
    elif not are_members(actor):
        counted = counted.join(Concern, Concern.id == Recommendation.concern_id)
    of = counted.subquery()
    return (
        select(
            Organisation.id, Organisation.name, *(column for column in of.c if column.key != "addressee_id")
        )
        .join(of, of.c.addressee_id == Organisation.id)
        .order_by(Organisation.sort_key)
    )


def is_cut_off(actor: Actor) -> bool:
    """Whether the latest of each institution are counted alone, and so no concern has to be looked at.

    Not where there are cases that the person may not see, as those from which a member is recused: what of the latest
    were missing would tell that they are there.
    """
    if actor.organisation_kind is Kind.MEMBER:
        return False
    return actor.roles <= EVERYTHING or actor.roles <= {*ANSWERING, Role.ADMINISTRATOR}


def are_members(actor: Actor) -> bool:
    """Whether this person reads as a member alone: what the own organisation filed, and what was declared on."""
    return actor.is_(Role.MEMBER) and not actor.is_(*OUTSIDERS)


def _latest_opened(actor: Actor) -> CompoundSelect[int]:
    """The latest of concerns that the member's organisation filed, and of those on which the member declared.

    Each is one range of one index. A case that the member may not see is passed over before it is counted, so that
    the sums are the same as if it were not there.
    """
    sent = select(Recommendation.id).join(Concern, Concern.id == Recommendation.concern_id)
    sent = sent.where(SENT, visible(actor)).limit(LATEST)
    own = sent.where(Concern.filer_organisation_id == actor.organisation_id).order_by(Concern.id.desc())
    said = sent.join(Declaration, Declaration.concern_id == Concern.id)
    said = said.where(Declaration.person_id == actor.person_id).order_by(Declaration.concern_id.desc())
    return union(*(select(part.subquery().c.id) for part in (own, said)))


def _read_by(actor: Actor) -> Sequence[ColumnElement[bool]]:
    if is_cut_off(actor):
        everything = actor.roles <= EVERYTHING
        # one who declared a conflict as a member brings it along; what an institution is asked, it answers all the same
        out = () if actor.is_(Role.AGENCY) else not_recused(actor, Recommendation.concern_id)
        return out if everything else (answered_by(actor), *out)
    if are_members(actor):
        return (Recommendation.id.in_(_latest_opened(actor)),)
    return visible(actor), visible_recommendations(actor, drafts=False)


def _numbers(day: date) -> list[Any]:
    rec = Recommendation
    in_part = or_(rec.outcome == Outcome.IN_PART, rec.grade == Grade.B)
    failed = and_(
        rec.grade.in_([Grade.C, Grade.D, Grade.E]),
        or_(rec.outcome.is_(None), rec.outcome != Outcome.IN_PART),
    )
    done = rec.claimed_at.is_not(None)
    silent = and_(rec.state == State.AWAITING, rec.due_on < day)
    numbers = {
        "answered": rec.answer.is_not(None),
        "accepted": rec.answer.in_([State.ACCEPTED, State.IN_PART]),
        "claimed": done,
        "implemented": rec.grade == Grade.A,
        "in_part": in_part,
        "not_implemented": failed,
        "apart": and_(done, rec.grade != Grade.A, rec.state != State.REPORTED),
        "waiting": rec.state == State.REPORTED,
        "unanswered": or_(silent, rec.outcome == Outcome.UNANSWERED),
    }
    return [
        func.count().label("asked"),
        *(func.count(case((holds, 1))).label(name) for name, holds in numbers.items()),
        func.avg(rec.answered_late * 1.0).label("late"),
        func.sum(rec.moved).label("moved"),
        func.sum(rec.moved_days).label("moved_days"),
    ]


def total(rows: Sequence[Tally]) -> Tally | None:
    """All of them together; none where there is nothing to add."""
    if len(rows) < 2:
        return None
    sums = {
        name: sum(getattr(row, name) for row in rows)
        for name in Tally.__slots__
        if name not in ("institution", "name", "late")
    }
    answers = sum(row.answered for row in rows if row.late is not None)
    late = sum(float(row.late) * row.answered for row in rows if row.late is not None)
    return Tally(institution=0, name="", late=late / answers if answers else None, **sums)
