"""Ways to institutions, which members ask the ministry to open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _facilitation() -> None:
    op.create_table(
        "facilitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(24), nullable=False),
        reference("facilitation", "agency_id", "organisation"),
        reference("facilitation", "by_organisation_id", "organisation"),
        reference("facilitation", "by_id", "person"),
        reference("facilitation", "concern_id", "concern", nullable=True),
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
        sa.Column("rung", sa.Integer(), nullable=True),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("escalated", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("on_agenda", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint("state <> 'arranged' OR how <> ''", name=op.f("ck_facilitation_arranged")),
        sa.CheckConstraint(
            "(state IN ('asked', 'accepted')) = (due_on IS NOT NULL)", name=op.f("ck_facilitation_due")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_facilitation"),
        sa.UniqueConstraint("public_id", name="uq_facilitation_public_id"),
    )


def _facilitation_event() -> None:
    op.create_table(
        "facilitation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("facilitation_event", "facilitation_id", "facilitation"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("facilitation_event", "person_id", "person", nullable=True),
        sa.Column("do", sa.String(32), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("target", sa.String(24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("id", name="pk_facilitation_event"),
    )


TABLES = {
    "facilitation": _facilitation,
    "facilitation_event": _facilitation_event,
}
INDEXES = (
    Index("ix_facilitation_by", "facilitation", "by_organisation_id state id"),
    Index("ix_facilitation_concern_id", "facilitation", "concern_id"),
    Index("ix_facilitation_due", "facilitation", "state due_on id"),
    Index("ix_facilitation_look", "facilitation", "look_on id", "look_on IS NOT NULL"),
    Index("ix_facilitation_event_facilitation_id", "facilitation_event", "facilitation_id"),
)
ONLY_GROW = ("facilitation_event",)
