"""Requests for a contribution and for a way climb a ladder: since when, until when, and what was told of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

TABLES = {'contribution_request': ('asked',), 'facilitation': ('asked', 'accepted')}
LOOKED_AT = sa.text('look_on IS NOT NULL')
EVENTS, OPERATIONS = 'facilitation_event', ('UPDATE', 'DELETE')


def upgrade() -> None:
    """To the newer schema. What is asked for already keeps the date it has, and climbs what is still to come."""
    for table, owed in TABLES.items():
        op.add_column(table, sa.Column('started_on', sa.Date(), nullable=False, server_default='2000-01-01'))
        op.add_column(table, sa.Column('until', sa.Date(), nullable=True))
        op.add_column(table, sa.Column('date_version', sa.Integer(), nullable=False, server_default='1'))
        op.add_column(table, sa.Column('set_on', sa.Date(), nullable=False, server_default='2000-01-01'))
        op.add_column(table, sa.Column('rung', sa.Integer(), nullable=True))
        op.add_column(table, sa.Column('look_on', sa.Date(), nullable=True))
        op.add_column(table, sa.Column('escalated', sa.Boolean(), nullable=False, server_default=sa.false()))
        open_ = ', '.join(f"'{state}'" for state in owed)
        # asked on a day after its date only in theory: a promise is not older than its date
        op.execute(
            f'UPDATE {table} SET until = due_on, set_on = CURRENT_DATE, '
            'started_on = CASE WHEN date(at) > due_on THEN due_on ELSE date(at) END WHERE due_on IS NOT NULL'
        )
        op.execute(f'UPDATE {table} SET look_on = CURRENT_DATE WHERE state IN ({open_})')
        op.create_index(
            f'ix_{table}_look', table, ['look_on', 'id'], sqlite_where=LOOKED_AT, postgresql_where=LOOKED_AT
        )
    op.add_column('work_mail', sa.Column('key', sa.String(length=400), nullable=True))
    op.create_index('uq_work_mail_key', 'work_mail', ['key'], unique=True)
    op.add_column(EVENTS, sa.Column('said', sa.JSON(), nullable=False, server_default='{}'))
    _person_of_events(nullable=True)


def downgrade() -> None:
    """Back, without losing what the older schema can hold: what nobody did is then said of who asked."""
    _drop_triggers()
    op.execute(
        f'UPDATE {EVENTS} SET person_id = (SELECT by_id FROM facilitation WHERE facilitation.id = facilitation_id) '
        'WHERE person_id IS NULL'
    )
    _person_of_events(nullable=False)
    op.drop_column(EVENTS, 'said')
    op.drop_index('uq_work_mail_key', table_name='work_mail')
    op.drop_column('work_mail', 'key')
    for table in TABLES:
        op.drop_index(f'ix_{table}_look', table_name=table)
        for name in ('escalated', 'look_on', 'rung', 'set_on', 'date_version', 'until', 'started_on'):
            op.drop_column(table, name)


def _person_of_events(*, nullable: bool) -> None:
    """SQLite makes the table anew, and its triggers go with the old one."""
    _drop_triggers()
    with op.batch_alter_table(EVENTS, schema=None) as batch_op:
        batch_op.alter_column('person_id', existing_type=sa.Integer(), nullable=nullable)
    postgresql = op.get_bind().dialect.name == 'postgresql'
    for operation in OPERATIONS:
        action = (
            'EXECUTE FUNCTION refuse_change()'
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, 'rows of {EVENTS} are only ever added'); END"
        )
        name = f'{EVENTS}_no_{operation.lower()}'
        op.execute(f'CREATE TRIGGER {name} BEFORE {operation} ON {EVENTS} FOR EACH ROW {action}')


def _drop_triggers() -> None:
    postgresql = op.get_bind().dialect.name == 'postgresql'
    for operation in OPERATIONS:
        where = f' ON {EVENTS}' if postgresql else ''
        op.execute(f'DROP TRIGGER IF EXISTS {EVENTS}_no_{operation.lower()}{where}')
