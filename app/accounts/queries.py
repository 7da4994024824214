"""What is read about people and organisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import AccountEvent, Organisation, Person, Role, Unit, person_role
from app.core.actor import Actor
from app.core.country import folded
from workflows.roles import Kind
from workflows.roles import Role as RoleName


@cache
def whole_person(name: str) -> Select[Person]:
    """One person by this attribute, `value`, with organisation and roles. Made once: every request begins with it."""
    return (
        select(Person)
        .where(getattr(Person, name) == bindparam("value"))
        .options(
            joinedload(Person.organisation).load_only(Organisation.name, Organisation.kind),
            joinedload(Person.roles),
        )
        .execution_options(populate_existing=True)
    )


def everybody(session: Session, words: str = "", role: RoleName | None = None) -> list[Person]:
    """All accounts by name; with words, those that hold each of them in name, mail or organisation; or of one role.

    Searched here and not in the database: an installation has some hundred accounts, and ë is to be found by e.
    """
    rows = session.scalars(
        select(Person)
        .join(Person.organisation)
        .options(joinedload(Person.organisation), selectinload(Person.roles))
    )
    wanted = folded(words).split()
    found = [row for row in rows if all(word in _searched(row) for word in wanted)]
    if role is not None:
        found = [row for row in found if role in {held.kind for held in row.roles}]
    return sorted(found, key=lambda row: folded(row.name))


def _searched(person: Person) -> str:
    return folded(f"{person.name} {person.email} {person.organisation.name}")


def account_history(session: Session, person_id: int) -> Sequence[AccountEvent]:
    """What was done with an account, newest first."""
    return session.scalars(
        select(AccountEvent)
        .where(AccountEvent.person_id == person_id)
        .options(joinedload(AccountEvent.actor))
        .order_by(AccountEvent.id.desc())
    ).all()


def names_of(session: Session, people: Iterable[int | None]) -> dict[int, str]:
    """The names of these people."""
    wanted = {person for person in people if person}
    return {
        row.id: row.name
        for row in session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    }


def person_at(session: Session, public_id: str) -> Person | None:
    """One account."""
    return session.scalars(
        select(Person)
        .where(Person.public_id == public_id)
        .options(joinedload(Person.organisation), selectinload(Person.roles))
    ).one_or_none()


def reader(session: Session, person_id: int) -> Person | None:
    """Whom a mail is for, with what their rights stand on, if the account is active."""
    return (
        session.scalars(
            select(Person)
            .where(Person.id == person_id, Person.active)
            .options(joinedload(Person.organisation), joinedload(Person.roles))
        )
        .unique()
        .one_or_none()
    )


_HELD = select(person_role.c.person_id, Role.name).join(Role, Role.id == person_role.c.role_id)
_ACTIVE = (
    select(Person.id, Person.name, Person.email, Person.language)
    .add_columns(Organisation.id.label("of"), Organisation.kind, Organisation.name.label("organisation"))
    .join(Organisation, Organisation.id == Person.organisation_id)
    .where(Person.active)
    .order_by(Person.id)
)


def actors(session: Session) -> list[Actor]:
    """Everybody whose account is on, as services need them. Two queries, and no object of the mapping."""
    held: dict[int, set[RoleName]] = defaultdict(set)
    for person_id, name in session.execute(_HELD):
        held[person_id].add(RoleName(name))
    rows = session.execute(_ACTIVE)
    return [
        Actor(
            row.id,
            row.of,
            row.kind,
            row.name,
            row.organisation,
            row.email,
            frozenset(held[row.id]),
            row.language,
        )
        for row in rows
    ]


def organisation_choices(session: Session, present: Organisation | None = None) -> list[tuple[int, str]]:
    """Organisations that a person may belong to; the present one, too, where it is not in use any more."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.active, Organisation.confirmed)
        .order_by(Organisation.sort_key)
    )
    found = [(row.id, row.name) for row in rows]
    if present is not None and present.id not in dict(found):
        found.append((present.id, present.name))
    return found


def member_choices(session: Session) -> list[tuple[int, str]]:
    """The member organisations that are in use."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.active, Organisation.kind == Kind.MEMBER)
        .order_by(Organisation.sort_key)
    )
    return [(row.id, row.name) for row in rows]


def accounts_of(session: Session, organisation: int) -> Sequence[Person]:
    """The people of an organisation whose accounts are active."""
    return session.scalars(
        select(Person).where(Person.organisation_id == organisation, Person.active).order_by(Person.name)
    ).all()


def units_of(session: Session, organisation_id: int) -> list[tuple[int, str]]:
    """The units of an organisation, for a choice."""
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.organisation_id == organisation_id, Unit.active)
        .order_by(Unit.name)
    )
    return [(row.id, row.name) for row in rows]


def unit_of(session: Session, person_id: int) -> int | None:
    """In which unit of their organisation somebody works, where they have said it."""
    return session.scalar(select(Person.unit_id).where(Person.id == person_id))


def organisation_people(session: Session, organisations: Sequence[int]) -> list[tuple[int, str]]:
    """The people of these organisations whose accounts are active, with their organisation."""
    rows = session.execute(
        select(Person.id, Person.name, Organisation.name.label("organisation"))
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.active, Person.organisation_id.in_(organisations))
        .order_by(Organisation.sort_key, Person.name)
    )
    return [(row.id, f"{row.name}, {row.organisation}") for row in rows]


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
