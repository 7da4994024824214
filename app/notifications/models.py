"""Notices: each waits for the worker, and stands in its reader's list until it is read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import UtcDateTime, short
from app.core.outbox import Queued
from workflows.notifications import Topic


class Digest(Queued):
    """One mail of several notices to one person, which leaves when it is due."""

    __tablename__ = "digest"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("person_id", "due_at"),
        Index("ix_digest_waiting", "state", "not_before", "id"),
    )


class Notification(Queued):
    """A notice to one person, written in the step's own transaction. Its words are made when it is read.

    It is about an event of a case; of a level of a contribution's date, which need not be a case for its reader, about
    the request too; of an access request's date about a line of its own history; else about a vote on the Group
    itself or a meeting, with what became of it (`did`).
    """

    __tablename__ = "notification"

    key: Mapped[str] = mapped_column(String(80), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    concern_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("contribution_request.id"))
    access_request_event_id: Mapped[int | None] = mapped_column(ForeignKey("access_request_event.id"))
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("vote.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    did: Mapped[str | None] = mapped_column(String(16))
    topic: Mapped[Topic] = mapped_column(short(Topic))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    absent_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose deputy its reader is
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digest.id"), index=True)

    __table_args__ = (
        CheckConstraint(
            " + ".join(
                f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END"
                for column in ("event_id", "access_request_event_id", "vote_id", "meeting_id")
            )
            + " = 1",
            name="about",
        ),
        CheckConstraint("(did IS NULL) = (vote_id IS NULL AND meeting_id IS NULL)", name="did"),
        CheckConstraint("(concern_id IS NULL) = (event_id IS NULL)", name="case"),
        CheckConstraint("request_id IS NULL OR event_id IS NOT NULL", name="request"),
        Index("ix_notification_waiting", "state", "not_before", "id"),
        Index("ix_notification_state", "state", "id"),
        Index("ix_notification_person", "person_id", "id"),
        Index(
            "ix_notification_unread",
            "person_id",
            "id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )
