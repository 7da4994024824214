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


def _digest() -> None:
    op.create_table(
        "digest",
        reference("digest", "person_id", "person"),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("message_id", sa.String(120), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_digest"),
        sa.UniqueConstraint("person_id", "due_at", name="uq_digest_person_id_due_at"),
    )


def _notification() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        reference("notification", "person_id", "person"),
        reference("notification", "concern_id", "concern", nullable=True),
        reference("notification", "event_id", "event", nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("message_id", sa.String(120), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(300), nullable=False),
        sa.Column("topic", sa.String(24), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        reference("notification", "absent_id", "person", nullable=True),
        reference("notification", "digest_id", "digest", nullable=True),
        reference("notification", "request_id", "contribution_request", nullable=True),
        reference("notification", "access_request_event_id", "access_request_event", nullable=True),
        reference("notification", "vote_id", "vote", nullable=True),
        reference("notification", "meeting_id", "meeting", nullable=True),
        sa.Column("did", sa.String(16), nullable=True),
        sa.CheckConstraint(
            (
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
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
        sa.UniqueConstraint("key", name="uq_notification_key"),
    )


def _account_mail() -> None:
    op.create_table(
        "account_mail",
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("message_id", sa.String(120), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(300), nullable=False),
        reference("account_mail", "person_id", "person", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_account_mail"),
    )


def _work_mail() -> None:
    op.create_table(
        "work_mail",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        reference("work_mail", "person_id", "person", nullable=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("message_id", sa.String(120), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(300), nullable=False),
        sa.Column("key", sa.String(400), nullable=True),
        sa.CheckConstraint("(person_id IS NULL) <> (email = '')", name=op.f("ck_work_mail_reader")),
        sa.PrimaryKeyConstraint("id", name="pk_work_mail"),
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
    "digest": _digest,
    "notification": _notification,
    "account_mail": _account_mail,
    "work_mail": _work_mail,
    "bouncing_address": _bouncing_address,
}
INDEXES = (
    Index("ix_digest_waiting", "digest", "state not_before id"),
    Index("ix_notification_digest_id", "notification", "digest_id"),
    Index("ix_notification_person", "notification", "person_id id"),
    Index("ix_notification_state", "notification", "state id"),
    Index("ix_notification_unread", "notification", "person_id id", "read_at IS NULL"),
    Index("ix_notification_waiting", "notification", "state not_before id"),
    Index("ix_account_mail_email", "account_mail", "email created_at"),
    Index("ix_account_mail_waiting", "account_mail", "state not_before id"),
    Index("ix_work_mail_waiting", "work_mail", "state not_before id"),
    Index("uq_work_mail_key", "work_mail", "key", unique=True),
)
ONLY_GROW = ()
