"""What leaves by mail, and how people want to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _notification_preference() -> None:
    op.create_table(
        "notification_preference",
        reference("notification_preference", "person_id", "person"),
        sa.Column("by_topic", sa.JSON(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_to", sa.Date(), nullable=True),
        reference("notification_preference", "deputy_id", "person", nullable=True),
        sa.CheckConstraint(
            "(away_from IS NULL) = (away_to IS NULL)", name=op.f("ck_notification_preference_away")
        ),
        sa.CheckConstraint("away_from <= away_to", name=op.f("ck_notification_preference_days")),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_to IS NULL)", name=op.f("ck_notification_preference_quiet")
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_notification_preference"),
    )


def _notification() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(400), nullable=True),
        reference("notification", "person_id", "person", nullable=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("about", sa.Integer(), nullable=True),
        reference("notification", "concern_id", "concern", nullable=True),
        reference("notification", "event_id", "event", nullable=True),
        reference("notification", "request_id", "contribution_request", nullable=True),
        reference("notification", "access_request_event_id", "access_request_event", nullable=True),
        reference("notification", "vote_id", "vote", nullable=True),
        reference("notification", "meeting_id", "meeting", nullable=True),
        sa.Column("did", sa.String(16), nullable=True),
        sa.Column("topic", sa.String(24), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        reference("notification", "absent_id", "person", nullable=True),
        reference("notification", "digest_id", "notification", nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("message_id", sa.String(120), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(300), nullable=False),
        *_checks(),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
        sa.UniqueConstraint("key", name="uq_notification_key"),
    )


def _checks() -> tuple[sa.CheckConstraint, ...]:
    """Who it is for, and what a notice is about."""
    return (
        sa.CheckConstraint("(person_id IS NULL) <> (email = '')", name=op.f("ck_notification_reader")),
        sa.CheckConstraint(
            (
                "NOT listed OR "
                "CASE WHEN event_id IS NULL THEN 0 ELSE 1 END + "
                "CASE WHEN access_request_event_id IS NULL THEN 0 ELSE 1 END + "
                "CASE WHEN vote_id IS NULL THEN 0 ELSE 1 END + "
                "CASE WHEN meeting_id IS NULL THEN 0 ELSE 1 END = 1"
            ),
            name=op.f("ck_notification_about"),
        ),
        sa.CheckConstraint("(concern_id IS NULL) = (event_id IS NULL)", name=op.f("ck_notification_case")),
        sa.CheckConstraint(
            "(did IS NULL) = (vote_id IS NULL AND meeting_id IS NULL)", name=op.f("ck_notification_did")
        ),
        sa.CheckConstraint(
            "request_id IS NULL OR event_id IS NOT NULL", name=op.f("ck_notification_request")
        ),
        sa.CheckConstraint("NOT listed OR person_id IS NOT NULL", name=op.f("ck_notification_listed")),
        sa.CheckConstraint("read_at IS NULL OR listed", name=op.f("ck_notification_read")),
        sa.CheckConstraint("(kind = 'digest') = (due_at IS NOT NULL)", name=op.f("ck_notification_digest")),
    )


def _bouncing_address() -> None:
    op.create_table(
        "bouncing_address",
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("email", name="pk_bouncing_address"),
    )


TABLES = {
    "notification_preference": _notification_preference,
    "notification": _notification,
    "bouncing_address": _bouncing_address,
}
INDEXES = (
    Index("ix_notification_digest_id", "notification", "digest_id"),
    Index("ix_notification_person", "notification", "person_id id"),
    Index("ix_notification_state", "notification", "state id"),
    Index("ix_notification_unread", "notification", "person_id id", "listed = true AND read_at IS NULL"),
    Index("ix_notification_waiting", "notification", "state not_before id"),
    Index("ix_notification_address", "notification", "kind email created_at", "person_id IS NULL"),
    Index("ix_notification_address_waiting", "notification", "state not_before id", "person_id IS NULL"),
    Index(
        "ix_notification_leaving",
        "notification",
        "person_id concern_id id",
        "state = 'waiting' AND concern_id IS NOT NULL",
    ),
    Index("ix_notification_meeting", "notification", "meeting_id person_id id", "meeting_id IS NOT NULL"),
)
ONLY_GROW = ()
