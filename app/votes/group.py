"""Decisions of the Group about itself: to admit a member, to end a seat, to elect the chair, to name who sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import Refusal
from app.core.time import local_day, now
from app.group.queries import chairs, seats_on
from app.group.service import admit, elect_chair, end, name_urgent_sender
from app.process.keys import as_filled, one_at_a_time, remember, used
from app.process.models import Ended
from app.process.pending import end as end_waiting
from app.process.run import take
from app.votes.models import WHOLE, Vote, VoteSeat
from app.votes.steps import Procedure, VoteStep, new_vote
from workflows.engine import Unmet
from workflows.roles import CHAIR, Kind
from workflows.vote import VoteState
from workflows.voting import Did

GROUP = "group"


class Question(StrEnum):
    """What the Group may be asked about itself."""

    ADMIT = "admit_member"
    END = "end_seat"
    CHAIR = "elect_chair"
    SENDER = "name_sender"


@dataclass(frozen=True)
class GroupProposal:
    """What is proposed: an organisation to admit or to end, with its dates, or a person for a charge."""

    organisation: int | None = None
    person: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    reason: str = ""
    override_reason: str = ""  # why what looks like an identifier may stay in it


def open_group_vote(
    actor: Actor, question: Question, proposal: GroupProposal, procedure: Procedure, *, key: str
) -> str:
    """Put a question about the Group itself to the vote, once for the same form; gives the vote's public id.

    Raises Refusal.
    """
    key = as_filled(key, proposal, procedure)
    with unit_of_work() as session:
        if not chairs(session, actor):
            raise Refusal("chair_only")
        one_at_a_time(session, actor)
        if (before := used(session, actor, question, key)) is not None:
            return before.target
        subject, words = _checked(session, question, proposal)
        step = _opening(session, actor, question, proposal, procedure, subject, words)
        try:
            take(step)
        except Unmet as refused:
            raise Refusal(_REFUSED[refused.missing[0]]) from None
        remember(session, actor, question, key, step.vote.public_id, step.at)
        return step.vote.public_id


_REFUSED = {"no_vote_open": "vote_open", "ends_on": "ends_on"}


def _opening(
    session: Session,
    actor: Actor,
    question: Question,
    proposal: GroupProposal,
    procedure: Procedure,
    subject: str,
    words: dict[str, Any],
) -> VoteStep:
    """The opening of a vote by the chair, on the Group itself; whoever is asked to leave does not vote on it."""
    at = now()
    roll = [
        VoteSeat(organisation_id=h.seat.organisation_id, person_id=h.acting.id if h.acting else None)
        for h in seats_on(session)
        if question is not Question.END or h.seat.organisation_id != proposal.organisation
    ]
    vote = new_vote(
        procedure,
        roll,
        machine=GROUP,
        do=question,
        subject=subject,
        data=words,
        questions=[WHOLE],
    )
    same = select(Vote.id).where(Vote.subject == subject, Vote.state == VoteState.OPEN)
    return VoteStep(
        session,
        at,
        None,
        Did.OPENED,
        vote=vote,
        actor=actor,
        held=CHAIR,
        voting=session.scalar(same) is not None,
    )


def _checked(session: Session, question: Question, proposal: GroupProposal) -> tuple[str, dict[str, Any]]:
    """What at most one open vote may be about, and the proposal as it is kept."""
    kept: dict[str, Any] = {"reason": proposal.reason}
    if proposal.override_reason:
        kept["override_reason"] = proposal.override_reason
    if question in (Question.CHAIR, Question.SENDER):
        person = session.get(Person, proposal.person) if proposal.person else None
        if person is None or not person.active:
            raise Refusal("person")
        return f"group:{'chair' if question is Question.CHAIR else 'sender'}", {
            **kept,
            "person": person.id,
            "name": person.name,
        }
    organisation = session.get(Organisation, proposal.organisation) if proposal.organisation else None
    if organisation is None or organisation.kind is not Kind.MEMBER or not organisation.active:
        raise Refusal("organisation")
    seated = organisation.id in {h.seat.organisation_id for h in seats_on(session)}
    if seated is (question is Question.ADMIT):
        raise Refusal("seated" if seated else "not_seated")
    kept |= {"organisation": organisation.id, "name": organisation.name}
    if question is Question.ADMIT:
        person = session.get(Person, proposal.person) if proposal.person else None
        fits = person is not None and person.active and person.organisation_id == organisation.id
        if proposal.person and not fits:
            raise Refusal("person")
        if proposal.from_on is None or proposal.to_on is None or proposal.to_on < proposal.from_on:
            raise Refusal("mandate")
        kept |= {
            "from_on": proposal.from_on.isoformat(),
            "to_on": proposal.to_on.isoformat(),
            "person": proposal.person,
        }
    return f"group:organisation:{organisation.id}", kept


def carry_out_question(session: Session, vote: Vote, at: datetime, closed_by: int | None) -> None:
    """Do what the Group has decided about itself. Raises Unmet where it cannot be done any more."""
    given, day = vote.data, local_day(at)
    end_waiting(vote, Ended.CARRIED_OUT, at, closed_by)
    try:
        match Question(vote.do):
            case Question.ADMIT:
                from_on, to_on = date.fromisoformat(given["from_on"]), date.fromisoformat(given["to_on"])
                first = max(from_on, day)
                admit(session, given["organisation"], first, to_on, given["person"], given["reason"])
            case Question.END:
                end(session, given["organisation"], day, given["reason"])
            case Question.CHAIR:
                elect_chair(session, given["person"], given["reason"])
            case Question.SENDER:
                name_urgent_sender(session, given["person"], given["reason"])
    except Refusal as refused:
        raise Unmet((refused.name,)) from None
