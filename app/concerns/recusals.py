"""Who is out of a concern, and who sends what is urgent where the chair is out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    CompoundSelect,
    Exists,
    ForeignKey,
    Index,
    Integer,
    ScalarSelect,
    Select,
    Text,
    and_,
    bindparam,
    column,
    literal,
    or_,
    select,
    table,
    text,
    true,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from app.accounts.models import Organisation, Person, Role, person_role
from app.concerns.models import Concern
from app.core.actor import Actor
from app.core.db import Base, UtcDateTime
from workflows import roles
from workflows.roles import Level


class Declaration(Base):
    """A member has said, before the text opened, that there is no conflict of interest."""

    __tablename__ = "declaration"

    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_declaration_person", "person_id", "concern_id"),)


class Recusal(Base):
    """An organisation that has lost sight of a concern, every account of it in whatever role, until it is lifted.

    `person` is who declared the conflict, and stays out wherever they go. Lifted, it is kept: it is history.
    """

    __tablename__ = "recusal"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    # why what looks like an identifier may stay in the one reason, and in the other
    override_reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_reason: Mapped[str] = mapped_column(Text, default="")
    lifted_override: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person | None] = relationship(foreign_keys=person_id, lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR organisation_id IS NOT NULL", name="somebody"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted"),
        Index(
            "uq_recusal_in_force",
            "concern_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
        Index("ix_recusal_organisation", "organisation_id", "concern_id"),
        Index("ix_recusal_person", "person_id", "concern_id"),
    )


def in_force(recusal: Any = Recusal) -> ColumnElement[bool]:
    """That it has not been lifted."""
    held: ColumnElement[bool] = recusal.lifted_at.is_(None)
    return held


@dataclass(frozen=True, slots=True)
class Out:
    """Who is recused from a concern: organisations, and the persons who declared it."""

    organisations: frozenset[int]
    persons: frozenset[int]

    def holds(self, organisation_id: int, person_id: int | None = None) -> bool:
        """Whether this organisation is out, or the person who acts for it."""
        return organisation_id in self.organisations or person_id in self.persons


def recused(session: Session, concern_id: int) -> Out:
    """Who is recused from a concern now."""
    rows = session.execute(_recused(), {"concern": concern_id}).all()
    return Out(
        frozenset(r.organisation_id for r in rows if r.organisation_id),
        frozenset(r.person_id for r in rows if r.person_id),
    )


@cache
def _recused() -> Select[int | None, int | None]:
    """Made once, as what follows with each message: making a statement takes longer than it does."""
    of_concern = Recusal.concern_id == bindparam("concern")
    return select(Recusal.organisation_id, Recusal.person_id).where(of_concern, in_force())


def out_of(concern_id: Any, person: type[Person]) -> ColumnElement[bool]:
    """That this row of people is recused from the concern, by itself or with its organisation."""
    them = or_(Recusal.person_id == person.id, Recusal.organisation_id == person.organisation_id)
    return select(Recusal.id).where(Recusal.concern_id == concern_id, in_force(), them).exists()


def without_chair() -> CompoundSelect[int]:
    """Ids of the concerns from which the chair is out: there the secretariat holds the chair's place.

    Out is a chair who is recused; and where nobody whose account is on is chair, every concern is without one.
    """
    holds = (
        select(person_role.c.person_id)
        .join(Role, Role.id == person_role.c.role_id)
        .where(Role.name == roles.Role.CHAIR)
    )
    chairs = Person.active, Person.id.in_(holds)
    concern = column("id", Integer)
    # one row or none, to which concerns are joined: a condition on each of them would be looked at for each of them
    nobody = select(literal(1).label("one")).where(~select(Person.id).where(*chairs).exists()).subquery()
    # each by its own index, beginning with the chair: most recusals are others'
    return union_all(
        select(Recusal.concern_id).where(Recusal.person_id.in_(select(Person.id).where(*chairs)), in_force()),
        select(Recusal.concern_id).where(
            Recusal.organisation_id.in_(select(Person.organisation_id).where(*chairs)), in_force()
        ),
        select(concern).select_from(nobody.join(table("concern", concern), true())),
    )


def is_named() -> tuple[ColumnElement[bool], ...]:
    """That the Group named this row of people for it, and that they may act in this concern.

    As a second reader they are never of the filer's organisation; and of a restricted concern they read nothing.
    """
    return (
        Person.sends_urgent == true(),
        Person.active == true(),
        Person.id.in_(_who_holds(roles.Role.MEMBER)),
        Person.organisation_id != Concern.filer_organisation_id,
        Concern.level != Level.RESTRICTED,
        ~out_of(Concern.id, Person),
    )


def named_to_send() -> ScalarSelect[int]:
    """The id of whom the Group named, where they may act in this concern."""
    return select(Person.id).where(*is_named()).limit(1).correlate(Concern).scalar_subquery()


def reader_is_there() -> Exists:
    """That the second reader has an account that is on, and is a member still."""
    reader = Person.id == Concern.second_reader_id, Person.active == true()
    return (
        select(Person.id)
        .where(*reader, Person.id.in_(_who_holds(roles.Role.MEMBER)))
        .correlate(Concern)
        .exists()
    )


def somebody_sends() -> ColumnElement[bool]:
    """That there is somebody to send what is urgent in the chair's place."""
    return or_(reader_is_there(), named_to_send().is_not(None))


def sends_in_its_place(actor: Actor) -> ColumnElement[bool]:
    """That the chair is out of this concern, and this member sends what is urgent in the chair's place."""
    mine = or_(Concern.second_reader_id == actor.person_id, named_to_send() == actor.person_id)
    return and_(Concern.id.in_(without_chair()), mine)


def chair_is_out(session: Session, concern_id: int) -> bool:
    """Whether the chair is out of this concern."""
    return bool(session.scalar(_is_without_chair(), {"concern": concern_id}))


@cache
def _is_without_chair() -> Select[bool]:
    return select(bindparam("concern", type_=Integer).in_(without_chair()))


def senders(session: Session, concern: Concern) -> set[int]:
    """Ids of those who send what is urgent in this concern now."""
    if not chair_is_out(session, concern.id):
        chairs = select(Person.id).where(Person.active, Person.id.in_(_who_holds(roles.Role.CHAIR)))
        return set(session.scalars(chairs))
    session.flush()
    named, reader = session.execute(
        select(named_to_send(), reader_is_there()).where(Concern.id == concern.id)
    ).one()
    return {person for person in (concern.second_reader_id if reader else None, named) if person}


def _who_holds(role: roles.Role) -> ColumnElement[int]:
    return (
        select(person_role.c.person_id)
        .join(Role, Role.id == person_role.c.role_id)
        .where(Role.name == role)
        .scalar_subquery()
    )
