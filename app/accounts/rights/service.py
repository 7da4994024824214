"""What an administrator, or a command of the server, sets about accounts.

What gives a right or changes an address is proposed by one person and confirmed by another; what takes one away takes
effect at once, and so does all that a command of the server does. Every change of either kind is in the record of the
account, with what was before and what is after.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.history import end_sessions, note, role_rows
from app.accounts.models import AccountEvent, AccountMail, Change, Organisation, Person, Role
from app.accounts.names import own_name
from app.accounts.outbox import outbox
from app.accounts.rights.effects import acts_no_more, change_address, move
from app.accounts.rights.models import Given, ProposalState
from app.accounts.rights.proposals import (
    Mail,
    confirmers,
    end_proposal,
    locked_person,
    open_proposals,
    propose,
)
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.random_ids import one_time_key, public_id
from app.core.refusals import Refusal
from app.core.time import now
from workflows.roles import ROLES_OF
from workflows.roles import Role as RoleName


class AlreadyThere(Exception):
    """The e-mail address belongs to an account."""


class LastAdministrator(Exception):
    """Nobody would be left who can propose rights."""


@dataclass(frozen=True, slots=True)
class Account:
    """All that an administrator sets about an account."""

    name: str
    email: str
    organisation: int
    roles: frozenset[RoleName]
    active: bool


def plain_address(email: str) -> str | None:
    """An e-mail address as accounts are found by it, or None for what is none."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def invite(
    actor: Actor | None, name: str, email: str, organisation_id: int, roles: Iterable[RoleName], language: str
) -> Person:
    """Create an account without a password: its owner sets one by a link that is mailed once it is confirmed.

    A command of the server, which has no actor, needs nobody else. Raises AlreadyThere, BadName, Refusal, and
    ValueError for what is no address.
    """
    address, held = plain_address(email), sorted(set(roles))
    if address is None:
        raise ValueError(email)
    try:
        with unit_of_work() as session:
            if actor is not None:
                _check_kind(session, organisation_id, held)
            person = _never_used(session, address)
            named = own_name(session, name, person.id if person else None)
            if person is None:
                person = Person(public_id=public_id(), email=address, created_at=now())
            person.name, person.organisation_id, person.language = named, organisation_id, language
            person.active, person.fs_uniquifier = actor is None, one_time_key()
            person.roles = role_rows(session, held if actor is None else [])
            session.add(person)
            session.flush()
            event = note(session, actor, person.id, Change.INVITED, roles=held)
            if actor is None:
                outbox().notify(session, AccountMail.INVITATION, address=address)
                _notify_of_change(session, event)
            else:
                roles_ = {"before": [], "after": held}
                active = {"before": False, "after": True}
                propose(session, actor, person.id, {Given.ROLES: roles_, Given.ACTIVE: active})
            return person
    except IntegrityError:
        raise AlreadyThere(address) from None


def change(actor: Actor, person_id: int, wanted: Account) -> bool:
    """Set what an administrator sets: what takes a right away now, the rest once it is confirmed.

    True where something waits for that. Raises Refusal, BadName, AlreadyThere, LastAdministrator.
    """
    with unit_of_work() as session:
        person = locked_person(session, person_id)
        held = {RoleName(role.name) for role in person.roles}
        changes = _changes(session, person, wanted)
        if changes:
            _check_kind(session, wanted.organisation, wanted.roles)
        if wanted.roles - held and actor.person_id == person_id:
            raise Refusal("self", "roles")
        stays = wanted.active and RoleName.ADMINISTRATOR in wanted.roles
        if not stays and _is_last_administrator(session, person_id):
            raise LastAdministrator
        _rename(session, actor, person, wanted.name)
        _take(session, actor, person, held & wanted.roles, stop=not wanted.active)
        if changes:
            propose(session, actor, person_id, changes)
        return bool(changes)


def change_rights(actor: Actor | None, person_id: int, roles: Iterable[RoleName], *, active: bool) -> None:
    """Set roles and whether the account is active.

    By a command of the server, which has no actor, at once and whatever it is; it takes effect at the person's next
    request. By a person as `change` does it.
    """
    wanted = frozenset(roles)
    if actor is not None:
        with unit_of_work() as session:
            row = session.get_one(Person, person_id)
            account = Account(row.name, row.email, row.organisation_id, wanted, active)
        change(actor, person_id, account)
        return
    with unit_of_work() as session:
        person = locked_person(session, person_id)
        before, after = sorted(r.name for r in person.roles), sorted(wanted)
        event = None
        if before != after:
            person.roles = role_rows(session, after)
            event = note(session, None, person_id, Change.ROLES, before=before, after=after)
            if set(after) - set(before):
                _notify_of_change(session, event)
        switched, person.active = person.active != active, active
        if not active or RoleName.MEMBER not in wanted:
            acts_no_more(session, person)
        if switched:
            event = note(session, None, person_id, Change.ENABLED if active else Change.DISABLED)
            if active:
                _notify_of_change(session, event)
        elif event is None or not person.password:
            return  # there are no sessions to end, and a link that waits for its owner stays good
        end_sessions(session, person)


