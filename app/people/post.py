"""Mails are put into the queue inside the transaction that they tell of."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.naming import one_time_key
from app.core.time import now
from app.people.models import Person, Role, WorkMail, person_role
from workflows.standing import Role as RoleName


def post(
    session: Session, kind: StrEnum, about: int, *, people: Iterable[int] = (), address: str = ""
) -> None:
    """Queue a mail of this kind about the row `about` to each of these people, or to one address. No commit."""
    receivers: list[dict[str, object]] = [{"person_id": person} for person in sorted(set(people))]
    if address:
        receivers.append({"email": address})
    for receiver in receivers:
        session.add(
            WorkMail(
                kind=kind.value,
                about=about,
                message_id=f"<{one_time_key()}@tryeza>",
                not_before=now(),
                created_at=now(),
                **receiver,
            )
        )


def people_of(session: Session, organisation_id: int, *roles: RoleName) -> set[int]:
    """The active people of an organisation who hold one of these roles."""
    return set(
        session.scalars(
            select(Person.id)
            .join(person_role, person_role.c.person_id == Person.id)
            .join(Role, Role.id == person_role.c.role_id)
            .where(
                Person.active,
                Person.organisation_id == organisation_id,
                Role.name.in_([role.value for role in roles]),
            )
        )
    )
