"""Steps that wait for a vote, for a second person or for a link: proposed, and taken by the driver once at the most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.random_ids import public_id as new_public_id
from app.core.time import now
from app.process.models import Ended, PendingStep
from app.process.run import take
from app.process.tables import StepContext
from workflows.engine import NotNow, Unmet
from workflows.roles import CaseRole


def waits(
    kind: type[PendingStep], at: datetime | ColumnElement[datetime] | None = None
) -> ColumnElement[bool]:
    """Of rows: that they wait, and what they wait for may still come."""
    return and_(kind.ended.is_(None), or_(kind.until.is_(None), kind.until > (now() if at is None else at)))


def is_waiting(step: PendingStep) -> bool:
    """Whether it waits, and what it waits for may still come."""
    return step.ended is None and (step.until is None or step.until > now())


def propose(session: Session, step: PendingStep, by: Actor) -> None:
    """It waits from now on as this person proposes it."""
    step.public_id = step.public_id or new_public_id()
    step.by_id, step.at = by.person_id, now()
    session.add(step)
    session.flush()


def end(step: PendingStep, how: Ended, at: datetime, by: int | None = None) -> None:
    """It waits no more. Raises engine.NotNow where it did not."""
    if step.ended is not None:
        raise NotNow(step.ended)
    step.ended, step.ended_at, step.ended_by_id = how, at, by


def make_way(session: Session, kind: type[PendingStep], subject: str, at: datetime, by: int) -> None:
    """Of this kind nothing waits on the subject any more: it is withdrawn, unless its time is over already."""
    for step in session.scalars(select(kind).where(kind.ended.is_(None), kind.subject == subject)):
        end(step, Ended.WITHDRAWN if is_waiting(step) else Ended.EXPIRED, at, by)
    session.flush()


def carry_out(
    waiting: PendingStep, step: StepContext, *, by: CaseRole | None = None, person_id: int | None = None
) -> None:
    """Take the step that waited, as `take` does; `person_id` is who gave what it waited for. Its rows are locked.

    Raises as `take`, and engine.NotNow where it waits no more.
    """
    end(waiting, Ended.CARRIED_OUT, step.at, person_id)
    waiting.do = step.do
    take(step, by=by)


def settle(
    session: Session, waiting: PendingStep, done: Callable[[], object], at: datetime, person_id: int | None
) -> None:
    """Do what carries it out; where its subject has moved on meanwhile it is stale, and nothing of that is left."""
    try:
        with session.begin_nested():
            done()
    except (NotNow, Unmet):
        end(waiting, Ended.STALE, at, person_id)
