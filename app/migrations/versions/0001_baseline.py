"""The first schema."""

from __future__ import annotations

from alembic import op

from app.migrations.baseline import (
    access_requests,
    accounts,
    answers,
    concerns,
    deadlines,
    group,
    mail,
    meetings,
    pages,
    recommendations,
    records,
    working_papers,
)
from app.migrations.baseline.elements import create_indexes, create_refusal, drop_refusal, refuse_changes
from app.migrations.baseline.records import create_search, drop_search

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# each refers to those before it
AREAS = (
    accounts,
    concerns,
    recommendations,
    records,
    deadlines,
    answers,
    access_requests,
    group,
    working_papers,
    meetings,
    mail,
    pages,
)


def upgrade() -> None:
    """From an empty database."""
    create_refusal()
    for area in AREAS:
        for create in area.TABLES.values():
            create()
        create_indexes(area.INDEXES)
        for table in area.ONLY_GROW:
            refuse_changes(table)
    create_search()


def downgrade() -> None:
    """To an empty database: what was kept is lost."""
    drop_search()
    for area in reversed(AREAS):
        for table in reversed(area.TABLES):
            op.drop_table(table)
    drop_refusal()
