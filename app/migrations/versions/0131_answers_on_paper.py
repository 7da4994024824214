"""Who recorded what an addressee said on paper, and which answers came so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0131'
down_revision = '0080'
branch_labels = None
depends_on = None

RECORDER = ('recorder_id', 'person'), ('recorder_organisation_id', 'organisation')


def upgrade() -> None:
    """To the newer schema. None came so before."""
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        for column, table in RECORDER:
            batch_op.add_column(sa.Column(column, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(op.f(f'fk_recommendation_{column}_{table}'), table, [column], ['id'])
        batch_op.add_column(
            sa.Column('answered_on_paper', sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """To the older schema; the history still says how each answer came."""
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.drop_column('answered_on_paper')
        for column, table in reversed(RECORDER):
            batch_op.drop_constraint(op.f(f'fk_recommendation_{column}_{table}'), type_='foreignkey')
            batch_op.drop_column(column)
