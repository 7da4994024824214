"""What is done with accounts. Every change of rights is written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_security.utils import hash_password
from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.naming import one_time_key, public_id
from app.core.outbox import SendState
from app.core.time import now
from app.people.models import AccountEvent, Change, Letter, LetterKind, Person, Role
from workflows.standing import Role as RoleName

RESET_PAUSE = timedelta(minutes=5)  # so often one address gets a link for a new password
RESET_KEPT = timedelta(days=1)  # addresses that anybody typed are not kept


class AlreadyThere(Exception):
    """The e-mail address belongs to an account."""


class InvalidInvitation(Exception):
    """The link is used, expired, revoked or was never made."""


class LastAdministrator(Exception):
    """Nobody would be left who can give rights."""


class Outdated(Exception):
    """The account was changed by somebody else meanwhile."""


def plain_address(email: str) -> str | None:
    """An e-mail address as accounts are found by it, or None for what is none."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def invite(
    actor: Actor | None, name: str, email: str, organisation_id: int, roles: Iterable[RoleName], language: str
) -> Person:
    """Create an account without a password: its owner sets one by a mailed link. Raises AlreadyThere, ValueError."""
    address = plain_address(email)
    if address is None:
        raise ValueError(email)
    roles = list(roles)
    try:
        with unit_of_work() as session:
            person = Person(
                public_id=public_id(),
                email=address,
                name=name.strip(),
                organisation_id=organisation_id,
                roles=_roles(session, roles),
                language=language,
                created_at=now(),
                fs_uniquifier=one_time_key(),
            )
            session.add(person)
            session.flush()
            _note(session, actor, person.id, Change.INVITED, roles=sorted(roles))
            _post(session, LetterKind.INVITATION, address)
    except IntegrityError:
        raise AlreadyThere(address) from None
    return person


def invite_again(actor: Actor | None, person_id: int) -> None:
    """Mail a new link; those sent before end. Raises AlreadyThere for a person who has a password."""
    with unit_of_work() as session:
        person = session.get_one(Person, person_id, with_for_update=True)
        if person.password:
            raise AlreadyThere(person.email)
        person.fs_uniquifier = one_time_key()
        _note(session, actor, person_id, Change.INVITED_AGAIN)
        _post(session, LetterKind.INVITATION, person.email)


def accept_invitation(person_id: int, mark: str, password: str) -> None:
    """Set the first password; the link, known by its mark, is used up. Raises InvalidInvitation if it is already."""
    secret = hash_password(password)  # before the lock is held: it takes its time
    with unit_of_work() as session:
        person = session.get_one(Person, person_id, with_for_update=True)
        if person.password or not person.active or person.fs_uniquifier != mark:
            raise InvalidInvitation
        person.password = secret
        person.confirmed_at = now()
        person.fs_uniquifier = one_time_key()
        _note(session, None, person_id, Change.ACCEPTED)


def ask_for_reset(email: str) -> None:
    """Note that somebody asked for a new password. The same is done for an address that nobody has."""
    at = now()
    with unit_of_work() as session:
        session.execute(
            delete(Letter).where(
                Letter.kind == LetterKind.RESET,
                Letter.state != SendState.WAITING,
                Letter.created_at < at - RESET_KEPT,
            )
        )
        recent = session.scalar(
            select(Letter.id)
            .where(
                Letter.email == email, Letter.created_at > at - RESET_PAUSE, Letter.kind == LetterKind.RESET
            )
            .limit(1)
        )
        if recent is None:
            _post(session, LetterKind.RESET, email)


def keep_account(person_id: int, mark: str, changes: dict[str, Any]) -> None:
    """Write what the accounts library has changed about a person.

    The mark tells whether somebody else used the same link before: then Outdated is raised. A new password comes
    with a new mark, is noted, and its owner is told; a hash made anew by better rules is not.
    """
    with unit_of_work() as session:
        person = session.get_one(Person, person_id, with_for_update=True)
        if person.fs_uniquifier != mark:
            raise Outdated
        for name, value in changes.items():
            setattr(person, name, value)
        if {"password", "fs_uniquifier"} <= changes.keys():
            _note(session, None, person_id, Change.PASSWORD)
            _post(session, LetterKind.PASSWORD_CHANGED, person.email)


