"""The ends of all chains sealed anew, after the key has changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.concerns.models import Concern
from app.process.history import save_end
from app.process.models import Event

TOGETHER = 500  # chains that are sealed in one transaction


def seal_some(session: Session, after: int) -> Sequence[int]:
    """Seal the ends of the next chains anew, as they stand; gives their concerns, none at the end. No commit."""
    concerns = session.scalars(
        select(Concern.id).where(Concern.id > after).order_by(Concern.id).limit(TOGETHER).with_for_update()
    ).all()
    last = select(Event.concern_id, func.max(Event.number).label("number")).where(
        Event.concern_id.in_(concerns)
    )
    last_of = last.group_by(Event.concern_id).subquery()
    rows = session.scalars(
        select(Event).join(
            last_of, (last_of.c.concern_id == Event.concern_id) & (last_of.c.number == Event.number)
        )
    )
    for event in rows:
        save_end(session, event)
    return concerns
