"""Which proposals wait, and what became of a person's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from app.core.actor import Actor
from app.meetings.models import AgendaItem, AgendaProposal, Meeting

LATEST = 40


def is_waiting() -> ColumnElement[bool]:
    """On no agenda, and not left out."""
    return and_(AgendaProposal.item_id.is_(None), AgendaProposal.left_out_at.is_(None))


def waiting(session: Session) -> Sequence[AgendaProposal]:
    """For those who convene: what waits, the oldest first, with who proposed it."""
    return session.scalars(
        select(AgendaProposal)
        .where(is_waiting())
        .options(joinedload(AgendaProposal.by), joinedload(AgendaProposal.organisation))
        .order_by(AgendaProposal.id)
        .limit(LATEST)
    ).all()


def waiting_count(session: Session) -> int:
    """How many wait."""
    return session.scalar(select(func.count()).select_from(AgendaProposal).where(is_waiting())) or 0


def own(session: Session, actor: Actor) -> Sequence[Any]:
    """What the person proposed, the newest first, each with the day of the meeting that has it on its agenda."""
    return session.execute(
        select(AgendaProposal, Meeting.starts_at)
        .outerjoin(AgendaItem, AgendaItem.id == AgendaProposal.item_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaProposal.by_id == actor.person_id)
        .order_by(AgendaProposal.id.desc())
        .limit(LATEST)
    ).all()
