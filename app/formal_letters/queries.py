"""What is read of letters, for those who write them and as far as they see the cases."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import visible
from app.core.actor import Actor
from app.deadlines.models import FormalLetter
from workflows.formal_letter import LetterState

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
