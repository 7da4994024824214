"""Mails that wait in a table: claimed one by one, sent, and tried again with growing pauses.

The claim is committed before sending, so that a sender that dies loses nothing; what it had in flight is sent
again under the same Message-ID.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base, UtcDateTime, db, unit_of_work
from app.core.time import now
from app.core.types import short

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # longer than the SMTP timeout: nobody else takes it meanwhile
ATTEMPTS = 12
LONGEST_PAUSE_MINUTES = 240


class SendState(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"  # by the time it would have left, nobody was entitled to it
    DIGEST = "digest"  # it leaves with others, in a mail of their own
    SILENT = "silent"  # its reader wants no mail of it
    FAILED = "failed"


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
    except Exception as error:  # whatever is wrong with one mail, those behind it are sent
        expected = isinstance(error, (OSError, smtplib.SMTPException))
        log.warning("%s %s was not sent: %s", table.__tablename__, claimed, error, exc_info=not expected)
        _fail(table, claimed, type(error).__name__)
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
    session.rollback()  # nothing is held open while a mail server takes its time
    return mail


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
