"""A step of a vote: what is put to the vote and how, and the row that opens or closes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.models import Concern, Recommendation
from app.concerns.vocabulary import Manner
from app.core.actor import Actor
from app.core.random_ids import public_id as new_public_id
from app.core.time import now
from app.group.queries import chairs
from app.process.data import Decision
from app.process.tables import Process, StepContext, process_of
from app.votes.access import case_of, locked_with_concern
from app.votes.models import WHOLE, Vote, VoteSeat
from app.votes.proposals import kept
from app.votes.roll import roll_of
from workflows.concern import CONCERN, ConcernAction
from workflows.recommendation import RECOMMENDATION, State
from workflows.roles import CHAIR, CaseRole
from workflows.vote import VOTE, VoteState
from workflows.voting import Did, Rules


@dataclass(frozen=True, slots=True)
class Procedure:
    """How a vote is held: in a meeting or in writing until a moment, with which rules, one question or several."""

    manner: Manner
    rules: Rules
    ends_at: datetime | None = None
    apart: bool = False  # each draft recommendation is a question of its own


@dataclass(frozen=True, slots=True)
class Opening:
    """What is put to the vote: a step of a case, what that is given, and how the Group votes on it."""

    do: str
    data: Decision
    procedure: Procedure


@dataclass(kw_only=True)
class VoteStep(StepContext):
    """A step of a vote: the row of its concern is locked, if it has one, and its own, once it is stored."""

    vote: Vote
    actor: Actor | None  # nobody where the clock closes it
    held: frozenset[CaseRole]
    concern: Concern | None = None
    case: Case | None = None  # of one that opens, as who opens it has it
    recommendation: Recommendation | None = None
    named: CaseRole | None = None  # as what its author proposes it with another step
    can_vote: bool = True  # somebody
    voting: bool = False  # on the same, already

    @property
    def process(self) -> Process[Any]:
        """That of votes."""
        return process_of(VOTE)

    @property
    def subject(self) -> Vote:
        """The vote."""
        return self.vote

    @property
    def by(self) -> Actor | None:
        """Who takes the step."""
        return self.actor


def opening_of(
    session: Session,
    case: Case,
    rec: Recommendation | None,
    opening: Opening,
    named: CaseRole | None = None,
) -> VoteStep:
    """The opening of a vote on a step of the locked case; the vote is not stored yet."""
    at, concern, procedure, data = now(), case.concern, opening.procedure, opening.data
    roll = roll_of(session, concern)
    drafts = adopted(case, rec, opening)
    if opening.do == ConcernAction.ADOPT and rec is None:
        data = replace(data, adopted=tuple(r.number for r in drafts))
    vote = new_vote(
        procedure,
        roll,
        machine=RECOMMENDATION.name if rec else CONCERN.name,
        do=opening.do,
        subject=f"recommendation:{rec.id}" if rec else f"concern:{concern.id}",
        concern_id=concern.id,
        recommendation_id=rec.id if rec else None,
        proposal=kept(data),
        questions=[r.number for r in drafts] if drafts and procedure.apart else [WHOLE],
        opened_at=at,
        opened_by_id=case.actor.person_id,
    )
    return VoteStep(
        session,
        at,
        opening,
        Did.OPENED,
        vote=vote,
        actor=case.actor,
        held=case.standing_in(rec) if rec else case.standing,
        case=case,
        recommendation=rec,
        named=named,
        can_vote=bool(roll),
        voting=(rec or concern).voting,
    )


def new_vote(procedure: Procedure, roll: list[VoteSeat], **about: Any) -> Vote:
    """A vote that is held so, by these seats, and not stored yet."""
    return Vote(
        public_id=new_public_id(),
        version=0,
        state=VoteState.NEW,
        manner=procedure.manner,
        ends_at=procedure.ends_at,
        quorum=procedure.rules.quorum,
        majority=procedure.rules.majority,
        seats=roll,
        **about,
    )


def closing_of(session: Session, actor: Actor | None, vote_id: str) -> VoteStep:
    """The closing of this vote, by this person or by the clock. Raises NotFound."""
    vote, concern = locked_with_concern(session, vote_id)
    held: frozenset[CaseRole] = frozenset()
    if actor is not None:
        case = case_of(session, actor, vote)
        held = case.standing if case else CHAIR if chairs(session, actor) else held
    return VoteStep(session, now(), None, Did.CLOSED, vote=vote, actor=actor, held=held, concern=concern)


def adopted(case: Case, rec: Recommendation | None, opening: Opening) -> list[Recommendation]:
    """The drafts that the Group adopts, if that is what is put to the vote."""
    adopting = rec is None and opening.do == ConcernAction.ADOPT
    return [r for r in case.all_recommendations if adopting and r.state is State.DRAFTED]
