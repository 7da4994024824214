"""What waits for a second person, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Person
from app.accounts.rights.models import Given, Proposal, ProposalState

SHOWN = 50


def _whole() -> Select[Proposal]:
    return select(Proposal).options(
        joinedload(Proposal.person).joinedload(Person.organisation),
        joinedload(Proposal.by),
        joinedload(Proposal.decided_by),
    )


def waiting(session: Session, person_id: int | None = None) -> Sequence[Proposal]:
    """What waits, the oldest first: all of it, or what is about one person."""
    rows = _whole().where(Proposal.state == ProposalState.OPEN).order_by(Proposal.id)
    if person_id is not None:
        rows = rows.where(Proposal.person_id == person_id)
    return session.scalars(rows).all()


def waiting_people(session: Session) -> set[int]:
    """About whom something waits."""
    return set(session.scalars(select(Proposal.person_id).where(Proposal.state == ProposalState.OPEN)))


def seat_proposals(session: Session, seat_id: int) -> list[Proposal]:
    """What waits about one seat."""
    return [row for row in waiting(session) if row.changes.get(Given.SEAT, {}).get("seat") == seat_id]


def decided(session: Session) -> Sequence[Proposal]:
    """What was decided, the newest first."""
    rows = _whole().where(Proposal.state != ProposalState.OPEN).order_by(Proposal.decided_at.desc())
    return session.scalars(rows.limit(SHOWN)).all()


def proposal_at(session: Session, public_id: str) -> Proposal | None:
    """One proposal."""
    return session.scalars(_whole().where(Proposal.public_id == public_id)).one_or_none()
