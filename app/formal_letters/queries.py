"""For whom a formal letter exists, how it is locked, and what pages read of letters."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import visible
from app.core.actor import Actor
from app.core.refusals import NotFound
from app.deadlines.models import FormalLetter
from workflows.formal_letter import LetterState
from workflows.roles import Role

WRITERS = (Role.COORDINATOR, Role.SECRETARIAT)


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


def letters(session: Session, actor: Actor, state: LetterState, concern: str = "") -> Sequence[FormalLetter]:
    """The letters of this state, those that wait longest first, the latest sent first; of one concern, or of all."""
    oldest_first = state is LetterState.DRAFTED
    query = (
        select(FormalLetter)
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
    return session.scalars(query).all()


def number_to_sign(session: Session, actor: Actor) -> int:
    """How many letters wait for a signature; at most 100."""
    drafted = (
        select(FormalLetter.id)
        .join(FormalLetter.concern)
        .where(FormalLetter.state == LetterState.DRAFTED, visible(actor))
    )
    return session.scalar(select(func.count()).select_from(drafted.limit(MOST).subquery())) or 0
