"""A step of a vote: what is put to the vote and how, and the row that opens or closes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.concerns.access import Case
from app.concerns.models import Concern, Recommendation
from app.concerns.recusals import recused
from app.concerns.vocabulary import Manner
from app.core.actor import Actor
from app.core.refusals import NotFound
from app.core.time import now
from app.group.queries import chairs, seats_on
from app.process.data import Decision, FindingDecision, NewDateDecision, from_json, to_json
from app.process.tables import Process, StepContext, process_of
from app.votes.models import WHOLE, Vote, VoteSeat
from app.votes.queries import case_of
from workflows.concern import CONCERN, ConcernAction
from workflows.recommendation import RECOMMENDATION, State
from workflows.roles import CHAIR, CaseRole
from workflows.vote import VOTE, VoteState
from workflows.voting import Did, Rules

KIND = "kind"
_KINDS: dict[str, type[Decision]] = {
    kind.__name__: kind for kind in (Decision, NewDateDecision, FindingDecision)
}


@dataclass(frozen=True, slots=True)
class Procedure:
    """How a vote is held: in a meeting or in writing until a moment, with which rules, one question or several."""

    manner: Manner
    rules: Rules
    ends_at: datetime | None = None
    apart: bool = False  # each draft recommendation is a question of its own

    def __post_init__(self) -> None:
        if self.manner is Manner.WRITTEN and self.ends_at is None:
            raise ValueError("a written procedure has an end")


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
        data={KIND: type(data).__name__, **to_json(data)},
        questions=[r.number for r in drafts] if drafts and procedure.apart else [WHOLE],
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
        version=0,
        state=VoteState.NEW,
        manner=procedure.manner,
        until=procedure.ends_at,
        quorum=procedure.rules.quorum,
        majority=procedure.rules.majority,
        seats=roll,
        **about,
    )


def roll_of(session: Session, concern: Concern) -> list[VoteSeat]:
    """The organisations that hold a seat and are not recused, with who acts for each."""
    out = recused(session, concern.id)
    return [
        VoteSeat(organisation_id=held.seat.organisation_id, person_id=held.acting.id if held.acting else None)
        for held in seats_on(session)
        if not out.holds(held.seat.organisation_id, held.acting.id if held.acting else None)
    ]


def decision_of(vote: Vote, **more: Any) -> Decision:
    """The data of the step, as it was when the vote was opened, with what the vote itself says."""
    given = {name: value for name, value in vote.data.items() if name != KIND}
    return replace(from_json(_KINDS[vote.data[KIND]], given), **more)


def closing_of(session: Session, actor: Actor | None, vote_id: str) -> VoteStep:
    """The closing of this vote, by this person or by the clock. Raises NotFound."""
    vote, concern = _locked_with_concern(session, vote_id)
    held: frozenset[CaseRole] = frozenset()
    if actor is not None:
        case = case_of(session, actor, vote)
        held = case.standing if case else CHAIR if chairs(session, actor) else held
    return VoteStep(session, now(), None, Did.CLOSED, vote=vote, actor=actor, held=held, concern=concern)


def locked_vote(session: Session, actor: Actor, vote_id: str) -> Vote:
    """The vote as this person may see it, its row locked. Raises NotFound."""
    vote = _locked(session, vote_id)
    case_of(session, actor, vote)
    return vote


def _locked_with_concern(session: Session, vote_id: str) -> tuple[Vote, Concern | None]:
    """The concern is locked before its vote, as everywhere, so that two closes wait for each other."""
    of_vote = select(Vote.concern_id).where(Vote.public_id == vote_id)
    concern = session.scalars(
        select(Concern)
        .where(Concern.id.in_(of_vote))
        .options(joinedload(Concern.filer_organisation))
        .with_for_update(of=Concern)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return _locked(session, vote_id), concern


def _locked(session: Session, vote_id: str) -> Vote:
    found = select(Vote).where(Vote.public_id == vote_id).with_for_update()
    vote = session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if vote is None:
        raise NotFound(vote_id)
    return vote


def adopted(case: Case, rec: Recommendation | None, opening: Opening) -> list[Recommendation]:
    """The drafts that the Group adopts, if that is what is put to the vote."""
    adopting = rec is None and opening.do == ConcernAction.ADOPT
    return [r for r in case.all_recommendations if adopting and r.state is State.DRAFTED]
