"""The table of extensions, as the driver runs it: more time is granted or refused, or lapses, once."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.records import Clock, Extension
from app.process.following import Following, FollowingStep
from workflows.extension import EXTENSION, ExtensionState


class ExtensionProcess(Following):
    """More time that was asked for."""

    workflow = EXTENSION

    def moved(self, step: FollowingStep, target: StrEnum) -> None:
        """When and by whom it was decided, and the words."""
        step.row.decided_at, step.row.decided_by_id = step.at, step.person_id
        step.row.decision = step.data.reason if step.data else ""


def asked_for(session: Session, clock: Clock) -> Sequence[Extension]:
    """What waits for the coordinator on this clock."""
    waiting = Extension.clock_id == clock.id, Extension.state == ExtensionState.ASKED
    return session.scalars(select(Extension).where(*waiting).order_by(Extension.id)).all()


def last_asked(session: Session, recommendation_id: int) -> Extension | None:
    """What waits for the coordinator on this recommendation, if anything does."""
    waiting = Extension.recommendation_id == recommendation_id, Extension.state == ExtensionState.ASKED
    return session.scalars(select(Extension).where(*waiting).order_by(Extension.id.desc()).limit(1)).first()
