"""Mails are put into the queue inside the transaction that they tell of."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.accounts.models import Person, Role, WorkMail, person_role
from app.core.mail import new_message_id
from app.core.time import now
from workflows.roles import Role as RoleName


def post(
    session: Session,
    kind: StrEnum,
    about: int,
    *,
    people: Iterable[int] = (),
    address: str = "",
    key: str = "",
) -> None:
    """Queue a mail of this kind about the row `about` to each of these people, or to one address. No commit.

    `key` names what must be told once: the queue holds it once for each of them.
    """
    receivers: list[dict[str, object]] = [{"person_id": person} for person in sorted(set(people))]
    if address:
        receivers.append({"email": address})
    for receiver in receivers:
        session.add(
            WorkMail(
                kind=kind.value,
                about=about,
                message_id=new_message_id(),
                not_before=now(),
                created_at=now(),
                key=f"{key}-{next(iter(receiver.values()))}" if key else None,
                **receiver,
            )
        )


def people_of(session: Session, organisation_id: int, *roles: RoleName) -> set[int]:
    """The active people of an organisation who hold one of these roles."""
    return set(session.scalars(_who_holds(roles).where(Person.organisation_id == organisation_id)))


def heads_of(session: Session, organisation_id: int | None, *roles: RoleName) -> set[int]:
    """Those who lead the organisation, None for any; all of the role where nobody who leads has an account."""
    who = _who_holds(roles)
    if organisation_id is not None:
        who = who.where(Person.organisation_id == organisation_id)
    return set(session.scalars(who.where(Person.leads))) or set(session.scalars(who))


def who_holds(session: Session, *roles: RoleName) -> set[int]:
    """The active people who hold one of these roles, wherever they belong."""
    return set(session.scalars(_who_holds(roles)))


def _who_holds(roles: Iterable[RoleName]) -> Select[int]:
    return (
        select(Person.id)
        .join(person_role, person_role.c.person_id == Person.id)
        .join(Role, Role.id == person_role.c.role_id)
        .where(Person.active, Role.name.in_([role.value for role in roles]))
    )
