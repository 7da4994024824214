"""The directory of institutions, as forms offer it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person, person_role
from app.accounts.models import Role as RoleRow
from workflows.roles import Kind, Role

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
        RoleRow.id == person_role.c.role_id,
        RoleRow.name.in_([Role.AGENCY.value, Role.MINISTRY.value]),
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
