"""Access requests, which members ask the ministry to open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _access_request() -> None:
    op.create_table(
        "access_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        reference("access_request", "agency_id", "organisation"),
        reference("access_request", "by_organisation_id", "organisation"),
        reference("access_request", "by_id", "person"),
        reference("access_request", "concern_id", "concern", nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("happens_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False, server_default="2000-01-01"),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("date_version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("set_on", sa.Date(), nullable=False, server_default="2000-01-01"),
        sa.Column("escalation_level", sa.Integer(), nullable=True),
        sa.Column("next_check_on", sa.Date(), nullable=True),
        sa.Column("escalated", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("on_agenda", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint("state <> 'arranged' OR how <> ''", name=op.f("ck_access_request_arranged")),
        sa.CheckConstraint(
            "(state IN ('asked', 'accepted')) = (due_on IS NOT NULL)", name=op.f("ck_access_request_due")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_access_request"),
        sa.UniqueConstraint("public_id", name="uq_access_request_public_id"),
    )


def _access_request_event() -> None:
    op.create_table(
        "access_request_event",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("access_request_event", "access_request_id", "access_request"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("access_request_event", "person_id", "person", nullable=True),
        sa.Column("do", sa.String(32), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("target", sa.String(24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("id", name="pk_access_request_event"),
    )


TABLES = {
    "access_request": _access_request,
    "access_request_event": _access_request_event,
}
INDEXES = (
    Index("ix_access_request_by", "access_request", "by_organisation_id state id"),
    Index("ix_access_request_concern_id", "access_request", "concern_id"),
    Index("ix_access_request_due", "access_request", "state due_on id"),
    Index("ix_access_request_next_check", "access_request", "next_check_on id", "next_check_on IS NOT NULL"),
    Index("ix_access_request_event_access_request_id", "access_request_event", "access_request_id"),
)
ONLY_GROW = ("access_request_event",)
