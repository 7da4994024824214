"""What is done with accounts. Every change of rights is written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask_security.utils import hash_password
from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from app.accounts.history import end_sessions, note, role_rows
from app.accounts.models import AccountMail, Change, OpenSession, Person, Role
from app.accounts.names import own_name
from app.accounts.outbox import outbox
from app.accounts.rights.service import AlreadyThere as AlreadyThere
from app.accounts.rights.service import LastAdministrator as LastAdministrator
from app.accounts.rights.service import change_rights as change_rights
from app.accounts.rights.service import invite as invite
from app.accounts.rights.service import plain_address as plain_address
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.time import now
from workflows.roles import Role as RoleName

RESET_PAUSE = timedelta(minutes=5)  # so often one address gets a link for a new password
RESET_KEPT = timedelta(days=1)  # addresses that anybody typed are not kept


class InvalidInvitation(Exception):
    """The link is used, expired, revoked or was never made."""


class InvalidAddressLink(Exception):
    """The link to a new address is used, expired, replaced or was never made."""


class Outdated(Exception):
    """The account was changed by somebody else meanwhile."""


def invite_again(actor: Actor | None, person_id: int) -> None:
    """Mail a new link; those sent before end. Raises AlreadyThere for who has a password or waits to be confirmed."""
    with unit_of_work() as session:
        person = session.get_one(Person, person_id, with_for_update=True)
        if person.password or not person.active:
            raise AlreadyThere(person.email)
        end_sessions(session, person)
        note(session, actor, person_id, Change.INVITED_AGAIN)
        outbox().notify(session, AccountMail.INVITATION, address=person.email)


def accept_invitation(person_id: int, mark: str, password: str) -> None:
    """Set the first password; the link, known by its mark, is used up. Raises InvalidInvitation if it is already."""
    secret = hash_password(password)  # before the lock is held: it takes its time
    with unit_of_work() as session:
        person = session.get_one(Person, person_id, with_for_update=True)
        if person.password or not person.active or person.fs_uniquifier != mark:
            raise InvalidInvitation
        person.password = secret
        person.confirmed_at = now()
        end_sessions(session, person)
        note(session, None, person_id, Change.ACCEPTED)


def ask_for_reset(email: str) -> None:
    """Note that somebody asked for a new password. The same is done for an address that nobody has."""
    at = now()
    with unit_of_work() as session:
        queue = outbox()
        queue.delete_closed(session, AccountMail.RESET, at - RESET_KEPT)
        if not queue.is_queued(session, AccountMail.RESET, email, at - RESET_PAUSE):
            queue.notify(session, AccountMail.RESET, address=email)


def save_account(person_id: int, mark: str, changes: dict[str, Any]) -> None:
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
        if "fs_uniquifier" in changes:
            session.execute(delete(OpenSession).where(OpenSession.person_id == person_id))
        if {"password", "fs_uniquifier"} <= changes.keys():
            note(session, None, person_id, Change.PASSWORD)
            outbox().notify(session, AccountMail.PASSWORD_CHANGED, address=person.email)


def give_chair(session: Session, person_id: int) -> None:
    """Make this person the chair and nobody else, inside the caller's transaction: the Group has decided it."""
    rows = session.scalars(
        select(Person)
        .where(or_(Person.id == person_id, Person.roles.any(Role.name == RoleName.CHAIR)))
        .options(selectinload(Person.roles))
        .order_by(Person.id)
        .with_for_update()
    ).all()
    (chair,) = role_rows(session, [RoleName.CHAIR])
    for person in rows:
        before = sorted(r.name for r in person.roles)
        person.roles = [r for r in person.roles if r.name != RoleName.CHAIR]
        if person.id == person_id:
            person.roles.append(chair)
            person.sends_urgent = False
        after = sorted(r.name for r in person.roles)
        if after != before:
            note(session, None, person.id, Change.ROLES, before=before, after=after)


def name_sender(session: Session, person_id: int) -> None:
    """Let this person and nobody else send what is urgent in the chair's place: the Group has decided it."""
    either = or_(Person.id == person_id, Person.sends_urgent)
    rows = session.scalars(select(Person).where(either).order_by(Person.id).with_for_update()).all()
    for person in rows:
        person.sends_urgent = False
    session.flush()
    session.get_one(Person, person_id).sends_urgent = True


def end_charges(session: Session, people: Iterable[int]) -> None:
    """Whoever of these people is the chair, or sends in the chair's place, is it no more, within the transaction."""
    people = list(people)
    session.execute(update(Person).where(Person.id.in_(people)).values(sends_urgent=False))
    rows = session.scalars(
        select(Person)
        .where(Person.id.in_(people), Person.roles.any(Role.name == RoleName.CHAIR))
        .options(selectinload(Person.roles))
        .with_for_update()
    ).all()
    for person in rows:
        before = sorted(r.name for r in person.roles)
        person.roles = [r for r in person.roles if r.name != RoleName.CHAIR]
        note(
            session, None, person.id, Change.ROLES, before=before, after=sorted(r.name for r in person.roles)
        )


def save_profile(person_id: int, name: str, language: str, compact: bool, unit_id: int | None = None) -> None:
    """What a person sets for themselves; the unit is one of their organisation. Raises BadName."""
    with unit_of_work() as session:
        person = session.get_one(Person, person_id, with_for_update=True)
        before, person.language, person.compact = person.name, language, compact
        person.unit_id = unit_id
        if name != before:
            person.name = own_name(session, name, person_id)
        if person.name != before:
            note(session, person_id, person_id, Change.NAME, before=before, after=person.name)


def take_new_address(person_id: int, before: str, after: str) -> None:
    """The owner of a new address says that it is theirs: from now on it is the account's. Raises InvalidAddressLink."""
    try:
        with unit_of_work() as session:
            person = session.get_one(Person, person_id, with_for_update=True)
            if not person.active or (person.email, person.new_email) != (before, after):
                raise InvalidAddressLink
            person.email, person.new_email = after, None
            end_sessions(session, person)
            note(session, person_id, person_id, Change.EMAIL, before=before, after=after)
    except IntegrityError:
        raise InvalidAddressLink from None


def save_language(person_id: int, language: str) -> None:
    """The language of a person's pages and mails."""
    with unit_of_work() as session:
        session.get_one(Person, person_id).language = language
