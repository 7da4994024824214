"""Digests: several notices in one mail, each checked again as it leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.clocks import load_calendar
from app.cases.models import Concern, Recommendation
from app.cases.outbox import Digest, Outbox, notices_of
from app.cases.records import Event
from app.core.naming import one_time_key
from app.core.outbox import Later, SendState, Written, deliver_one
from app.core.time import ZONE, local_day, now
from app.notices.words import digest_mail
from app.people.models import Person
from app.people.queries import reader
from app.people.wishes import wishes_of
from workflows.notices import Frequency, next_digest, quiet_until


def deliver_digest(send: Callable[[EmailMessage], None]) -> bool:
    """Send the digest that has waited longest; False when none is due."""
    return deliver_one(Digest, _written, send)


def put_into_digest(session: Session, notice: Outbox, frequency: Frequency) -> None:
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
        message_id=f"<{one_time_key()}@tryeza>",
        attempts=0,
        not_before=due_at,
        created_at=now(),
    )
    session.add(digest)
    session.flush()
    return digest


def _written(session: Session, digest: Digest) -> Written:
    """The mail, or None where nothing of it is left to read for its reader."""
    person = reader(session, digest.person_id)
    if person is None:
        return None
    wishes = wishes_of(session, person.id)
    if until := quiet_until(now().astimezone(ZONE), wishes.quiet_from, wishes.quiet_to):
        return Later(until)
    rows = session.execute(
        notices_of(
            person.as_actor(), select(Event, Concern.public_id, Concern.reference, Recommendation.number)
        )
        .where(Outbox.digest_id == digest.id, Outbox.read_at.is_(None))
        .order_by(Outbox.id)
    ).all()
    if not rows:
        return None
    with force_locale(person.language):
        return digest_mail(person, digest, rows)
