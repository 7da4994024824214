"""Rungs of contributions and of ways are notices, too: about a request beside its event, or about a way's own history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

CHECKS = {
    'about': '(event_id IS NULL) = (way_event_id IS NOT NULL)',
    'case': '(concern_id IS NULL) = (event_id IS NULL)',
    'request': 'request_id IS NULL OR event_id IS NOT NULL',
}
POINTS = {'request_id': 'contribution_request', 'way_event_id': 'facilitation_event'}


def upgrade() -> None:
    """To the newer schema. A mail of a rung that still waits leaves no more: nobody would write it."""
    op.execute(
        "UPDATE work_mail SET state = 'dropped' WHERE state IN ('waiting', 'failed') "
        "AND (kind LIKE 'contribution_rung_%' OR kind LIKE 'way_rung_%')"
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        for column, table in POINTS.items():
            batch_op.add_column(sa.Column(column, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(op.f(f'fk_outbox_{column}_{table}'), table, [column], ['id'])
        for column in ('concern_id', 'event_id'):
            batch_op.alter_column(column, existing_type=sa.Integer(), nullable=True)
        for name, check in CHECKS.items():
            batch_op.create_check_constraint(op.f(f'ck_outbox_{name}'), check)


def downgrade() -> None:
    """To the older schema, which knows no notice without a case."""
    op.execute('DELETE FROM outbox WHERE request_id IS NOT NULL OR way_event_id IS NOT NULL')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(op.f(f'ck_outbox_{name}'), type_='check')
        for column in ('concern_id', 'event_id'):
            batch_op.alter_column(column, existing_type=sa.Integer(), nullable=False)
        for column, table in POINTS.items():
            batch_op.drop_constraint(op.f(f'fk_outbox_{column}_{table}'), type_='foreignkey')
            batch_op.drop_column(column)
