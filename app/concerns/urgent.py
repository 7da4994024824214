"""Who sends what is urgent at once: the chair; where the chair is out, the second reader or whom the Group named.

The chair is out where recused, and in every concern while nobody whose account is on is chair.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Exists, ScalarSelect, and_, or_, select, true
from sqlalchemy.orm import Session

from app.accounts.models import Person, Role, person_role
from app.concerns.models import Concern
from app.concerns.recusals import out_of, without_chair
from app.core.actor import Actor
from workflows import roles
from workflows.roles import Level


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
    return concern_id in set(session.scalars(without_chair()))


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