def correct(person_id: int, *, name: str = "", email: str = "", organisation_id: int | None = None) -> None:
    """By a command of the server, at once: name, address or organisation. Raises BadName, AlreadyThere, ValueError."""
    with unit_of_work() as session:
        person = locked_person(session, person_id)
        if name:
            _rename(session, None, person, name)
        if email:
            address = _free_address(session, person, email)
            before = person.email
            if address != before:
                change_address(session, person, address)
                what = Change.EMAIL if person.email == address else Change.ADDRESS_ASKED
                _notify_of_change(session, note(session, None, person_id, what, before=before, after=address))
                if person.active and not person.password:
                    outbox().notify(session, AccountMail.INVITATION, address=address)
        if organisation_id is not None and organisation_id != person.organisation_id:
            moved = _moved(session, person, organisation_id)
            move(session, person, organisation_id)
            end_sessions(session, person)
            _notify_of_change(session, note(session, None, person_id, Change.ORGANISATION, **moved))


def withdraw_invitation(actor: Actor, person_id: int) -> None:
    """The link ends at once, and what still waits to be confirmed is taken back. Raises AlreadyThere for who has a
    password.
    """
    with unit_of_work() as session:
        person = locked_person(session, person_id)
        if person.password:
            raise AlreadyThere(person.email)
        for row in open_proposals(session, person_id):
            end_proposal(row, ProposalState.TAKEN_BACK, actor)
        person.active, person.new_email = False, None
        acts_no_more(session, person)
        end_sessions(session, person)
        note(session, actor, person_id, Change.WITHDRAWN, email=person.email)


def misfits(session: Session, organisation_id: int, roles: Iterable[RoleName]) -> set[RoleName]:
    """Roles that nobody of this organisation may hold. Raises Refusal where the organisation is not in use."""
    row = session.get(Organisation, organisation_id)
    if row is None or not row.active or not row.confirmed:
        raise Refusal("organisation", "organisation")
    return set(roles) - ROLES_OF[row.kind]


def _check_kind(session: Session, organisation_id: int, roles: Iterable[RoleName]) -> None:
    if misfits(session, organisation_id, roles):
        raise Refusal("kind", "roles")


def _changes(session: Session, person: Person, wanted: Account) -> dict[str, dict[str, Any]]:
    """What is given: it waits. What a role taken away leaves is what the roles given come to."""
    changes: dict[str, dict[str, Any]] = {}
    if wanted.organisation != person.organisation_id:
        changes[Given.ORGANISATION] = _moved(session, person, wanted.organisation)
    held = {RoleName(role.name) for role in person.roles}
    if wanted.roles - held:
        changes[Given.ROLES] = {"before": sorted(held & wanted.roles), "after": sorted(wanted.roles)}
    if wanted.active and not person.active:
        changes[Given.ACTIVE] = {"before": False, "after": True}
    address = _free_address(session, person, wanted.email)
    if address != person.email:
        changes[Given.EMAIL] = {"before": person.email, "after": address}
    return changes


def _moved(session: Session, person: Person, organisation_id: int) -> dict[str, Any]:
    before, after = (
        session.get_one(Organisation, person.organisation_id),
        session.get(Organisation, organisation_id),
    )
    if after is None:
        raise Refusal("organisation", "organisation")
    return {"before": before.id, "after": after.id, "before_name": before.name, "after_name": after.name}


def _free_address(session: Session, person: Person, email: str) -> str:
    address = plain_address(email)
    if address is None:
        raise ValueError(email)
    taken = select(Person.id).where(func.lower(Person.email) == address, Person.id != person.id)
    if session.scalar(taken):
        raise AlreadyThere(address)
    return address


def _rename(session: Session, actor: Actor | None, person: Person, name: str) -> None:
    before, person.name = person.name, own_name(session, name, person.id) if name != person.name else name
    if before != person.name:
        note(session, actor, person.id, Change.NAME, before=before, after=person.name)


def _take(session: Session, actor: Actor, person: Person, left: set[RoleName], *, stop: bool) -> None:
    """Leave these roles, and end the account if it stops: now, by one person."""
    before, after = sorted(role.name for role in person.roles), sorted(left)
    if before != after:
        person.roles = role_rows(session, after)
        note(session, actor, person.id, Change.ROLES, before=before, after=after)
    stopped = stop and person.active
    if stopped:
        person.active = False
        note(session, actor, person.id, Change.DISABLED)
    if stop or RoleName.MEMBER not in left:
        acts_no_more(session, person)
    if not stopped and (before == after or not person.password):
        return  # there are no sessions to end, and a link that waits for its owner stays good
    end_sessions(session, person)


def _is_last_administrator(session: Session, person_id: int) -> bool:
    administrators = session.scalars(
        select(Person.id)
        .join(Person.roles)
        .where(Role.name == RoleName.ADMINISTRATOR, Person.active, Person.password.is_not(None))
        .with_for_update(of=Person)
    ).all()
    return list(administrators) == [person_id]


def _never_used(session: Session, address: str) -> Person | None:
    """The account of an invitation that was withdrawn or refused: its address may be invited anew."""
    row = session.scalars(select(Person).where(Person.email == address).with_for_update()).one_or_none()
    if row is None:
        return None
    if row.password or row.active or list(open_proposals(session, row.id)):
        raise AlreadyThere(address)
    return locked_person(session, row.id)


def _notify_of_change(session: Session, event: AccountEvent) -> None:
    """The chair and the secretariat hear what a command of the server has given."""
    session.flush()
    outbox().notify(session, Mail.GIVEN, event.id, people=confirmers(session) - {event.person_id})
