"""Mails that wait in a table: claimed one by one, sent, and tried again with growing pauses.

The claim is committed before sending, so that a sender that dies loses nothing; what it had in flight is sent
again under the same Message-ID.
"""

from __future__ import annotations

import logging
import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import String, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base, UtcDateTime, db, short, unit_of_work
from app.core.logs import note_on_commit
from app.core.outages import fault_of
from app.core.time import now

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # longer than the SMTP timeout: nobody else takes it meanwhile
ATTEMPTS = 30  # about four days: a long weekend without a mail server is no reason to give up
LONGEST_PAUSE_MINUTES = 240


class SendState(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"  # by the time it would have left, nobody was entitled to it
    DIGEST = "digest"  # it leaves with others, in a mail of their own
    SILENT = "silent"  # its reader wants no mail of it
    FAILED = "failed"
    BOUNCED = "bounced"  # its address takes no mail


class Queued(Base):
    """The columns of a table in which mails wait."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[SendState] = mapped_column(short(SendState), default=SendState.WAITING)
    message_id: Mapped[str] = mapped_column(String(120))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(String(300), default="")


class Bouncing(Base):
    """An address that takes no mail: nothing is sent to it until somebody says that it does again."""

    __tablename__ = "bouncing_address"

    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")


Q = TypeVar("Q", bound=Queued)


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: it waits until then, and that counts as no attempt."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Aside:
    """Not by itself: what becomes of it, and what else is done in the same transaction."""

    state: SendState
    do: Callable[[Session, Any], None] | None = None


Written: TypeAlias = EmailMessage | Later | Aside | None


def deliver_one(
    table: type[Q],
    written: Callable[[Session, Q], Written],
    send: Callable[[EmailMessage], None],
) -> bool:
    """Send what has waited longest in this table; False when nothing is due.

    `written` gives the mail, or what is to become of the row instead: None where nobody is entitled to it any more.
    """
    claimed = _claim(table)
    if claimed is None:
        return False
    try:
        mail = _written(table, claimed, written)
        if isinstance(mail, EmailMessage):
            send(mail)
    except smtplib.SMTPRecipientsRefused as error:
        _refused(table, claimed, error)
        return True
    except Exception as error:  # whatever is wrong with one mail, those behind it are sent
        if isinstance(error, SQLAlchemyError) and fault_of(error) is not None:
            raise  # no mail's own: it is anybody's again after its lease
        expected = isinstance(error, (OSError, smtplib.SMTPException))
        log.warning("%s %s was not sent: %s", table.__tablename__, claimed, error, exc_info=not expected)
        _fail(table, claimed, reason_of(error))
        return True
    if isinstance(mail, Later):
        _postpone(table, claimed, mail.until)
    elif isinstance(mail, Aside):
        _close(table, claimed, mail.state, mail.do)
    else:
        _close(table, claimed, SendState.DROPPED if mail is None else SendState.SENT)
    return True


def _written(table: type[Q], row_id: int, written: Callable[[Session, Q], Written]) -> Written:
    session = db.session()
    row = session.get(table, row_id, populate_existing=True)
    mail = written(session, row) if row is not None else None
    if isinstance(mail, EmailMessage) and _is_bouncing(session, mail):
        mail = Aside(SendState.BOUNCED)
    session.rollback()  # nothing is held open while a mail server takes its time
    return mail


def _is_bouncing(session: Session, mail: EmailMessage) -> bool:
    addresses = [address.addr_spec.lower() for address in mail["To"].addresses]
    return session.scalar(select(Bouncing.email).where(Bouncing.email.in_(addresses)).limit(1)) is not None


def _refused(table: type[Queued], row_id: int, error: smtplib.SMTPRecipientsRefused) -> None:
    """The server takes no mail for this address: now, or not at all, which is remembered."""
    [(email, (code, text))] = error.recipients.items()  # a mail goes to one person
    said = text.decode("utf-8", "replace")
    if is_hard(code, said):
        _close(table, row_id, SendState.BOUNCED, lambda session, _row: mark_bouncing(session, email, said))
    else:
        log.info("mail %s %s refused for now: %d", table.__tablename__, row_id, code)
        _fail(table, row_id, f"{type(error).__name__} {code}")


def is_hard(code: int, said: str) -> bool:
    """Whether a refusal is about the address itself (RFC 3463: 5.1, 5.2) and not about us (5.7) or this moment."""
    detail = re.match(r"\s*([245])\.(\d+)\.\d+", said)
    if detail is not None:
        return detail[1] == "5" and detail[2] in ("1", "2")
    return code in (550, 551, 553)


def mark_bouncing(session: Session, email: str, reason: str) -> None:
    """Send nothing to this address any more. No commit."""
    session.merge(Bouncing(email=email.lower(), since=now(), reason=" ".join(reason.split())[:300]))


def reason_of(error: Exception) -> str:
    """What the administrator reads of a failure: its kind and the server's code, never words of the mail."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()


def _claim(table: type[Queued]) -> int | None:
    with unit_of_work() as session:
        row = session.scalars(
            select(table)
            .where(table.state == SendState.WAITING, table.not_before <= now())
            .order_by(table.not_before, table.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        row.not_before = now() + LEASE
        row.attempts += 1
        return row.id


def _close(
    table: type[Queued], row_id: int, state: SendState, do: Callable[[Session, Any], None] | None = None
) -> None:
    with unit_of_work() as session:
        row = session.get_one(table, row_id)
        if do is not None:
            do(session, row)
        row.state, row.sent_at, row.error = state, now(), ""
        note_on_commit(session, f"mail {table.__tablename__} {row_id} {state}")


def _postpone(table: type[Queued], row_id: int, until: datetime) -> None:
    with unit_of_work() as session:
        row = session.get_one(table, row_id)
        row.not_before = until
        row.attempts -= 1


def _fail(table: type[Queued], row_id: int, why: str) -> None:
    with unit_of_work() as session:
        row = session.get_one(table, row_id)
        row.error = why
        row.not_before = now() + timedelta(minutes=min(2**row.attempts, LONGEST_PAUSE_MINUTES))
        if row.attempts >= ATTEMPTS:
            row.state = SendState.FAILED
