"""What waits for a second person."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, UtcDateTime, short


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class Given(StrEnum):
    """What a proposal would give."""

    ORGANISATION = "organisation"
    ROLES = "roles"
    ACTIVE = "active"
    EMAIL = "email"
    SEAT = "seat"


class Proposal(Base):
    """What somebody would give to a person: for each thing what it was and what it would be."""

    __tablename__ = "rights_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changes: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ProposalState] = mapped_column(short(ProposalState), default=ProposalState.OPEN)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="raise")
    by: Mapped[Person] = relationship(foreign_keys=by_id, lazy="raise")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "decided_by_id IS NULL OR state <> 'confirmed' OR decided_by_id <> by_id", name="two"
        ),
        Index("ix_rights_proposal_person", "person_id", "state"),
        Index("ix_rights_proposal_state", "state", "id"),
    )
