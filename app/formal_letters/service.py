"""The formal letters: drafted by escalation or asked for by the coordinator, checked, and noted as sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.concerns.models import Recommendation
from app.concerns.records import Clock
from app.concerns.visibility import STATE_KINDS
from app.core.actor import Actor
from app.core.random_ids import public_id
from app.core.refusals import NotFound, Refusal
from app.deadlines.models import FormalLetter
from app.formal_letters.steps import LetterText, Sent, withdraw_letters
from app.process.outcome import Busy, Missing, NotNow, NotYours, Outcome, Stale, Taken
from app.process.run import run
from app.process.tables import Address
from workflows.escalation import EscalationAct
from workflows.formal_letter import FORMAL_LETTER, FormalLetterAction
from workflows.roles import Kind, Owner

REFUSALS: dict[type[Outcome], str] = {Stale: "moved", NotNow: "not_now", Busy: "busy"}


def draft_letter(
    session: Session, clock: Clock, rec: Recommendation, act: EscalationAct, at: datetime
) -> FormalLetter:
    """A letter about what is owed, in place of one that has not been sent yet. The concern's row is locked."""
    assert clock.due_on is not None
    withdraw_letters(session, clock, at)
    addressed = _addressed(session, clock, rec, act)
    letter = FormalLetter(
        public_id=public_id(),
        concern_id=clock.concern_id,
        recommendation_id=rec.id,
        clock_id=clock.id,
        organisation_id=addressed.id,
        act=act,
        drafted_at=at,
        due_on=clock.due_on,
        recipient=addressed.head_name,
        address=addressed.head_address,
    )
    session.add(letter)
    return letter


def _addressed(session: Session, clock: Clock, rec: Recommendation, act: EscalationAct) -> Organisation:
    """The minister for a state institution that is late for longest, else the head of who owes."""
    state = rec.addressee.kind in STATE_KINDS
    if clock.owner is Owner.MINISTRY or (act is EscalationAct.MINISTER and state):
        ministry = session.scalars(
            select(Organisation)
            .where(Organisation.kind == Kind.MINISTRY, Organisation.active)
            .order_by(Organisation.id)
            .limit(1)
        ).one_or_none()
        if ministry is not None:
            return ministry
    return session.get_one(Organisation, rec.addressee_id)


def edit_letter(actor: Actor, letter_id: str, words: LetterText, *, version: int, key: str) -> None:
    """Write the letter. Raises NotFound, Refusal."""
    _taken(
        run(
            FORMAL_LETTER, actor, Address(letter_id), FormalLetterAction.EDIT, words, version=version, key=key
        )
    )


def note_sent(actor: Actor, letter_id: str, sent: Sent, *, version: int, key: str) -> None:
    """Note that it left, under which number and when: from now on nothing of it changes.

    Raises NotFound, Refusal.
    """
    _taken(
        run(FORMAL_LETTER, actor, Address(letter_id), FormalLetterAction.SENT, sent, version=version, key=key)
    )


def _taken(outcome: Outcome) -> None:
    match outcome:
        case Taken():
            return
        case NotYours():
            raise NotFound(FORMAL_LETTER.name)
        case Missing():
            raise Refusal(outcome.names[0])
    raise Refusal(REFUSALS[type(outcome)])
