"""Claimed and verified by institution: by how many days answers came late, and an index that counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

COUNTED = ['addressee_id', 'state', 'answer', 'claimed_at', 'grade', 'outcome', 'due_on', 'answered_late', 'moved', 'moved_days', 'transmitted_at']
SENT = sa.text('transmitted_at IS NOT NULL')


def upgrade() -> None:
    """To the newer schema. Answers that are there already keep no lateness."""
    op.add_column('recommendation', sa.Column('answered_late', sa.Integer(), nullable=True))
    op.create_index('ix_recommendation_checked', 'recommendation', COUNTED, unique=False, sqlite_where=SENT, postgresql_where=SENT)


def downgrade() -> None:
    """To the older schema."""
    op.drop_index('ix_recommendation_checked', table_name='recommendation')
    op.drop_column('recommendation', 'answered_late')
