"""Opening and closing a vote, ballots, minority opinions: each in one transaction, with the vote's row locked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.models import Concern, Recommendation
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import Refusal
from app.core.time import now
from app.group.queries import acting_seat, chairs
from app.process.data import Decision, look_through
from app.process.outcome import Outcome
from app.process.pending import is_waiting
from app.process.run import follow, run, take
from app.process.tables import Address
from app.votes.models import Ballot, MinorityOpinion, Vote, VoteSeat
from app.votes.steps import Opening, Procedure, closing_of, locked_vote, opening_of
from workflows import engine
from workflows.concern import ConcernAction
from workflows.roles import CaseRole
from workflows.text import shows
from workflows.vote import VOTE, VoteState
from workflows.voting import Choice, Did, Verdict


def open_vote(
    actor: Actor,
    public_id: str,
    do: str,
    data: Decision,
    procedure: Procedure,
    *,
    number: int | None = None,
    version: int,
    key: str,
) -> Outcome:
    """Put a step to the vote. Arguments and refusals as those of `take_step`; `target` is the vote's public id."""
    opening = Opening(do, data, procedure)
    return run(VOTE, actor, Address(public_id, number), Did.OPENED, opening, version=version, key=key)


def propose(
    session: Session,
    case: Case,
    rec: Recommendation,
    do: str,
    data: Decision,
    procedure: Procedure,
    standing: CaseRole,
) -> None:
    """Put a step of a recommendation to the vote, as part of another step that its author takes in this transaction.

    The concern is locked. Raises engine.NotNow, or engine.Unmet where a vote is open or nobody could vote.
    """
    follow(opening_of(session, case, rec, Opening(do, data, procedure), named=standing))


def cast(actor: Actor, vote_id: str, choices: Mapping[int, Choice]) -> None:
    """The ballot of the actor's organisation, in place of an earlier one. Raises NotFound or Refusal."""
    with unit_of_work() as session:
        vote = locked_vote(session, actor, vote_id)
        _check_ballot(session, actor, vote, choices)
        earlier = {
            b.question: b
            for b in session.scalars(
                select(Ballot).where(
                    Ballot.vote_id == vote.id, Ballot.organisation_id == actor.organisation_id
                )
            )
        }
        for question, choice in choices.items():
            ballot = earlier.get(question)
            if ballot is None:
                ballot = Ballot(vote_id=vote.id, organisation_id=actor.organisation_id, question=question)
                session.add(ballot)
            ballot.person_id, ballot.choice, ballot.at = actor.person_id, choice, now()


def _check_ballot(session: Session, actor: Actor, vote: Vote, choices: Iterable[int]) -> None:
    if not is_waiting(vote):
        raise Refusal("closed")
    seat = session.get(VoteSeat, (vote.id, actor.organisation_id))
    if seat is None or seat.recused_at is not None:
        raise Refusal("not_on_the_roll")
    held = acting_seat(session, actor.person_id)
    if held is None or held.seat.organisation_id != actor.organisation_id:
        raise Refusal("does_not_act")
    if not choices or set(choices) != set(vote.questions):
        raise Refusal("questions")


def has_travelled(vote: Vote, concern: Concern | None) -> bool:
    """Whether what was adopted is transmitted, and opinions with it: they are changed no more."""
    if concern is None or vote.do != ConcernAction.ADOPT:
        return False
    return concern.transmitted_at is not None and concern.transmitted_at >= vote.at


def add_opinion(actor: Actor, vote_id: str, text: str, *, travels: bool, override_reason: str = "") -> None:
    """A minority opinion, in place of an earlier one; an empty text takes it back.

    Raises NotFound, Refusal, and Unmet where the text could identify somebody.
    """
    with unit_of_work() as session:
        vote = locked_vote(session, actor, vote_id)
        look_through([text], override_reason)
        seat = session.get(VoteSeat, (vote.id, actor.organisation_id))
        if seat is None or seat.recused_at is not None:
            raise Refusal("not_on_the_roll")
        concern = session.get(Concern, vote.concern_id) if vote.concern_id else None
        if has_travelled(vote, concern):
            raise Refusal("transmitted")
        opinion = session.scalars(
            select(MinorityOpinion).where(
                MinorityOpinion.vote_id == vote.id, MinorityOpinion.organisation_id == actor.organisation_id
            )
        ).one_or_none()
        if not shows(text):
            if opinion is not None:
                session.delete(opinion)
            return
        if opinion is None:
            opinion = MinorityOpinion(vote_id=vote.id, organisation_id=actor.organisation_id)
            session.add(opinion)
        opinion.override_reason = override_reason
        opinion.person_id, opinion.text, opinion.travels, opinion.at = (
            actor.person_id,
            text.strip(),
            travels and vote.do == ConcernAction.ADOPT,  # with nothing else are recommendations transmitted
            now(),
        )


def close_vote(actor: Actor | None, vote_id: str) -> Verdict:
    """Count and carry out. Without an actor it is the clock that closes. Closing twice gives the same verdict.

    Raises NotFound for who may not see it, Refusal for who is not the chair or before the clock has run out.
    """
    with unit_of_work() as session:
        step = closing_of(session, actor, vote_id)
        if actor is not None and CaseRole.CHAIR not in step.held:
            raise Refusal("chair_only")
        if (step.vote.state, Did.CLOSED) in VOTE:
            try:
                take(step, by=None if actor else CaseRole.SYSTEM)
            except engine.Unmet:
                raise Refusal("not_ended") from None
        assert step.vote.verdict is not None
        return step.vote.verdict


def may_close(session: Session, actor: Actor, case: Case | None) -> bool:
    """Whether the person closes this vote: the chair, or the secretariat where the chair is out or there is none."""
    if case is not None:
        return CaseRole.CHAIR in case.standing
    return chairs(session, actor)


def close_due() -> bool:
    """Close the written procedure whose end passed longest ago; False when none is due."""
    with unit_of_work() as session:
        due = session.scalar(
            select(Vote.public_id)
            .where(Vote.state == VoteState.OPEN, Vote.until <= now())
            .order_by(Vote.until, Vote.id)
            .limit(1)
        )
    if due is None:
        return False
    close_vote(None, due)
    return True


def take_off_the_roll(session: Session, concern_id: int, organisation_id: int, at: datetime) -> None:
    """A recusal in the middle of a vote: the ballot is void and the quorum reckoned anew. The concern is locked."""
    votes = session.scalars(
        select(Vote)
        .where(Vote.concern_id == concern_id, Vote.state == VoteState.OPEN)
        .order_by(Vote.id)
        .with_for_update()
    ).all()
    for vote in votes:
        seat = session.get(VoteSeat, (vote.id, organisation_id))
        if seat is None or seat.recused_at is not None:
            continue
        seat.recused_at = at
        for ballot in session.scalars(
            select(Ballot).where(Ballot.vote_id == vote.id, Ballot.organisation_id == organisation_id)
        ):
            ballot.void = True
