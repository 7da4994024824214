"""Notices: each waits for the worker, and stands in its reader's list until it is read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models import Concern, Recommendation
from app.cases.records import Event, Statement
from app.cases.visibility import told, visible
from app.core.actor import Actor
from app.core.db import UtcDateTime
from app.core.outbox import Queued
from app.core.paging import Rows
from app.core.types import short
from workflows.ladder import REMINDED
from workflows.notices import Topic


class Digest(Queued):
    """One mail of several notices to one person, which leaves when it is due."""

    __tablename__ = "digest"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("person_id", "due_at"),
        Index("ix_digest_waiting", "state", "not_before", "id"),
    )


class Outbox(Queued):
    """A notice to one person, written in the step's own transaction. Its words are made when it is read."""

    __tablename__ = "outbox"

    key: Mapped[str] = mapped_column(String(80), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    topic: Mapped[Topic] = mapped_column(short(Topic))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    absent_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose deputy its reader is
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digest.id"), index=True)

    __table_args__ = (
        Index("ix_outbox_waiting", "state", "not_before", "id"),
        Index("ix_outbox_state", "state", "id"),
        Index("ix_outbox_person", "person_id", "id"),
        Index(
            "ix_outbox_unread",
            "person_id",
            "id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )


# what who reminds adds to it: the one text that a mail of an event holds, written for it and looked through before
NOTE = (
    select(Statement.text)
    .where(Statement.event_id == Event.id, Event.do == REMINDED)
    .correlate(Event)
    .scalar_subquery()
)


def notices_of(actor: Actor, query: Rows) -> Rows:
    """The query, of the person's notices alone, and of those whose case and event exist for them at this moment."""
    return (
        query.select_from(Outbox)
        .join(Event, Event.id == Outbox.event_id)
        .join(Concern, Concern.id == Outbox.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Event.recommendation_id)
        .where(Outbox.person_id == actor.person_id, visible(actor), told(actor))
    )
