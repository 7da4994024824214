"""The one table of notices and mails, as it is filled: each row in the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.outbox import writer_of
from app.concerns.periods import load_calendar
from app.core.mail import new_message_id
from app.core.time import ZONE, local_day, now
from app.notifications.models import Notification, NotificationKind, SendState
from workflows.notifications import Frequency, next_digest


def notify(
    session: Session,
    kind: StrEnum,
    about: int | None = None,
    *,
    people: Iterable[int] = (),
    address: str = "",
    key: str = "",
) -> None:
    """Queue a mail of this kind about the row `about` to each of these people, or to one address. No commit.

    `key` names what must be told once: the table holds it once for each of them.
    """
    for person_id in sorted(set(people)):
        whose = f"{key}-{person_id}" if key else None
        add(session, kind, person_id=person_id, about=about, key=whose, topic=writer_of(kind).topic)
    if address:
        add(session, kind, email=address, about=about, key=f"{key}-{address}" if key else None)


def add(session: Session, kind: StrEnum, *, at: datetime | None = None, **columns: Any) -> Notification:
    """The row of a notice or a mail, which waits from this moment. No commit."""
    at = at or now()
    columns = {"not_before": at, "created_at": at, "message_id": new_message_id(), **columns}
    row = Notification(kind=kind.value, **columns)
    session.add(row)
    return row


def is_queued(session: Session, kind: StrEnum, address: str, since: datetime) -> bool:
    """Whether a mail of this kind to this address was queued since then."""
    mail = Notification
    found = select(mail.id).where(mail.person_id.is_(None), mail.kind == kind.value, mail.email == address)
    return session.scalar(found.where(mail.created_at > since).limit(1)) is not None


def delete_closed(session: Session, kind: StrEnum, before: datetime) -> None:
    """Keep no mail of this kind to an address that was queued before then and waits no more. No commit."""
    mail = Notification
    closed = delete(mail).where(mail.person_id.is_(None), mail.kind == kind.value, mail.created_at < before)
    session.execute(closed.where(mail.state != SendState.WAITING))


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
