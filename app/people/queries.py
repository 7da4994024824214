"""What is read about people and organisations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.people.models import Organisation, Person


def everybody(session: Session) -> Sequence[Person]:
    """All accounts, by organisation and name."""
    return session.scalars(
        select(Person)
        .join(Person.organisation)
        .options(joinedload(Person.organisation), selectinload(Person.roles))
        .order_by(Organisation.sort_key, Person.name)
    ).all()


def person_at(session: Session, public_id: str) -> Person | None:
    """One account."""
    return session.scalars(
        select(Person)
        .where(Person.public_id == public_id)
        .options(joinedload(Person.organisation), selectinload(Person.roles))
    ).one_or_none()


def directory(session: Session) -> Sequence[Organisation]:
    """All organisations; those named anew stand first."""
    return session.scalars(
        select(Organisation).order_by(Organisation.confirmed, Organisation.kind, Organisation.sort_key)
    ).all()


def organisation_at(session: Session, public_id: str) -> Organisation | None:
    """One organisation."""
    return session.scalars(select(Organisation).where(Organisation.public_id == public_id)).one_or_none()


def organisation_choices(session: Session) -> list[tuple[int, str]]:
    """Organisations that a person may belong to."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.active, Organisation.confirmed)
        .order_by(Organisation.sort_key)
    )
    return [(row.id, row.name) for row in rows]
