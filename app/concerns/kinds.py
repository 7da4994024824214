"""Where an institution stays of the kind that it is: that decides who reads what was asked of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Transmission
from app.concerns.visibility import STATE_KINDS
from workflows.roles import Kind


def was_asked(session: Session, row: Organisation, kind: Kind) -> bool:
    """Whether the ministry would gain or lose what this institution was asked."""
    if (kind in STATE_KINDS) is (row.kind in STATE_KINDS):
        return False
    asked = (
        select(Recommendation.id).where(Recommendation.addressee_id == row.id),
        select(Transmission.id).where(Transmission.addressee_id == row.id),
        select(Concern.id).where(Concern.fact_check_addressee_id == row.id),
    )
    return any(session.scalar(query.limit(1)) is not None for query in asked)
