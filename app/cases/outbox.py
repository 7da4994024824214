"""The notices to be sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime
from app.core.types import short


class OutboxState(StrEnum):
    """What became of a notice."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"  # the reader had lost the right to see by the time it would have left
    FAILED = "failed"


class Outbox(Base):
    """A notice to one person, written in the step's own transaction and sent later by a worker."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    state: Mapped[OutboxState] = mapped_column(short(OutboxState), default=OutboxState.WAITING)
    message_id: Mapped[str] = mapped_column(String(120))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        Index("ix_outbox_waiting", "state", "not_before", "id"),
        Index("ix_outbox_person", "person_id", "id"),
    )
