"""For whom a formal letter exists, how it is locked, and what pages and papers read of letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.concerns.models import Concern, Recommendation
from app.concerns.periods import load_calendar
from app.concerns.visibility import title_for, visible
from app.core.actor import Actor
from app.core.db import asker, made_once, read_rows
from app.core.refusals import NotFound
from app.core.time import today
from app.deadlines.models import FormalLetter
from app.formal_letters.models import LetterKind, LetterSender, LetterWording, SenderParts
from workflows.escalation import EscalationAct
from workflows.formal_letter import LetterState
from workflows.roles import Role

WRITERS = (Role.COORDINATOR, Role.SECRETARIAT)
ANSWER_IN = 5  # working days in which a letter asks for an answer


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


MOST = 100


def letters(
    session: Session, actor: Actor, state: LetterState, concern: str = ""
) -> Sequence[Row[tuple[FormalLetter, str | None]]]:
    """The letters of this state, those that wait longest first, the latest sent first; of one concern, or of all.

    With each stands the title of its concern, as this person has it.
    """
    oldest_first = state is LetterState.DRAFTED
    query = (
        select(FormalLetter, title_for(actor))
        .join(FormalLetter.concern)
        .where(FormalLetter.state == state, visible(actor))
        .options(
            joinedload(FormalLetter.concern).load_only(Concern.public_id, Concern.reference),
            joinedload(FormalLetter.recommendation).load_only(Recommendation.number, Recommendation.heading),
            joinedload(FormalLetter.organisation),
        )
        .order_by(FormalLetter.id if oldest_first else FormalLetter.id.desc())
        .limit(MOST)
    )
    if concern:
        query = query.where(Concern.public_id == concern)
    return session.execute(query).all()


def number_to_sign(session: Session, actor: Actor) -> int:
    """How many letters wait for a signature; at most 100."""
    return int(read_rows(session, _number_to_sign(actor), asker(actor)).scalar_one())


@made_once
def _number_to_sign(actor: Actor) -> Select[int]:
    drafted = (
        select(FormalLetter.id)
        .join(FormalLetter.concern)
        .where(FormalLetter.state == LetterState.DRAFTED, visible(actor))
    )
    return select(func.count()).select_from(drafted.limit(MOST).subquery())


# --- what stands beside a letter -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Beside:
    """What a letter is made of besides its own row, on the day that it bears."""

    sender: SenderParts
    wording: str  # empty: the built-in text
    earlier: Sequence[FormalLetter]  # that left about the same
    day: date
    reply_by: date


def beside(session: Session, letter: FormalLetter, day: date | None = None) -> Beside:
    """As it is now; `day` is the one on which the letter leaves."""
    on = day or letter.sent_on or today()
    earlier = (
        select(FormalLetter)
        .where(
            FormalLetter.clock_id == letter.clock_id,
            FormalLetter.state == LetterState.SENT,
            FormalLetter.id < letter.id,
        )
        .options(joinedload(FormalLetter.organisation))
        .order_by(FormalLetter.id)
    )
    wording = latest_wording(session, kind_of(letter))
    sender = latest_sender(session)
    return Beside(
        sender.parts if sender else SenderParts(),
        wording.body if wording else "",
        session.scalars(earlier).all(),
        on,
        load_calendar(session, on).add_working(on, ANSWER_IN),
    )


def kind_of(letter: FormalLetter) -> LetterKind:
    """To the minister goes what is above the institution that owes; its own head gets the same text again."""
    above = letter.organisation_id != letter.recommendation.addressee_id
    return LetterKind.MINISTER if letter.act is EscalationAct.MINISTER and above else LetterKind.HEAD


def latest_sender(session: Session) -> LetterSender | None:
    """What letters say of their sender now."""
    return session.scalars(select(LetterSender).order_by(LetterSender.id.desc()).limit(1)).one_or_none()


def latest_wording(session: Session, kind: LetterKind) -> LetterWording | None:
    """What letters of this kind say now."""
    found = select(LetterWording).where(LetterWording.kind == kind).order_by(LetterWording.id.desc())
    return session.scalars(found.limit(1)).one_or_none()


def senders(session: Session) -> Sequence[LetterSender]:
    """All that they said, the latest first."""
    found = select(LetterSender).options(joinedload(LetterSender.person)).order_by(LetterSender.id.desc())
    return session.scalars(found.limit(MOST)).all()


def wordings(session: Session, kind: LetterKind) -> Sequence[LetterWording]:
    """All that letters of this kind said, the latest first."""
    found = select(LetterWording).where(LetterWording.kind == kind).options(joinedload(LetterWording.person))
    return session.scalars(found.order_by(LetterWording.id.desc()).limit(MOST)).all()
