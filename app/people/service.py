"""What is done with people and organisations. Every change of rights is written down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.core.actor import Actor
from app.core.collation import sort_key
from app.core.db import unit_of_work
from app.core.naming import one_time_key, public_id
from app.core.time import now
from app.people.models import AccountEvent, Organisation, Person, Role
from workflows.standing import Kind
from workflows.standing import Role as RoleName


class AlreadyThere(Exception):
    """The e-mail address belongs to an account."""


class InvalidInvitation(Exception):
    """The link is used, expired, revoked or was never made."""


def invite(
    actor: Actor | None, name: str, email: str, organisation_id: int, roles: Iterable[RoleName], language: str
) -> Person:
    """Create an account without a password: its owner sets one by a mailed link. Raises AlreadyThere."""
    email = email.strip().lower()
    with unit_of_work() as session:
        if session.scalar(select(Person.id).where(Person.email == email)):
            raise AlreadyThere(email)
        person = Person(
            public_id=public_id(),
            email=email,
            name=name.strip(),
            organisation_id=organisation_id,
            roles=_roles(session, roles),
            language=language,
            created_at=now(),
            fs_uniquifier=one_time_key(),
        )
        session.add(person)
        session.flush()
        _note(session, actor, person.id, "invited", roles=sorted(roles))
    return person


def renew_mark(person_id: int) -> str:
    """A new mark for the account: links and sessions made with the old one end."""
    with unit_of_work() as session:
        person = session.get_one(Person, person_id)
        person.fs_uniquifier = one_time_key()
        return person.fs_uniquifier


def accept_invitation(person_id: int, password: str) -> None:
    """Set the first password; the link is used up. Raises InvalidInvitation if there is one already."""
    with unit_of_work() as session:
        person = session.get_one(Person, person_id, with_for_update=True)
        if person.password:
            raise InvalidInvitation
        person.password = hash_password(password)
        person.confirmed_at = now()
        person.fs_uniquifier = one_time_key()


def change_rights(actor: Actor | None, person_id: int, roles: Iterable[RoleName], *, active: bool) -> None:
    """Set roles and whether the account is active. It takes effect at the person's next request."""
    wanted = sorted(set(roles))
    with unit_of_work() as session:
        person = session.scalars(
            select(Person).where(Person.id == person_id).options(selectinload(Person.roles)).with_for_update()
        ).one()
        before = sorted(r.name for r in person.roles)
        if before != wanted:
            person.roles = _roles(session, wanted)
            _note(session, actor, person_id, "roles", before=before, after=wanted)
        if person.active != active:
            person.active = active
            _note(session, actor, person_id, "enabled" if active else "disabled")
        person.fs_uniquifier = one_time_key()  # ends the sessions that are open


def keep_profile(person_id: int, name: str, language: str) -> None:
    """What a person sets for themselves."""
    with unit_of_work() as session:
        person = session.get_one(Person, person_id)
        person.name, person.language = name.strip(), language


def keep_language(person_id: int, language: str) -> None:
    """The language of a person's pages and mails."""
    with unit_of_work() as session:
        session.get_one(Person, person_id).language = language


def add_organisation(name: str, kind: Kind, *, confirmed: bool = True, **more: Any) -> Organisation:
    """A new entry of the directory."""
    with unit_of_work() as session:
        row = Organisation(
            public_id=public_id(),
            name=name.strip(),
            kind=kind,
            sort_key=sort_key(name),
            created_at=now(),
            confirmed=confirmed,
            **more,
        )
        session.add(row)
        session.flush()
        return row


def change_organisation(row_id: int, **values: object) -> None:
    """Correct an entry of the directory; whoever does so confirms it."""
    with unit_of_work() as session:
        row = session.get_one(Organisation, row_id)
        for name, value in values.items():
            setattr(row, name, value)
        row.sort_key, row.confirmed = sort_key(row.name), True


def _roles(session: Session, roles: Iterable[str]) -> list[Role]:
    """The role rows, made where they are not there yet."""
    wanted = {str(role) for role in roles}
    rows = {row.name: row for row in session.scalars(select(Role).where(Role.name.in_(wanted)))}
    for name in wanted - set(rows):
        rows[name] = Role(name=name)
        session.add(rows[name])
    return list(rows.values())


def _note(session: Session, actor: Actor | None, person_id: int, what: str, **details: object) -> None:
    session.add(
        AccountEvent(
            at=now(),
            actor_id=actor.person_id if actor else None,
            person_id=person_id,
            what=what,
            details=details,
        )
    )
