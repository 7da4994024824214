"""Opening a vote, casting ballots, minority opinions: each in one transaction, with the vote's row locked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.models import Concern, Recommendation
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import Refusal
from app.core.time import now
from app.group.queries import acting_seat
from app.process.data import Decision, look_through
from app.process.outcome import Outcome
from app.process.run import follow, run
from app.process.tables import Address
from app.votes.access import locked_vote
from app.votes.models import Ballot, MinorityOpinion, Vote, VoteSeat
from app.votes.steps import Opening, Procedure, opening_of
from workflows.concern import ConcernAction
from workflows.roles import CaseRole
from workflows.text import shows
from workflows.vote import VOTE, VoteState
from workflows.voting import Choice, Did


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
    if vote.state is not VoteState.OPEN or (vote.ends_at is not None and vote.ends_at <= now()):
        raise Refusal("closed")
    seat = session.get(VoteSeat, (vote.id, actor.organisation_id))
    if seat is None or seat.recused_at is not None:
        raise Refusal("not_on_the_roll")
    held = acting_seat(session, actor.person_id)
    if held is None or held.seat.organisation_id != actor.organisation_id:
        raise Refusal("does_not_act")
    if not choices or set(choices) != set(vote.questions):
        raise Refusal("questions")


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
        adoption = vote.do == ConcernAction.ADOPT
        sent = concern.transmitted_at if concern is not None and adoption else None
        if sent is not None and sent >= vote.opened_at:
            raise Refusal("transmitted")  # what travelled has travelled
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
            travels and adoption,  # with nothing else are recommendations transmitted
            now(),
        )
