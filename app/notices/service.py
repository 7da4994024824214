"""Sending what waits in the outbox: claimed one by one, right checked again, rendered for its reader, sent."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.cases.access import NotFound, find
from app.cases.models import Concern
from app.cases.outbox import Outbox, OutboxState
from app.cases.records import Event
from app.core.db import db, unit_of_work
from app.core.time import now
from app.notices.words import notice_mail
from app.people.models import Person
from workflows.policy import Right

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # longer than the SMTP timeout: nobody else takes it meanwhile
ATTEMPTS = 12
Send = Callable[[EmailMessage], None]


def deliver_one(send: Send) -> bool:
    """Send the notice that has waited longest; False when none is due.

    The claim is committed before sending, so that a sender that dies loses nothing; what it had in flight is sent
    again under the same Message-ID (security.md, fact 4).
    """
    claimed = _claim()
    if claimed is None:
        return False
    db.session.rollback()
    outbox = db.session.get(Outbox, claimed, populate_existing=True)
    if outbox is None:
        return True
    mail = _mail(db.session(), outbox)
    if mail is None:
        _close(claimed, OutboxState.DROPPED)
        return True
    try:
        send(mail)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("notice %s was not sent: %s", claimed, error)
        _fail(claimed, type(error).__name__)
        return True
    _close(claimed, OutboxState.SENT)
    return True


def _claim() -> int | None:
    with unit_of_work() as session:
        row = session.scalars(
            select(Outbox)
            .where(Outbox.state == OutboxState.WAITING, Outbox.not_before <= now())
            .order_by(Outbox.not_before, Outbox.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        row.not_before = now() + LEASE
        row.attempts += 1
        return row.id


def _mail(session: Session, outbox: Outbox) -> EmailMessage | None:
    """The mail in its reader's language, or None where the reader may no longer see the case."""
    person = (
        session.scalars(
            select(Person)
            .where(Person.id == outbox.person_id, Person.active)
            .options(joinedload(Person.organisation), joinedload(Person.roles))
        )
        .unique()
        .one_or_none()
    )
    event = session.get(Event, outbox.event_id)
    concern = session.get(Concern, outbox.concern_id)
    if person is None or event is None or concern is None:
        return None
    try:
        case = find(session, person.as_actor(), concern.public_id)
    except NotFound:
        return None
    if not (event.public or case.undeclared or case.rights & {Right.DRAFTS, Right.FACTS}):
        return None
    with force_locale(person.language):
        return notice_mail(person, event, concern, outbox.message_id)


def _close(outbox_id: int, state: OutboxState) -> None:
    with unit_of_work() as session:
        row = session.get_one(Outbox, outbox_id)
        row.state, row.sent_at, row.error = state, now(), ""


def _fail(outbox_id: int, why: str) -> None:
    with unit_of_work() as session:
        row = session.get_one(Outbox, outbox_id)
        row.error = why
        row.not_before = now() + timedelta(minutes=min(2**row.attempts, 240))
        if row.attempts >= ATTEMPTS:
            row.state = OutboxState.FAILED
