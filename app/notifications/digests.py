"""Digests: several notices in one mail, each checked again as it leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import EmailMessage

from flask_babel import force_locale
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.queries import reader
from app.concerns.periods import load_calendar
from app.core.actor import Actor
from app.core.db import asker, made_once
from app.core.mail import new_message_id
from app.core.outbox import Later, SendState, Written, deliver_one
from app.core.paging import Rows
from app.core.time import ZONE, local_day, now
from app.notifications.mails import digest_mail
from app.notifications.models import Digest, Notification
from app.notifications.preferences.models import preferences_of
from app.notifications.queries import lines_of
from app.notifications.quiet_hours import waits_until
from workflows.notifications import Frequency, next_digest


def deliver_digest(send: Callable[[EmailMessage], None]) -> bool:
    """Send the digest that has waited longest; False when none is due."""
    return deliver_one(Digest, _written, send)


def put_into_digest(session: Session, notice: Notification, frequency: Frequency) -> None:
    """The notice leaves with its reader's next digest that has not begun to leave. No commit."""
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


def _digest(session: Session, person_id: int, due_at: datetime) -> Digest:
    found = session.scalars(
        select(Digest)
        .where(Digest.person_id == person_id, Digest.due_at == due_at)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is not None:
        return found
    digest = Digest(
        person_id=person_id,
        due_at=due_at,
        state=SendState.WAITING,
        message_id=new_message_id(),
        attempts=0,
        not_before=due_at,
        created_at=now(),
    )
    session.add(digest)
    session.flush()
    return digest


@made_once
def _rows(actor: Actor) -> Rows:
    """What of a digest there is to read for its reader; made once for each."""
    return (
        lines_of(actor)
        .where(Notification.digest_id == bindparam("digest"), Notification.read_at.is_(None))
        .order_by(Notification.id)
    )


def _written(session: Session, digest: Digest) -> Written:
    """The mail, or None where nothing of it is left to read for its reader."""
    person = reader(session, digest.person_id)
    if person is None:
        return None
    actor = person.as_actor()
    rows = session.execute(_rows(actor), {**asker(actor), "digest": digest.id}).all()
    if not rows:
        return None
    if until := waits_until(session, preferences_of(session, person.id), (row.topic for row in rows)):
        return Later(until)
    with force_locale(person.language):
        return digest_mail(person, digest, rows)
