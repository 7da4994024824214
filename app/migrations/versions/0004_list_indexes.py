"""Indexes of the desks and lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# name, table, columns, the rows that it holds (all where empty)
INDEXES = (
    ("ix_concern_subject", "concern", ("subject", "id"), ""),
    ("ix_concern_pillar_due", "concern", ("pillar", "due_on", "id"), "is_open = true"),
    ("ix_concern_county_due", "concern", ("county", "due_on", "id"), "is_open = true"),
    ("ix_concern_urgent", "concern", ("id",), "urgent = true"),
    ("ix_concern_filer_stage", "concern", ("filer_organisation_id", "stage", "id"), ""),
    ("ix_concern_rapporteur_stage", "concern", ("rapporteur_id", "stage", "id"), ""),
    ("ix_concern_fact_check", "concern", ("fact_check_addressee_id",), "fact_check_addressee_id IS NOT NULL"),
    ("ix_concern_stage_party", "concern", ("stage", "party", "id"), ""),
    ("ix_concern_confirmed", "concern", ("id",), "urgent_confirmed_by_id IS NOT NULL"),
    (
        "ix_concern_unread",
        "concern",
        ("stage", "id"),
        "second_reader_id IS NULL AND (urgent = true OR about_member = true)",
    ),
    (
        "ix_concern_before",
        "concern",
        ("stage", "due_on", "id", "urgent", "coordinator_told"),
        "transmitted_at IS NULL",
    ),
    ("ix_recommendation_addressee_id", "recommendation", ("addressee_id", "id"), ""),
    (
        "ix_recommendation_sent",
        "recommendation",
        ("addressee_id", "concern_id"),
        "transmitted_at IS NOT NULL",
    ),
    ("ix_recommendation_due", "recommendation", ("due_on", "id"), "due_on IS NOT NULL"),
    (
        "ix_recommendation_addressee_due",
        "recommendation",
        ("addressee_id", "due_on", "id", "concern_id"),
        "due_on IS NOT NULL",
    ),
    ("ix_recommendation_claimed", "recommendation", ("claimed_at",), "claimed_at IS NOT NULL"),
    ("ix_clock_rule", "clock", ("rule", "outside", "state", "due_on", "id"), ""),
    ("ix_clock_paused", "clock", ("outside", "paused_since", "id"), "state = 'paused'"),
)


def upgrade() -> None:
    """To the newer schema."""
    for name, table, columns, where in INDEXES:
        # a partial index serves a query that says the same in the same words
        on_sqlite = sa.text(where.replace("= true", "= 1")) if where else None
        on_postgresql = sa.text(where) if where else None
        op.create_index(name, table, list(columns), sqlite_where=on_sqlite, postgresql_where=on_postgresql)


def downgrade() -> None:
    """To the older schema."""
    for name, table, _columns, _where in INDEXES:
        op.drop_index(name, table_name=table)
