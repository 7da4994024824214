"""Indexes that hold all that the desks count, so that no row is opened for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# name, table, the columns as they were and as they are, the rows that it holds
WIDER = (
    (
        "ix_concern_before",
        "concern",
        ("stage", "due_on", "id", "urgent", "coordinator_told"),
        ("stage", "due_on", "id", "urgent", "coordinator_told", "transmitted_at"),
        "transmitted_at IS NULL",
    ),
    (
        "ix_recommendation_claimed",
        "recommendation",
        ("claimed_at",),
        ("claimed_at", "outcome"),
        "claimed_at IS NOT NULL",
    ),
    (
        "ix_clock_escalated",
        "clock",
        ("stood_on", "id"),
        ("outside", "stood_on", "id"),
        "escalation = 'open'",
    ),
)


def upgrade() -> None:
    """To the newer schema."""
    for name, table, _before, after, where in WIDER:
        _replace(name, table, after, where)
    op.create_index(
        "ix_clock_party_rule", "clock", ["party", "rule", "state", "due_on", "id", "addressee_id"]
    )


def downgrade() -> None:
    """To the older schema."""
    op.drop_index("ix_clock_party_rule", table_name="clock")
    for name, table, before, _after, where in WIDER:
        _replace(name, table, before, where)


def _replace(name: str, table: str, columns: tuple[str, ...], where: str) -> None:
    op.drop_index(name, table_name=table)
    op.create_index(
        name, table, list(columns), sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )
