"""The directory of institutions, as forms offer it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.models import Organisation
from workflows.standing import Kind

ADDRESSEES = (Kind.MINISTRY, Kind.STATE_AGENCY, Kind.NON_STATE_AGENCY, Kind.MEMBER)


def addressees(session: Session) -> list[tuple[int, str]]:
    """Organisations that a recommendation may be addressed to: confirmed and active."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.active, Organisation.confirmed, Organisation.kind.in_(ADDRESSEES))
        .order_by(Organisation.sort_key, Organisation.name)
    )
    return [(row.id, row.name) for row in rows]
