"""The assessment: written by rapporteur and second reader, saved as they type, never overwritten in silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.not_found import NotFound
from app.core.saving import Conflict, Saved
from app.core.time import now
from app.working_papers.access import find_papers, may_assess
from app.working_papers.models import Assessment

FIELDS = ("facts", "duty", "findings", "gaps", "harm", "harm_checked", "notes")


def assessment_of(session: Session, concern_id: int) -> Assessment | None:
    """What has been written so far."""
    query = select(Assessment).where(Assessment.concern_id == concern_id)
    return session.scalars(
        query.options(joinedload(Assessment.saved_by)).execution_options(populate_existing=True)
    ).one_or_none()


def save_assessment(
    actor: Actor, public_id: str, values: Mapping[str, Any], version: int
) -> Saved | Conflict:
    """Keep these fields if nobody has saved since `version` (0: nothing was there). Raises NotFound."""
    with unit_of_work() as session:
        case = find_papers(session, actor, public_id, lock=True)
        if not may_assess(case):
            raise NotFound(public_id)
        row = assessment_of(session, case.concern.id)
        if row is None:
            row = Assessment(concern_id=case.concern.id, version=0, saved_at=now())
        if row.version != version:
            return Conflict(row.version, row.saved_at)
        for name in FIELDS:
            if name in values:
                setattr(row, name, values[name])
        row.version, row.saved_at, row.saved_by_id = version + 1, now(), actor.person_id
        session.add(row)
        return Saved(row.version, row.saved_at)
