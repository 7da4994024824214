"""The table of escalations, as the driver runs it: one ends with the coordinator's decision, or by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.records import Clock, Escalated
from app.deadlines.models import Escalation
from app.process.following import Following, FollowingStep, move
from workflows.escalation_decision import ESCALATION, Do, EscalationState


class EscalationProcess(Following):
    """Something for which the coordinator is asked for a decision."""

    workflow = ESCALATION

    def moved(self, step: FollowingStep, target: StrEnum) -> None:
        """When it was over, and what was decided by whom."""
        step.row.ended_at = step.at
        if target is EscalationState.DECIDED:
            step.row.remedy, step.row.decided_by_id = step.data.remedy, step.person_id


def open_escalations(session: Session, clock: Clock) -> Sequence[Escalation]:
    """What waits for the coordinator on this clock."""
    waiting = Escalation.clock_id == clock.id, Escalation.state == EscalationState.OPEN
    return session.scalars(select(Escalation).where(*waiting).order_by(Escalation.id)).all()


def stand_down(session: Session, clock: Clock, at: datetime) -> None:
    """The lateness is over: nobody is asked to decide on it any more."""
    if clock.escalation is Escalated.OPEN:
        for row in open_escalations(session, clock):
            move(session, at, ESCALATION, row, Do.END)
