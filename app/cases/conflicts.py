"""Conflicts of interest in one concern: who has declared none, and who is out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    CompoundSelect,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, UtcDateTime
from app.people.models import Organisation, Person, Role, person_role
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


def out_of(concern_id: int | None, person: type[Person]) -> ColumnElement[bool]:
    """That this row of people is recused from the concern, by itself or with its organisation."""
    them = or_(Recusal.person_id == person.id, Recusal.organisation_id == person.organisation_id)
    return select(Recusal.id).where(Recusal.concern_id == concern_id, them).exists()


def without_chair() -> CompoundSelect[int]:
    """Ids of the concerns from which the chair is recused: there the secretariat holds the chair's place."""
    holds = (
        select(person_role.c.person_id)
        .join(Role, Role.id == person_role.c.role_id)
        .where(Role.name == standing.Role.CHAIR)
    )
    chairs = Person.active, Person.id.in_(holds)
    # each by its own index, beginning with the chair: most recusals are others'
    return union_all(
        select(Recusal.concern_id).where(Recusal.person_id.in_(select(Person.id).where(*chairs))),
        select(Recusal.concern_id).where(
            Recusal.organisation_id.in_(select(Person.organisation_id).where(*chairs))
        ),
    )
