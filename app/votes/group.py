"""Decisions of the Group about itself: to admit a member, to end a seat, to elect the chair, to name who sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.random_ids import public_id
from app.core.time import local_day, now
from app.group.queries import chairs, seats_on
from app.group.service import GroupRefusal, admit, elect_chair, end, name_urgent_sender
from app.notifications.recipients import Occasion, queue
from app.votes.models import WHOLE, Vote, VoteSeat, VoteState
from app.votes.service import Procedure, VoteRefusal
from workflows.notifications import Topic
from workflows.roles import Kind
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


def open_group_vote(actor: Actor, question: Question, proposal: GroupProposal, procedure: Procedure) -> str:
    """Put a question about the Group itself to the vote; gives the vote's public id. Raises VoteRefusal."""
    with unit_of_work() as session:
        if not chairs(session, actor):
            raise VoteRefusal("chair_only")
        subject, words = _checked(session, question, proposal)
        at = now()
        held = seats_on(session)
        if session.scalar(select(Vote.id).where(Vote.subject == subject, Vote.state == VoteState.OPEN)):
            raise VoteRefusal("vote_open")
        if procedure.ends_at is not None and procedure.ends_at <= at:
            raise VoteRefusal("ends_on")
        vote = Vote(
            public_id=public_id(),
            machine=GROUP,
            do=question,
            subject=subject,
            proposal=words,
            questions=[WHOLE],
            manner=procedure.manner,
            ends_at=procedure.ends_at,
            quorum=procedure.rules.quorum,
            majority=procedure.rules.majority,
            opened_at=at,
            opened_by_id=actor.person_id,
            # whoever is asked to leave does not vote on it
            seats=[
                VoteSeat(organisation_id=h.seat.organisation_id, person_id=h.acting.id if h.acting else None)
                for h in held
                if question is not Question.END or h.seat.organisation_id != proposal.organisation
            ],
        )
        session.add(vote)
        session.flush()
        tell(session, vote, Did.OPENED, actor.person_id)
        return vote.public_id


def tell(session: Session, vote: Vote, did: Did, by: int | None) -> None:
    """Queue a notice to those who act for the seats on the roll, but the one who did it. No commit."""
    roll = session.scalars(select(VoteSeat.person_id).where(VoteSeat.vote_id == vote.id))
    occasion = Occasion(f"vote-{vote.id}-{did}", now(), by, {"vote_id": vote.id, "did": did.value})
    queue(session, occasion, roll, Topic.VOTE)


def _checked(session: Session, question: Question, proposal: GroupProposal) -> tuple[str, dict[str, Any]]:
    """What at most one open vote may be about, and the proposal as it is kept."""
    kept: dict[str, Any] = {"reason": proposal.reason}
    if proposal.override_reason:
        kept["override_reason"] = proposal.override_reason
    if question in (Question.CHAIR, Question.SENDER):
        person = session.get(Person, proposal.person) if proposal.person else None
        if person is None or not person.active:
            raise VoteRefusal("person")
        return f"group:{'chair' if question is Question.CHAIR else 'sender'}", {
            **kept,
            "person": person.id,
            "name": person.name,
        }
    organisation = session.get(Organisation, proposal.organisation) if proposal.organisation else None
    if organisation is None or organisation.kind is not Kind.MEMBER or not organisation.active:
        raise VoteRefusal("organisation")
    seated = organisation.id in {h.seat.organisation_id for h in seats_on(session)}
    if seated is (question is Question.ADMIT):
        raise VoteRefusal("seated" if seated else "not_seated")
    kept |= {"organisation": organisation.id, "name": organisation.name}
    if question is Question.ADMIT:
        person = session.get(Person, proposal.person) if proposal.person else None
        fits = person is not None and person.active and person.organisation_id == organisation.id
        if proposal.person and not fits:
            raise VoteRefusal("person")
        if proposal.from_on is None or proposal.to_on is None or proposal.to_on < proposal.from_on:
            raise VoteRefusal("mandate")
        kept |= {
            "from_on": proposal.from_on.isoformat(),
            "to_on": proposal.to_on.isoformat(),
            "person": proposal.person,
        }
    return f"group:organisation:{organisation.id}", kept


def carry_out(session: Session, vote: Vote) -> bool:
    """Do what the Group has decided about itself; False where it cannot be done any more."""
    given = vote.proposal
    assert vote.closed_at is not None
    day = local_day(vote.closed_at)
    session.flush()
    try:
        with session.begin_nested():
            match Question(vote.do):
                case Question.ADMIT:
                    from_on, to_on = date.fromisoformat(given["from_on"]), date.fromisoformat(given["to_on"])
                    admit(
                        session,
                        given["organisation"],
                        max(from_on, day),
                        to_on,
                        given["person"],
                        given["reason"],
                    )
                case Question.END:
                    end(session, given["organisation"], day, given["reason"])
                case Question.CHAIR:
                    elect_chair(session, given["person"], given["reason"])
                case Question.SENDER:
                    name_urgent_sender(session, given["person"], given["reason"])
    except GroupRefusal:
        return False
    return True
