"""What an organisation does before it answers is in the concern's history too, and told to that organisation alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.time import now
from app.process import history
from app.process.models import Event
from workflows.engine import Step
from workflows.roles import CaseRole


def note(
    session: Session,
    concern_id: int,
    recommendation_id: int,
    machine: str,
    do: str,
    *,
    actor: Actor | None,
    organisation_id: int | None,
    standing: CaseRole,
    owner: int,
    source: str = "",
    target: str = "",
    **params: Any,
) -> Event:
    """Add an event that `owner`, an organisation, reads and nobody else. The concern's row must be locked."""
    return history.add(
        session,
        Event(
            concern_id=concern_id,
            recommendation_id=recommendation_id,
            at=now(),
            person_id=actor.person_id if actor else None,
            organisation_id=organisation_id,
            standing=standing,
            machine=machine,
            do=do,
            source=source,
            target=target,
            public=False,
            params={"owner": owner, **params},
        ),
    )


def acting(step: Step[Any], standing: frozenset[CaseRole]) -> CaseRole:
    """In which capacity somebody takes this step."""
    return next(s for s in CaseRole if s in step.who & standing)
