"""Mails leave, those of one case together: right checked again, the reader's preferences kept, tried again later.

The claim is committed before sending, so that a sender that dies loses nothing; what it had in flight is sent
again under the same Message-ID.
"""

from __future__ import annotations

import logging
import re
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import TypeAlias

from sqlalchemy import select, true
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.accounts.bounces import mark_bouncing
from app.accounts.models import BouncingAddress, Person
from app.accounts.outbox import MailText, writer_of
from app.concerns.periods import load_calendar
from app.core.db import db, fixed, unit_of_work
from app.core.language import in_language
from app.core.language import translate as _
from app.core.logs import note_on_commit
from app.core.mail import MailLink, addressed, compose
from app.core.outages import fault_of
from app.core.time import ZONE, now
from app.notifications.digests import put_into_digest
from app.notifications.mails import MOST_LISTED, text_of_several
from app.notifications.models import Notification, NotificationKind, SendState, preferences_of
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
    """Send the mail that has waited longest, and with it what waits of the same case for the same reader.

    False when none is due.
    """
    claimed = _claim()
    if not claimed:
        return False
    try:
        mail, fates = _written(claimed)
        if mail is not None:
            send(mail)
    except smtplib.SMTPRecipientsRefused as error:
        _refused(claimed, error)
        return True
    except Exception as error:  # whatever is wrong with one mail, those behind it are sent
        if isinstance(error, SQLAlchemyError) and fault_of(error) is not None:
            raise  # no mail's own: it is anybody's again after its lease
        expected = isinstance(error, (OSError, smtplib.SMTPException))
        log.warning("mail %s was not sent: %s", claimed[0], error, exc_info=not expected)
        for row_id in claimed:
            _fail(row_id, reason_of(error))
        return True
    for row_id, fate in fates.items():
        _close(row_id, fate)
    return True


def _claim() -> list[int]:
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
                rows = [row, *_of_the_same_case(session, row)]
                for each in rows:
                    each.not_before = now() + LEASE
                    each.attempts += 1
                return [each.id for each in rows]
        return []


def _of_the_same_case(session: Session, row: Notification) -> Sequence[Notification]:
    """What else waits of this case for this reader, and may leave now: one mail tells of all of it."""
    if row.kind != NotificationKind.NOTICE or row.concern_id is None:
        return []
    others = (
        select(Notification)
        .where(
            Notification.state == fixed(SendState.WAITING),
            Notification.person_id == row.person_id,
            Notification.concern_id == row.concern_id,
            Notification.kind == NotificationKind.NOTICE.value,
            Notification.not_before <= now(),
            Notification.id != row.id,
        )
        .order_by(Notification.id)
        .limit(MOST_LISTED - 1)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(others).all()


def _written(row_ids: Sequence[int]) -> tuple[EmailMessage | None, dict[int, Instead]]:
    session = db.session()
    rows = [session.get_one(Notification, row_id, populate_existing=True) for row_id in row_ids]
    mail, fates = _mail(session, rows)
    if mail is not None and _is_bouncing(session, mail):
        mail, fates = None, {key: _bounced(fate) for key, fate in fates.items()}
    session.rollback()  # nothing is held open while a mail server takes its time
    return mail, fates


def _bounced(fate: Instead) -> Instead:
    return SendState.BOUNCED if fate is SendState.SENT else fate


def _mail(session: Session, rows: Sequence[Notification]) -> tuple[EmailMessage | None, dict[int, Instead]]:
    """In their reader's language, with what becomes of each row: what their reader is entitled to and wants now."""
    writer = writer_of(rows[0].kind)
    person = writer.reader(session, rows[0])
    if rows[0].person_id and person is None:
        return None, dict.fromkeys((row.id for row in rows), SendState.DROPPED)
    language = person.language if person else DEFAULT
    fates: dict[int, Instead] = {}
    leaving: list[Notification] = []
    with in_language(language):
        for row in rows:
            said = writer.writer(session, row, person)
            fate = SendState.DROPPED if said is None else _instead(session, row, said)
            fates[row.id] = fate or SendState.SENT
            if said is not None and fate is None:
                text = said
                leaving.append(row)
        if not leaving:
            return None, fates
        if len(leaving) > 1 and person is not None:
            text = text_of_several(session, leaving, person)
        return _composed(leaving[0], person, text, language), fates


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


def _refused(row_ids: Sequence[int], error: smtplib.SMTPRecipientsRefused) -> None:
    """The server takes no mail for this address: now, or not at all, which is remembered."""
    [(email, (code, answer))] = error.recipients.items()  # a mail goes to one person
    text = answer.decode("utf-8", "replace")
    if not is_hard(code, text):
        log.info("mail %s refused for now: %d", row_ids[0], code)
        for row_id in row_ids:
            _fail(row_id, f"{type(error).__name__} {code}")
        return
    with unit_of_work() as session:
        mark_bouncing(session, email, text)
    for row_id in row_ids:
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
