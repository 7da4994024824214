"""What takes effect when a proposal is confirmed, and what ends when somebody leaves, or an institution joins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.history import end_sessions, note, role_rows
from app.accounts.models import AccountMail, Change, Organisation, Person
from app.accounts.outbox import outbox
from app.accounts.rights.models import Given, Proposal
from app.core.actor import Actor
from workflows.roles import ROLES_OF
from workflows.roles import Role as RoleName


class OrganisationChanged(Exception):
    """What the proposal was made for is not there any more."""


Seats = Callable[[Session, Actor, Proposal, dict[str, Any]], None]
Leaves = Callable[[Session, int], None]
Stops = Callable[[Session, Person], None]
Joins = Callable[[Session, Organisation], None]


@dataclass
class _Above:
    """What features above this one do: registered by them."""

    seat: Seats | None = None
    leaves: Leaves | None = None
    stops: Stops | None = None
    joins: Joins | None = None


_ABOVE = _Above()


def seats_are_given_by(give: Seats, leave: Leaves) -> None:
    """Register who gives a seat, and who ends what a person holds of one on leaving the organisation."""
    _ABOVE.seat, _ABOVE.leaves = give, leave


def posts_end_by(stop: Stops) -> None:
    """Register who ends the posts in concerns of a person who can act in them no more."""
    _ABOVE.stops = stop


def acts_no_more(session: Session, person: Person) -> None:
    """The account is off, its person a member no more, or of another organisation: within the transaction."""
    if _ABOVE.stops is not None:
        _ABOVE.stops(session, person)


def members_are_recused_by(join: Joins) -> None:
    """Register who keeps an institution that becomes a member out of what names it."""
    _ABOVE.joins = join


def is_member_now(session: Session, organisation: Organisation) -> None:
    """An institution has become a member: within the transaction."""
    if _ABOVE.joins is not None:
        _ABOVE.joins(session, organisation)


def carry_out(session: Session, confirmer: Actor, proposal: Proposal, person: Person) -> None:
    """Do what was proposed, inside the caller's transaction. Raises OrganisationChanged where it has moved on since."""
    for given, change in proposal.changes.items():
        if given != Given.SEAT and held_of(person, Given(given)) != change["before"]:
            raise OrganisationChanged
    if seat := proposal.changes.get(Given.SEAT):
        assert _ABOVE.seat is not None
        _ABOVE.seat(session, confirmer, proposal, seat)
        return
    before_active = person.active
    for given in (Given.ORGANISATION, Given.ROLES, Given.ACTIVE, Given.EMAIL):
        if given in proposal.changes:
            change = proposal.changes[given]
            _EFFECTS[given](session, person, change["after"])
            asked = given is Given.EMAIL and person.email != change["after"]
            what = Change.ADDRESS_ASKED if asked else _NOTED[given]
            note(session, proposal.by_id, person.id, what, **change, confirmed_by=confirmer.person_id)
    _still_fits(session, person)
    if person.password or not before_active:
        end_sessions(session, person)
    if person.active and not person.password:
        outbox().notify(session, AccountMail.INVITATION, address=person.email)


def held_of(person: Person, given: Given) -> Any:
    """What a person has now of what may be given."""
    match given:
        case Given.ORGANISATION:
            return person.organisation_id
        case Given.ROLES:
            return sorted(role.name for role in person.roles)
        case Given.ACTIVE:
            return person.active
        case Given.EMAIL:
            return person.email
    raise ValueError(given)


def change_address(session: Session, person: Person, email: str) -> None:
    """A new address begins when its owner says that it is theirs; before the first password the invitation says it.

    The old one is told in either case.
    """
    if session.scalar(select(Person.id).where(Person.email == email, Person.id != person.id)):
        raise OrganisationChanged
    outbox().notify(session, AccountMail.OLD_ADDRESS, person.id, address=person.email)
    if person.password:
        person.new_email = email
        outbox().notify(session, AccountMail.NEW_ADDRESS, person.id, address=email)
    else:
        person.email = email
        end_sessions(session, person)


def move(session: Session, person: Person, organisation_id: int) -> None:
    """To another organisation: seats, the chair and the lead of the one before end."""
    goes = person.organisation_id != organisation_id
    if goes and _ABOVE.leaves is not None:
        _ABOVE.leaves(session, person.id)
    person.organisation_id, person.leads = organisation_id, False
    if goes:
        person.unit_id = None
        acts_no_more(session, person)


def _roles(session: Session, person: Person, roles: list[str]) -> None:
    person.roles = role_rows(session, roles)


def _active(_session: Session, person: Person, active: bool) -> None:
    person.active = active


def _still_fits(session: Session, person: Person) -> None:
    """What kind the organisation is may have changed since it was proposed."""
    organisation = session.get_one(Organisation, person.organisation_id)
    if not {RoleName(r.name) for r in person.roles} <= ROLES_OF[organisation.kind]:
        raise OrganisationChanged


_EFFECTS: dict[Given, Callable[[Session, Person, Any], None]] = {
    Given.ORGANISATION: move,
    Given.ROLES: _roles,
    Given.ACTIVE: _active,
    Given.EMAIL: change_address,
}
_NOTED = {
    Given.ORGANISATION: Change.ORGANISATION,
    Given.ROLES: Change.ROLES,
    Given.ACTIVE: Change.ENABLED,
    Given.EMAIL: Change.EMAIL,
}
