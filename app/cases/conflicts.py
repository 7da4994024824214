"""Conflicts of interest in one concern: who has declared none, and who is out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, Text, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, UtcDateTime
from app.people.models import Organisation, Person, Role
from workflows import standing


class Declaration(Base):
    """A member has said, before the text opened, that there is no conflict of interest."""

    __tablename__ = "declaration"

    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Recusal(Base):
    """A person or an organisation that has lost sight of a concern. Kept even if the conflict ends: it is history."""

    __tablename__ = "recusal"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person | None] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="one_of"),
        UniqueConstraint("concern_id", "person_id"),
        UniqueConstraint("concern_id", "organisation_id"),
        Index("ix_recusal_organisation", "organisation_id", "concern_id"),
        Index("ix_recusal_person", "person_id", "concern_id"),
    )


def without_chair() -> Select[int]:
    """Ids of the concerns from which the chair is recused: there the secretariat holds the chair's place."""
    return (
        select(Recusal.concern_id)
        .join(
            Person,
            or_(Recusal.person_id == Person.id, Recusal.organisation_id == Person.organisation_id),
        )
        .where(Person.active, Person.roles.any(Role.name == standing.Role.CHAIR))
    )
