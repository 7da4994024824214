"""Everything that goes to somebody: notices and mails, each in one row; how people want to be told."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base, UtcDateTime, short
from workflows.notifications import Frequency, Topic, wanted


class SendState(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"  # by the time it would have left, nobody was entitled to it
    DIGEST = "digest"  # it leaves with others, in a mail of their own
    SILENT = "silent"  # its reader wants no mail of it
    FAILED = "failed"
    BOUNCED = "bounced"  # its address takes no mail


class NotificationKind(StrEnum):
    """Kinds that are written here; all others are those of features, which register who writes them."""

    NOTICE = "notice"
    DIGEST = "digest"  # one mail of several notices


class Notification(Base):
    """A notice or a mail to one person or to one address, written in the transaction of what it tells of.

    Its words, and its links, are made as it leaves or is read: nothing that lets anybody in stands here. A notice is
    about an event of a case; of a level of a contribution's date, which need not be a case for its reader, about the
    request too; of an access request's date about a line of its own history; else about a vote on the Group itself
    or a meeting, with what became of it (`did`). Other mails are about the row `about` of their feature.
    """

    __tablename__ = "notification"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str | None] = mapped_column(String(400), unique=True)  # of what is told once
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    email: Mapped[str] = mapped_column(String(254), default="")
    about: Mapped[int | None]
    concern_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("contribution_request.id"))
    access_request_event_id: Mapped[int | None] = mapped_column(ForeignKey("access_request_event.id"))
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("vote.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    did: Mapped[str | None] = mapped_column(String(16))
    topic: Mapped[Topic | None] = mapped_column(
        short(Topic)
    )  # None: its reader's preferences count for nothing
    listed: Mapped[bool] = mapped_column(default=False)  # among its reader's notices
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    absent_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose deputy its reader is
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("notification.id"), index=True)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # of a digest
    state: Mapped[SendState] = mapped_column(short(SendState), default=SendState.WAITING)
    message_id: Mapped[str] = mapped_column(String(120))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (email = '')", name="reader"),
        CheckConstraint(
            "NOT listed OR "
            + " + ".join(
                f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END"
                for column in ("event_id", "access_request_event_id", "vote_id", "meeting_id")
            )
            + " = 1",
            name="about",
        ),
        CheckConstraint("(did IS NULL) = (vote_id IS NULL AND meeting_id IS NULL)", name="did"),
        CheckConstraint("(concern_id IS NULL) = (event_id IS NULL)", name="case"),
        CheckConstraint("request_id IS NULL OR event_id IS NOT NULL", name="request"),
        CheckConstraint("NOT listed OR person_id IS NOT NULL", name="listed"),
        CheckConstraint("read_at IS NULL OR listed", name="read"),
        CheckConstraint("(kind = 'digest') = (due_at IS NOT NULL)", name="digest"),
        Index("ix_notification_waiting", "state", "not_before", "id"),
        Index("ix_notification_state", "state", "id"),
        Index("ix_notification_person", "person_id", "id"),
        Index(
            "ix_notification_unread",
            "person_id",
            "id",
            sqlite_where=text("listed = 1 AND read_at IS NULL"),
            postgresql_where=text("listed = true AND read_at IS NULL"),
        ),
        Index(
            "ix_notification_address",
            "kind",
            "email",
            "created_at",
            sqlite_where=text("person_id IS NULL"),
            postgresql_where=text("person_id IS NULL"),
        ),
        Index(
            "ix_notification_address_waiting",
            "state",
            "not_before",
            "id",
            sqlite_where=text("person_id IS NULL"),
            postgresql_where=text("person_id IS NULL"),
        ),
        Index(
            "ix_notification_leaving",
            "person_id",
            "concern_id",
            "id",
            sqlite_where=text("state = 'waiting' AND concern_id IS NOT NULL"),
            postgresql_where=text("state = 'waiting' AND concern_id IS NOT NULL"),
        ),
        Index(
            "ix_notification_meeting",
            "meeting_id",
            "person_id",
            "id",
            sqlite_where=text("meeting_id IS NOT NULL"),
            postgresql_where=text("meeting_id IS NOT NULL"),
        ),
    )


class Preferences(Base):
    """How a person wants to be told: how often, at which hours, and who is told too while they are away.

    Who has no row has none. Hours are of the country's zone.
    """

    __tablename__ = "notification_preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    by_topic: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]
    away_from: Mapped[date | None]
    away_to: Mapped[date | None]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_to IS NULL)", name="quiet"),
        CheckConstraint("(away_from IS NULL) = (away_to IS NULL)", name="away"),
        CheckConstraint("away_from <= away_to", name="days"),
    )

    def frequency(self, topic: Topic) -> Frequency:
        """How often mail of this topic is wanted."""
        return wanted(self.by_topic, topic)


def preferences_of(session: Session, person_id: int) -> Preferences:
    """The preferences of a person; of who has none, those that everybody begins with, which are in no session."""
    return session.get(Preferences, person_id) or Preferences(person_id=person_id, by_topic={})
