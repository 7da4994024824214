"""What is read of votes: one with its roll and ballots, the lists, and what awaits somebody's ballot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Select,
    and_,
    bindparam,
    cast,
    exists,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from app.concerns.access import Case, find
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import opened, to_declare, undeclared, visible
from app.core.actor import Actor
from app.core.db import UtcDateTime, asker, made_once, read_rows
from app.core.paging import Cursor, Order, Page, fetch_page, page_of
from app.core.refusals import NotFound
from app.core.time import ZONE, local_day, now, today
from app.group.models import HandOver, Holding, Seat
from app.group.queries import seats_on
from app.process.pending import is_waiting, waits
from app.votes.models import Ballot, MinorityOpinion, Vote, VoteSeat
from workflows.composition import Capacity
from workflows.concern import ConcernAction
from workflows.permissions import Right
from workflows.roles import Role
from workflows.vote import VoteState
from workflows.voting import Verdict

LATEST = 50
MOST = 100  # cases that are counted


class Undeclared(NotFound):
    """The person has first to say whether there is a conflict of interest in this concern."""


def case_of(session: Session, actor: Actor, vote: Vote) -> Case | None:
    """The case that the vote is about, as the person has it; None for one on the Group itself. Raises NotFound."""
    if vote.concern_id is None:
        if not actor.is_(Role.MEMBER, Role.SECRETARIAT):
            raise NotFound(vote.public_id)
        return None
    public_id = session.scalar(select(Concern.public_id).where(Concern.id == vote.concern_id))
    case = find(session, actor, public_id or "")
    if case.undeclared:
        raise Undeclared(case.concern.public_id)
    if Right.DRAFTS not in case.rights:
        raise NotFound(vote.public_id)
    return case


@dataclass(slots=True)
class Shown:
    """A vote as one person has it in front of them, with the case that it is about."""

    vote: Vote
    case: Case | None
    recommendation: Recommendation | None

    @property
    def is_open(self) -> bool:
        """Whether ballots are taken now; a written procedure that has ended waits to be counted."""
        return is_waiting(self.vote)

    def choice(self, organisation_id: int, question: int) -> Ballot | None:
        """The ballot of an organisation on a question."""
        return next(
            (b for b in self.vote.ballots if (b.organisation_id, b.question) == (organisation_id, question)),
            None,
        )

    @property
    def entitled(self) -> int:
        """How many seats of the roll may vote."""
        return sum(not seat.recused_at for seat in self.vote.seats)

    @property
    def missing(self) -> list[str]:
        """The organisations on the roll that have not voted on every question."""
        seats = (seat.organisation for seat in self.vote.seats if not seat.recused_at)
        waiting = (each for each in seats if not all(self.choice(each.id, q) for q in self.vote.questions))
        return [each.name for each in sorted(waiting, key=lambda each: each.sort_key)]


def shown(session: Session, actor: Actor, vote_id: str) -> Shown:
    """The vote at this address for this person. Raises NotFound."""
    vote = session.scalars(
        select(Vote)
        .where(Vote.public_id == vote_id)
        .options(
            selectinload(Vote.seats).options(joinedload(VoteSeat.organisation), joinedload(VoteSeat.person)),
            selectinload(Vote.ballots),
            selectinload(Vote.opinions).joinedload(MinorityOpinion.organisation),
            joinedload(Vote.by),
            joinedload(Vote.ended_by),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if vote is None:
        raise NotFound(vote_id)
    case = case_of(session, actor, vote)
    rec = (
        next((r for r in case.all_recommendations if r.id == vote.recommendation_id), None) if case else None
    )
    return Shown(vote, case, rec)


def aside(session: Session, vote: Vote) -> list[str]:
    """Organisations that held a seat when the vote opened and are not on its roll, by name."""
    roll = {seat.organisation_id for seat in vote.seats}
    held = seats_on(session, local_day(vote.at))
    return [h.organisation.name for h in held if h.organisation.id not in roll]


DECIDED = Order("votes", (Vote.id,), falling=True)
SIZE = 10  # decided votes on a page


def decided(
    session: Session, actor: Actor, verdict: Verdict | None, year: int | None, place: Cursor | None
) -> Page:
    """Votes that are closed, the latest first: those with this result, of this year."""
    query = _votes(actor).where(Vote.state == VoteState.CLOSED)
    if verdict is not None:
        query = query.where(Vote.verdict == verdict)
    if year is not None:
        first, after = (datetime(y, 1, 1, tzinfo=ZONE) for y in (year, year + 1))
        query = query.where(Vote.ended_at >= first, Vote.ended_at < after)
    given = {**asker(actor), "now": now(), "day": today()}
    return fetch_page(session, page_of(query, DECIDED, place, SIZE), DECIDED, place, SIZE, given)


def listed(session: Session, actor: Actor) -> Sequence[Any]:
    """The open votes that exist for the person, the latest first."""
    return read_rows(session, _listed(actor), {**asker(actor), "now": now(), "day": today()}).all()


@made_once
def _listed(actor: Actor) -> Select[*tuple[Any, ...]]:
    return _votes(actor).where(Vote.state == VoteState.OPEN).order_by(Vote.id.desc()).limit(LATEST)


def _votes(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Vote.public_id,
            Vote.machine,
            Vote.do,
            Vote.state,
            Vote.verdict,
            Vote.until,
            Vote.at,
            Vote.ended_at,
            Vote.data,
            Concern.reference,
            Concern.title,
            Recommendation.number,
            _voted(actor).label("voted"),
            _awaited(actor).label("awaited"),
        )
        .outerjoin(Concern, Concern.id == Vote.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Vote.recommendation_id)
        .where(or_(Vote.concern_id.is_(None), and_(visible(actor), opened(actor))))
    )


def _voted(actor: Actor) -> Any:
    return exists().where(Ballot.vote_id == Vote.id, Ballot.organisation_id == actor.organisation_id)


def _awaited(actor: Actor) -> Any:
    """The organisation is on the roll, and this person acts for it today."""
    return and_(
        waits(Vote, bindparam("now", type_=UtcDateTime)),
        exists().where(
            VoteSeat.vote_id == Vote.id,
            VoteSeat.organisation_id == actor.organisation_id,
            VoteSeat.recused_at.is_(None),
        ),
        acts(actor),
    )


def acts(actor: Actor) -> Any:
    """That the person acts for the seat of its organisation on the `day` that the statement is given."""
    day = bindparam("day", type_=Date)
    given = exists().where(
        HandOver.seat_id == Seat.id,
        HandOver.taken_back_at.is_(None),
        HandOver.from_on <= day,
        HandOver.to_on >= day,
        exists().where(
            Holding.seat_id == Seat.id, Holding.capacity == Capacity.ALTERNATE, Holding.until_on.is_(None)
        ),
    )
    held = and_(Holding.seat_id == Seat.id, Holding.person_id == actor.person_id, Holding.until_on.is_(None))
    return exists().where(
        Seat.organisation_id == actor.organisation_id,
        Seat.ended_on.is_(None),
        held,
        or_(
            and_(Holding.capacity == Capacity.REPRESENTATIVE, ~given),
            and_(Holding.capacity == Capacity.ALTERNATE, given),
        ),
    )


@dataclass(frozen=True, slots=True)
class Awaiting:
    """What awaits somebody's ballot, or their declaration: what ends first, first.

    Of a case on which they have yet to declare a row of `to_declare` has no more than the number.
    """

    ballots: list[Any]
    to_declare: list[Any]
    cases: int = 0  # on which they are expected to declare


def awaiting(session: Session, actor: Actor) -> Awaiting:
    """Open votes on which the person has still to vote, at once or once they have declared. One statement."""
    if not actor.is_(Role.MEMBER):
        return Awaiting([], [])
    found = read_rows(session, _awaiting(actor), {**asker(actor), "now": now(), "day": today()}).all()
    rows = sorted(
        (row for row in found if row.public_id),
        key=lambda row: (row.until is None, row.until or row.at),
    )
    return Awaiting(
        [row for row in rows if row.declare_on is None],
        [row for row in rows if row.declare_on is not None],
        len({row.declare_on for row in found if row.declare_on}),
    )


@made_once
def _awaiting(actor: Actor) -> CompoundSelect[*tuple[Any, ...]]:
    of_case = Vote.machine, Vote.do, Vote.data, Recommendation.number
    untold = [cast(null(), column.type).label(column.key) for column in of_case]
    mine = _awaited(actor), ~_voted(actor)
    known = or_(Vote.concern_id.is_(None), and_(visible(actor), opened(actor)))
    case_id = Concern.public_id.label("declare_on")
    moments = Vote.until, Vote.at
    no_moments = [cast(null(), column.type).label(column.key) for column in moments]
    no_text = cast(null(), Concern.public_id.type)
    parts = (
        select(Vote.public_id, *moments, Concern.reference, no_text.label("declare_on"), *of_case)
        .outerjoin(Concern, Concern.id == Vote.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Vote.recommendation_id)
        .where(*mine, known)
        .order_by(Vote.id.desc())
        .limit(LATEST),
        select(Vote.public_id, *moments, Concern.reference, case_id, *untold)
        .join(Concern, Concern.id == Vote.concern_id)
        .where(*mine, visible(actor), undeclared(actor))
        .order_by(Vote.id.desc())
        .limit(LATEST),
        select(no_text.label("public_id"), *no_moments, Concern.reference, case_id, *untold)
        .where(visible(actor), to_declare(actor))
        .order_by(Concern.id.desc())
        .limit(MOST),
    )
    return union_all(*(select(part.subquery()) for part in parts))


def travelling_opinions(session: Session, concern_id: int) -> Sequence[str]:
    """Minority opinions on the latest adoption of a concern whose authors agreed that they leave the Group."""
    latest = (
        select(Vote.id)
        .where(Vote.concern_id == concern_id, Vote.do == ConcernAction.ADOPT, Vote.verdict == Verdict.ADOPTED)
        .order_by(Vote.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.scalars(
        select(MinorityOpinion.text)
        .where(MinorityOpinion.vote_id == latest, MinorityOpinion.travels)
        .order_by(MinorityOpinion.id)
    ).all()
