"""The formal letters: drafted by the ladder or asked for by the coordinator, checked, and noted as sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import Organisation
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock
from app.concerns.visibility import STATE_KINDS, visible
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.not_found import NotFound
from app.core.random_ids import public_id
from app.core.time import local_day, now
from app.deadlines.models import FormalLetter, LetterState, withdraw_letters
from app.process import history
from app.process.models import Event
from workflows.escalation import EscalationAct
from workflows.roles import CaseRole, Kind, Owner, Role
from workflows.streams import Stream

SENT = "sent"
WRITERS = (Role.COORDINATOR, Role.SECRETARIAT)


class LetterRefusal(Exception):
    """Why it could not be done: `moved` (somebody else edited it), `not_now` (it is sent, or needed no more)."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Words:
    """What of a letter is a person's to write."""

    recipient: str
    address: str
    body: str
    signed_by: str


def draft_letter(
    session: Session, clock: Clock, rec: Recommendation, act: EscalationAct, at: datetime
) -> FormalLetter:
    """A letter about what is owed, in place of one that has not been sent yet. The concern's row is locked."""
    assert clock.due_on is not None
    withdraw_letters(session, clock)
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
    if clock.party is Owner.MINISTRY or (act is EscalationAct.MINISTER and state):
        ministry = session.scalars(
            select(Organisation)
            .where(Organisation.kind == Kind.MINISTRY, Organisation.active)
            .order_by(Organisation.id)
            .limit(1)
        ).one_or_none()
        if ministry is not None:
            return ministry
    return session.get_one(Organisation, rec.addressee_id)


def find_letter(session: Session, actor: Actor, letter_id: str, *, lock: bool = False) -> FormalLetter:
    """The letter at this address for who writes letters and sees its case. Raises NotFound."""
    if not actor.is_(*WRITERS):
        raise NotFound(letter_id)
    if lock:  # the concern first, as everywhere
        session.execute(
            select(Concern.id)
            .join(FormalLetter, FormalLetter.concern_id == Concern.id)
            .where(FormalLetter.public_id == letter_id)
            .with_for_update(of=Concern)
        )
    letter = session.scalars(
        select(FormalLetter)
        .join(FormalLetter.concern)
        .where(FormalLetter.public_id == letter_id, visible(actor))
        .options(
            joinedload(FormalLetter.concern),
            joinedload(FormalLetter.recommendation).options(
                joinedload(Recommendation.addressee), selectinload(Recommendation.sent)
            ),
            joinedload(FormalLetter.clock),
            joinedload(FormalLetter.organisation),
            joinedload(FormalLetter.noted_by),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if letter is None:
        raise NotFound(letter_id)
    return letter


def edit_letter(actor: Actor, letter_id: str, words: Words, version: int) -> None:
    """Write the letter. Raises NotFound, LetterRefusal."""
    with unit_of_work() as session:
        letter = _open(session, actor, letter_id, version)
        letter.recipient, letter.address = words.recipient, words.address
        letter.body, letter.signed_by = words.body, words.signed_by
        letter.version += 1


def note_sent(actor: Actor, letter_id: str, protocol: str, sent_on: date, body: str, version: int) -> None:
    """Note that it left, under which number and when: from now on nothing of it changes. `body` are its words as sent.

    Raises NotFound, LetterRefusal.
    """
    with unit_of_work() as session:
        letter = _open(session, actor, letter_id, version)
        letter.state, letter.protocol, letter.sent_on = LetterState.SENT, protocol, sent_on
        letter.body, letter.noted_by_id = body, actor.person_id
        letter.version += 1
        standing = CaseRole.COORDINATOR if actor.is_(Role.COORDINATOR) else CaseRole.SECRETARIAT
        history.add(
            session,
            Event(
                concern_id=letter.concern_id,
                recommendation_id=letter.recommendation_id,
                at=now(),
                person_id=actor.person_id,
                organisation_id=actor.organisation_id,
                standing=standing,
                machine=Stream.LETTER,
                do=SENT,
                source="",
                target="",
                public=True,
                params={
                    "protocol": protocol,
                    "on": sent_on.isoformat(),
                    "to": letter.organisation.name,
                    "drafted": local_day(letter.drafted_at).isoformat(),
                },
            ),
        )


def _open(session: Session, actor: Actor, letter_id: str, version: int) -> FormalLetter:
    letter = find_letter(session, actor, letter_id, lock=True)
    if letter.state is not LetterState.DRAFTED:
        raise LetterRefusal("not_now")
    if letter.version != version:
        raise LetterRefusal("moved")
    return letter
