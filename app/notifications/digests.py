"""Digests: several notices in one mail, at an hour of their own, or at once where they were written together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.concerns.periods import load_calendar
from app.core.time import ZONE, local_day, now
from app.notifications.models import Notification, NotificationKind, SendState
from app.notifications.queue import add
from workflows.notifications import Frequency, next_digest


def put_into_digest(session: Session, notice: Notification, frequency: Frequency) -> None:
    """The notice leaves with its reader's next digest that has not begun to leave. No commit."""
    assert notice.person_id is not None
    # two workers make one digest; a step that writes to this person meanwhile need not wait
    session.execute(select(Person.id).where(Person.id == notice.person_id).with_for_update(key_share=True))
    at = now()
    calendar = load_calendar(session, local_day(at))
    while True:
        at = next_digest(at.astimezone(ZONE), frequency, calendar)
        digest = _digest(session, notice.person_id, at)
        if digest.state is SendState.WAITING and not digest.attempts:
            notice.digest_id = digest.id
            return


def put_together(session: Session, person_id: int, notices: Sequence[Notification]) -> None:
    """Several notices that are written in this transaction leave in one mail, at once. No commit."""
    at = now()
    digest = _digest(session, person_id, at)
    for notice in notices:
        notice.state, notice.sent_at, notice.digest_id = SendState.DIGEST, at, digest.id


def _digest(session: Session, person_id: int, due_at: datetime) -> Notification:
    key = f"digest-{due_at.astimezone(UTC).isoformat()}-{person_id}"
    found = session.scalars(
        select(Notification)
        .where(Notification.key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is not None:
        return found
    digest = add(
        session,
        NotificationKind.DIGEST,
        person_id=person_id,
        key=key,
        due_at=due_at,
        not_before=due_at,
        state=SendState.WAITING,
        attempts=0,
    )
    session.flush()
    return digest
