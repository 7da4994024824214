"""What an installation sets itself: how long a rule gives, and the ladder of a rule."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table('period_setting',
    sa.Column('rule', sa.String(length=24), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_period_setting_amount')),
    sa.PrimaryKeyConstraint('rule', 'urgent', name=op.f('pk_period_setting'))
    )
    op.create_table('ladder_setting',
    sa.Column('rule', sa.String(length=24), nullable=False),
    sa.Column('rungs', sa.JSON(), nullable=False),
    sa.Column('every', sa.Integer(), nullable=False),
    sa.Column('pause', sa.Integer(), nullable=False),
    sa.CheckConstraint('every >= 0 AND pause >= 0', name=op.f('ck_ladder_setting_days')),
    sa.PrimaryKeyConstraint('rule', name=op.f('pk_ladder_setting'))
    )


def downgrade() -> None:
    """Back, without losing what the older schema can hold."""
    op.drop_table('ladder_setting')
    op.drop_table('period_setting')
