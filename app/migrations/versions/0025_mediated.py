"""Talks of the coordinator end on a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.add_column('clock', sa.Column('mediated_until', sa.Date(), nullable=True))
    there = sa.text('mediated_until IS NOT NULL')
    op.create_index('ix_clock_mediated', 'clock', ['mediated_until', 'id'], unique=False, sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    """To the older schema."""
    op.drop_index('ix_clock_mediated', table_name='clock')
    op.drop_column('clock', 'mediated_until')
