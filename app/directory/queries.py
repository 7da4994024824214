"""What the directory shows, and to whom; and who may be addressed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import Organisation, OrganisationEvent, Person, Role, person_role
from app.core.actor import Actor
from app.core.country import County, folded
from app.core.time import now
from workflows.roles import ANSWERING, Kind
from workflows.roles import Role as RoleName

KEEPERS = (RoleName.ADMINISTRATOR, RoleName.SECRETARIAT)
CHECKED = (Kind.MINISTRY, Kind.STATE_AGENCY, Kind.NON_STATE_AGENCY)
YEAR = timedelta(days=365)
SHOWN = 50
PATIENCE = timedelta(days=30)  # so long a question about an entry may wait for its answer


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the directory."""

    words: str = ""
    kind: str = ""
    county: str = ""
    subject: str = ""

    @classmethod
    def read(cls, given: Any) -> Wanted:
        """From the address."""
        return cls(*(str(given.get(name, ""))[:100] for name in ("q", "kind", "county", "subject")))

    @property
    def narrow(self) -> bool:
        """Whether anything is looked for."""
        return any((self.words, self.kind, self.county, self.subject))


def entries(session: Session, actor: Actor, wanted: Wanted) -> list[Organisation]:
    """The entries that fit; those named anew stand first, for who keeps the directory.

    Searched here and not in the database: a country has some hundred institutions, and ë is to be found by e.
    """
    rows = session.scalars(
        select(Organisation)
        .options(selectinload(Organisation.units))
        .order_by(Organisation.confirmed, Organisation.kind, Organisation.sort_key)
    )
    words = folded(wanted.words).split()
    shown = [row for row in rows if shows(actor, row) and _fits(row, wanted)]
    return [row for row in shown if all(word in _searched(row) for word in words)]


def shows(actor: Actor, row: Organisation) -> bool:
    """Whether an entry exists for this person: what a filer has named anew would tell of a filing."""
    return actor.is_(*KEEPERS) or (row.active and row.confirmed) or keeps(actor, row)


def _fits(row: Organisation, wanted: Wanted) -> bool:
    everywhere = County.NATIONAL.value in row.counties
    return (
        (not wanted.kind or row.kind == wanted.kind)
        and (not wanted.county or row.area == wanted.county or wanted.county in row.counties or everywhere)
        and (not wanted.subject or wanted.subject in row.subjects)
    )


def works_in(county: County) -> ColumnElement[bool]:
    """That an institution has its seat there, or works there or in the whole country: `_fits`, as SQL."""
    there = cast(Organisation.counties, String)
    return or_(
        Organisation.area == county,
        *(there.contains(f'"{each.value}"') for each in (county, County.NATIONAL)),
    )


def _searched(row: Organisation) -> str:
    units = " ".join(unit.name for unit in row.units if unit.active)
    return folded(f"{row.name} {row.short_name} {row.answers_for} {row.email} {units}")


def entry_at(session: Session, public_id: str) -> Organisation | None:
    """One entry with its units."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.public_id == public_id)
        .options(selectinload(Organisation.units))
        .execution_options(populate_existing=True)
    ).one_or_none()


def liaisons(session: Session, organisation_id: int) -> Sequence[Any]:
    """The people of an institution who answer for it."""
    return session.execute(
        select(Person.name, Person.email)
        .join(person_role, person_role.c.person_id == Person.id)
        .join(Role, Role.id == person_role.c.role_id)
        .where(
            Person.active,
            Person.organisation_id == organisation_id,
            Role.name.in_([role.value for role in ANSWERING]),
        )
        .distinct()
        .order_by(Person.name)
    ).all()


def people_who_answer(session: Session, actor: Actor) -> Sequence[Any]:
    """The people who answer for the institutions whose entries exist for this person, with where they stand."""
    shown = [listed()]
    if actor.is_(*ANSWERING):
        shown.append(Organisation.id == actor.organisation_id)
    query = (
        select(Person.name, Organisation.name.label("organisation"), Organisation.public_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .join(person_role, person_role.c.person_id == Person.id)
        .join(Role, Role.id == person_role.c.role_id)
        .where(Person.active, Role.name.in_([role.value for role in ANSWERING]))
        .distinct()
    )
    return session.execute(query if actor.is_(*KEEPERS) else query.where(or_(*shown))).all()


def keeps(actor: Actor, row: Organisation) -> bool:
    """Whether this person may correct an entry: the secretariat and the administrator any, a liaison its own."""
    own = actor.is_(*ANSWERING) and actor.organisation_id == row.id
    return actor.is_(*KEEPERS) or own


def unanswered(session: Session) -> Sequence[Organisation]:
    """Entries that the secretariat has to look after: silent for too long, or changed in words."""
    silent = Organisation.check_asked_at < now() - PATIENCE
    return session.scalars(
        select(Organisation)
        .where(
            Organisation.active,
            or_(Organisation.check_note != "", (Organisation.check_mark != "") & silent),
        )
        .order_by(Organisation.check_asked_at)
    ).all()


def since_check(row: Organisation) -> datetime:
    """Since when nobody has looked at the entry."""
    return row.checked_at or row.created_at


def history_of(session: Session, organisation_id: int) -> Sequence[OrganisationEvent]:
    """What was changed of an entry, the newest first."""
    return session.scalars(
        select(OrganisationEvent)
        .where(OrganisationEvent.organisation_id == organisation_id)
        .options(joinedload(OrganisationEvent.actor))
        .order_by(OrganisationEvent.id.desc())
        .limit(SHOWN)
    ).all()


ADDRESSEES = (Kind.MINISTRY, Kind.STATE_AGENCY, Kind.NON_STATE_AGENCY, Kind.MEMBER)


def listed() -> ColumnElement[bool]:
    """The organisations that exist for everybody: in use, and confirmed by who keeps the directory."""
    return and_(Organisation.active, Organisation.confirmed)


def addressees(session: Session, without: Collection[int] = ()) -> list[tuple[int, str]]:
    """Organisations that a recommendation may be addressed to: confirmed and active, but for these."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(listed(), Organisation.kind.in_(ADDRESSEES))
        .order_by(Organisation.sort_key, Organisation.name)
    )
    return [(row.id, row.name) for row in rows if row.id not in without]


def answers_itself(organisation: Any) -> ColumnElement[bool]:
    """That somebody of the organisation with this id has an account with which it answers."""
    return exists().where(
        Person.active,
        Person.organisation_id == organisation,
        person_role.c.person_id == Person.id,
        Role.id == person_role.c.role_id,
        Role.name.in_([RoleName.AGENCY.value, RoleName.MINISTRY.value]),
    )


def without_account(session: Session) -> set[int]:
    """The addressees in which nobody has one: they answer by a one-time link alone."""
    return set(
        session.scalars(
            select(Organisation.id).where(
                listed(),
                Organisation.kind.in_(ADDRESSEES),
                ~answers_itself(Organisation.id),
            )
        )
    )
