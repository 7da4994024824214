"""Addresses that take no mail, and the administrator's list of what was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table('bouncing_address',
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('email', name=op.f('pk_bouncing_address'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_state', ['state', 'id'], unique=False)


def downgrade() -> None:
    """To the older schema."""
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_state')
    op.execute("UPDATE outbox SET state = 'failed' WHERE state = 'bounced'")
    op.drop_table('bouncing_address')
