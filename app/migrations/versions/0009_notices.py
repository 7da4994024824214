"""Notices are read, and say why they came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema. What was sent before is taken as read: nobody is met by years of notices."""
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('topic', sa.String(length=24), nullable=False, server_default='case'))
        batch_op.add_column(sa.Column('read_at', sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE outbox SET read_at = created_at")
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.alter_column('topic', server_default=None)
        batch_op.create_index('ix_outbox_unread', ['person_id', 'id'], unique=False, sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))


def downgrade() -> None:
    """To the older schema."""
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_unread')
        batch_op.drop_column('read_at')
        batch_op.drop_column('topic')
