"""How it goes: months in numbers, how long answers took, and the indexes that the page of figures stands on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

DAYS = {
    'sqlite': 'CAST(julianday(date(answered_at)) - julianday(date(transmitted_at)) AS INTEGER)',
    'postgresql': 'CAST(answered_at AS date) - CAST(transmitted_at AS date)',
}


def _only(name: str, table: str, columns: list[str], sqlite: str, postgresql: str) -> None:
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(sqlite), postgresql_where=sa.text(postgresql))


def upgrade() -> None:
    """To the newer schema. Answers that are there took their time since transmission; months are reckoned by a worker."""
    op.create_table(
        'month_figures',
        sa.Column('month', sa.Date(), nullable=False),
        sa.Column('sent', sa.Integer(), nullable=False),
        sa.Column('in_time', sa.Integer(), nullable=False),
        sa.Column('late', sa.Integer(), nullable=False),
        sa.Column('concluded', sa.Integer(), nullable=False),
        sa.Column('overdue', sa.Integer(), nullable=False),
        sa.Column('reckoned_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('month', name=op.f('pk_month_figures')),
    )
    op.add_column('recommendation', sa.Column('answered_days', sa.Integer(), nullable=True))
    op.execute(f'UPDATE recommendation SET answered_days = {DAYS[op.get_bind().dialect.name]} WHERE answered_late IS NOT NULL')
    answered = 'answered_at IS NOT NULL'
    _only('ix_recommendation_answered', 'recommendation', ['addressee_id', 'answered_at', 'answered_late', 'answered_days'], answered, answered)
    carried = 'transmitted_at IS NOT NULL AND is_open = {}'
    _only('ix_concern_carried', 'concern', ['rapporteur_id', 'due_on', 'id', 'transmitted_at', 'is_open'], carried.format(1), carried.format('true'))
    op.create_index('ix_clock_addressee_rule', 'clock', ['addressee_id', 'rule', 'outside', 'state', 'due_on', 'id'], unique=False)
    op.create_index('ix_extension_asked', 'extension', ['asked_at'], unique=False)
    op.create_index('ix_escalation_opened', 'escalation', ['opened_at'], unique=False)


def downgrade() -> None:
    """To the older schema."""
    op.drop_index('ix_escalation_opened', table_name='escalation')
    op.drop_index('ix_extension_asked', table_name='extension')
    op.drop_index('ix_clock_addressee_rule', table_name='clock')
    op.drop_index('ix_concern_carried', table_name='concern')
    op.drop_index('ix_recommendation_answered', table_name='recommendation')
    op.drop_column('recommendation', 'answered_days')
    op.drop_table('month_figures')