def change_rights(actor: Actor | None, person_id: int, roles: Iterable[RoleName], *, active: bool) -> None:
    """Set roles and whether the account is active. It takes effect at the person's next request.

    Raises LastAdministrator; a command of the server, which has no actor, may do it all the same.
    """
    wanted = sorted(set(roles))
    with unit_of_work() as session:
        person = session.scalars(
            select(Person).where(Person.id == person_id).options(selectinload(Person.roles)).with_for_update()
        ).one()
        before = sorted(r.name for r in person.roles)
        administers = active and RoleName.ADMINISTRATOR in wanted
        if actor is not None and not administers and _is_last_administrator(session, person_id):
            raise LastAdministrator
        if before != wanted:
            person.roles = _roles(session, wanted)
            _note(session, actor, person_id, Change.ROLES, before=before, after=wanted)
        if person.active != active:
            person.active = active
            _note(session, actor, person_id, Change.ENABLED if active else Change.DISABLED)
        elif before == wanted or not person.password:
            return  # there are no sessions to end, and a link that waits for its owner stays good
        person.fs_uniquifier = one_time_key()


def give_chair(session: Session, person_id: int) -> None:
    """Make this person the chair and nobody else, inside the caller's transaction: the Group has decided it."""
    rows = session.scalars(
        select(Person)
        .where(or_(Person.id == person_id, Person.roles.any(Role.name == RoleName.CHAIR)))
        .options(selectinload(Person.roles))
        .order_by(Person.id)
        .with_for_update()
    ).all()
    (chair,) = _roles(session, [RoleName.CHAIR])
    for person in rows:
        before = sorted(r.name for r in person.roles)
        person.roles = [r for r in person.roles if r.name != RoleName.CHAIR]
        if person.id == person_id:
            person.roles.append(chair)
        after = sorted(r.name for r in person.roles)
        if after != before:
            _note(session, None, person.id, Change.ROLES, before=before, after=after)


def end_chair(session: Session, people: Iterable[int]) -> None:
    """Whoever of these people is the chair is it no more, inside the caller's transaction."""
    rows = session.scalars(
        select(Person)
        .where(Person.id.in_(list(people)), Person.roles.any(Role.name == RoleName.CHAIR))
        .options(selectinload(Person.roles))
        .with_for_update()
    ).all()
    for person in rows:
        before = sorted(r.name for r in person.roles)
        person.roles = [r for r in person.roles if r.name != RoleName.CHAIR]
        _note(
            session, None, person.id, Change.ROLES, before=before, after=sorted(r.name for r in person.roles)
        )


def keep_profile(person_id: int, name: str, language: str) -> None:
    """What a person sets for themselves."""
    with unit_of_work() as session:
        person = session.get_one(Person, person_id)
        person.name, person.language = name.strip(), language


def keep_language(person_id: int, language: str) -> None:
    """The language of a person's pages and mails."""
    with unit_of_work() as session:
        session.get_one(Person, person_id).language = language


def _roles(session: Session, roles: Iterable[str]) -> list[Role]:
    """The role rows, made where they are not there yet."""
    wanted = {str(role) for role in roles}
    rows = {row.name: row for row in session.scalars(select(Role).where(Role.name.in_(wanted)))}
    for name in wanted - set(rows):
        rows[name] = Role(name=name)
        session.add(rows[name])
    return list(rows.values())


def _is_last_administrator(session: Session, person_id: int) -> bool:
    administrators = session.scalars(
        select(Person.id)
        .join(Person.roles)
        .where(Role.name == RoleName.ADMINISTRATOR, Person.active, Person.password.is_not(None))
        .with_for_update(of=Person)
    ).all()
    return list(administrators) == [person_id]


def _post(session: Session, kind: LetterKind, email: str) -> None:
    session.add(
        Letter(
            kind=kind,
            email=email,
            message_id=f"<{one_time_key()}@tryeza>",
            not_before=now(),
            created_at=now(),
        )
    )


def _note(session: Session, actor: Actor | None, person_id: int, what: Change, **details: object) -> None:
    session.add(
        AccountEvent(
            at=now(),
            actor_id=actor.person_id if actor else None,
            person_id=person_id,
            what=what,
            details=details,
        )
    )
