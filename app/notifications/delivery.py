"""Mails leave one by one: right checked again, the reader's preferences kept, tried again with growing pauses.

The claim is committed before sending, so that a sender that dies loses nothing; what it had in flight is sent
again under the same Message-ID.
"""

from __future__ import annotations

import logging
import re
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import TypeAlias

from sqlalchemy import select, true
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.accounts.bounces import mark_bouncing
from app.accounts.models import BouncingAddress, Person
from app.accounts.outbox import MailText, writer_of
from app.concerns.periods import load_calendar
from app.core.db import db, unit_of_work
from app.core.language import in_language
from app.core.language import translate as _
from app.core.logs import note_on_commit
from app.core.mail import MailLink, addressed, compose
from app.core.outages import fault_of
from app.core.time import ZONE, local_day, now
from app.notifications.models import Notification, NotificationKind, SendState, preferences_of
from app.notifications.queue import add
from workflows.notifications import Frequency, Topic, escalation_waits_until, next_digest, quiet_until

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # longer than the SMTP timeout: nobody else takes it meanwhile
ATTEMPTS = 30  # about four days: a long weekend without a mail server is no reason to give up
LONGEST_PAUSE_MINUTES = 240
DEFAULT = "sq"  # of an address without an account


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: it waits until then, and that counts as no attempt."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Digested:
    """It leaves with others, so often."""

    frequency: Frequency


Instead: TypeAlias = "Later | Digested | SendState"  # what is to become of a row of which no mail leaves now


def deliver(send: Callable[[EmailMessage], None]) -> bool:
    """Send the mail that has waited longest; False when none is due."""
    claimed = _claim()
    if claimed is None:
        return False
    try:
        mail = _written(claimed)
        if isinstance(mail, EmailMessage):
            send(mail)
    except smtplib.SMTPRecipientsRefused as error:
        _refused(claimed, error)
        return True
    except Exception as error:  # whatever is wrong with one mail, those behind it are sent
        if isinstance(error, SQLAlchemyError) and fault_of(error) is not None:
            raise  # no mail's own: it is anybody's again after its lease
        expected = isinstance(error, (OSError, smtplib.SMTPException))
        log.warning("mail %s was not sent: %s", claimed, error, exc_info=not expected)
        _fail(claimed, reason_of(error))
        return True
    _close(claimed, SendState.SENT if isinstance(mail, EmailMessage) else mail)
    return True


def _claim() -> int | None:
    """A mail to an address goes first: who has no session waits for its link, its code or its invitation."""
    with unit_of_work() as session:
        for first in (Notification.person_id.is_(None), true()):
            row = session.scalars(
                select(Notification)
                .where(Notification.state == SendState.WAITING, Notification.not_before <= now(), first)
                .order_by(Notification.not_before, Notification.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            ).one_or_none()
            if row is not None:
                row.not_before = now() + LEASE
                row.attempts += 1
                return row.id
        return None


def _written(row_id: int) -> EmailMessage | Instead:
    session = db.session()
    row = session.get_one(Notification, row_id, populate_existing=True)
    mail = _mail(session, row)
    if isinstance(mail, EmailMessage) and _is_bouncing(session, mail):
        mail = SendState.BOUNCED
    session.rollback()  # nothing is held open while a mail server takes its time
    return mail


def _mail(session: Session, row: Notification) -> EmailMessage | Instead:
    """In its reader's language, or what its reader is entitled to or wants instead."""
    writer = writer_of(row.kind)
    person = writer.reader(session, row)
    if row.person_id and person is None:
        return SendState.DROPPED
    language = person.language if person else DEFAULT
    with in_language(language):
        text = writer.writer(session, row, person)
        if text is None:
            return SendState.DROPPED
        return _instead(session, row, text) or _composed(row, person, text, language)


def _composed(row: Notification, person: Person | None, text: MailText, language: str) -> EmailMessage:
    greeting = _("Dear %(name)s,", name=person.name) if person else _("Dear Sir or Madam,")
    mail = compose(
        addressed(person.name, person.email) if person and row.person_id else row.email,
        text.subject,
        (greeting, *text.parts),
        language=language,
        message_id=row.message_id,
        foot=text.foot,
    )
    if text.unsubscribe:
        mail["List-Unsubscribe"] = f"<{MailLink('', text.unsubscribe).url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    if text.attach:
        text.attach(mail)
    return mail


def _instead(session: Session, row: Notification, text: MailText) -> Instead | None:
    """What its reader wants instead of this mail now.

    What has no line among the notices has none in a digest: it leaves by itself at the hour of their digest.
    """
    topics = text.topics or {row.topic} - {None}
    if row.person_id is None or not topics:
        return None
    preferences, local = preferences_of(session, row.person_id), now().astimezone(ZONE)
    calendar = load_calendar(session, local.date())
    frequency = preferences.frequency(row.topic) if row.topic else Frequency.NOW
    if frequency is Frequency.NONE:
        return SendState.SILENT
    if frequency is not Frequency.NOW:
        if row.listed:
            return Digested(frequency)
        due = next_digest(row.created_at.astimezone(ZONE), frequency, calendar)
        if local < due:
            return Later(due)
    quiet = preferences.quiet_from, preferences.quiet_to
    dates = Topic.DATE in topics
    until = escalation_waits_until(local, *quiet, calendar) if dates else quiet_until(local, *quiet)
    return Later(until) if until else None


def _close(row_id: int, fate: Instead) -> None:
    with unit_of_work() as session:
        row = session.get_one(Notification, row_id)
        if isinstance(fate, Later):
            row.not_before = fate.until
            row.attempts -= 1
            return
        if isinstance(fate, Digested):
            put_into_digest(session, row, fate.frequency)
            fate = SendState.DIGEST
        row.state, row.sent_at, row.error = fate, now(), ""
        note_on_commit(session, f"mail {row.kind} {row_id} {fate}")


def _fail(row_id: int, why: str) -> None:
    with unit_of_work() as session:
        row = session.get_one(Notification, row_id)
        row.error = why
        row.not_before = now() + timedelta(minutes=min(2**row.attempts, LONGEST_PAUSE_MINUTES))
        if row.attempts >= ATTEMPTS:
            row.state = SendState.FAILED


def _is_bouncing(session: Session, mail: EmailMessage) -> bool:
    addresses = [address.addr_spec.lower() for address in mail["To"].addresses]
    bouncing = select(BouncingAddress.email).where(BouncingAddress.email.in_(addresses))
    return session.scalar(bouncing.limit(1)) is not None


def _refused(row_id: int, error: smtplib.SMTPRecipientsRefused) -> None:
    """The server takes no mail for this address: now, or not at all, which is remembered."""
    [(email, (code, answer))] = error.recipients.items()  # a mail goes to one person
    text = answer.decode("utf-8", "replace")
    if not is_hard(code, text):
        log.info("mail %s refused for now: %d", row_id, code)
        _fail(row_id, f"{type(error).__name__} {code}")
        return
    with unit_of_work() as session:
        mark_bouncing(session, email, text)
    _close(row_id, SendState.BOUNCED)


def is_hard(code: int, text: str) -> bool:
    """Whether a refusal is about the address itself (RFC 3463: 5.1, 5.2) and not about us (5.7) or this moment."""
    detail = re.match(r"\s*([245])\.(\d+)\.\d+", text)
    if detail is not None:
        return detail[1] == "5" and detail[2] in ("1", "2")
    return code in (550, 551, 553)


def reason_of(error: Exception) -> str:
    """What the administrator reads of a failure: its kind and the server's code, never words of the mail."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()


# --- digests -------------------------------------------------------------------------


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
