"""The ladder of a clock, escalations, formal letters, heads of organisations, and how often a date was moved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

# partial indexes of clocks: name, columns, condition on SQLite, condition on PostgreSQL
INDEXES = (
    ('ix_clock_look', ['look_on', 'id'], 'look_on IS NOT NULL', 'look_on IS NOT NULL'),
    ('ix_clock_agenda', ['due_on', 'id'], 'on_agenda = 1', 'on_agenda'),
    ('ix_clock_escalated', ['stood_on', 'id'], "escalation = 'open'", "escalation = 'open'"),
    (
        'ix_clock_moved',
        ['addressee_id', 'outside', 'moved', 'moved_days'],
        "moved > 0 AND state <> 'stopped'",
        "moved > 0 AND state <> 'stopped'",
    ),
)
MOVED = ('moved', 'moved_days')
LISTED = ('concern', 'recommendation')


def upgrade() -> None:
    """To the newer schema."""
    op.add_column('organisation', sa.Column('head_name', sa.String(length=200), nullable=False, server_default=''))
    op.add_column('organisation', sa.Column('head_address', sa.Text(), nullable=False, server_default=''))
    op.add_column('person', sa.Column('leads', sa.Boolean(), nullable=False, server_default=sa.false()))
    for table in LISTED:
        for name in MOVED:
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default='0'))
    _clock()
    _escalation()
    _letter()
    # what runs is looked at once by the first worker; of what it finds missed, the highest is taken
    op.execute("UPDATE clock SET set_on = started_on, stood_on = due_on")
    op.execute("UPDATE clock SET look_on = started_on WHERE state <> 'stopped'")
    for name in MOVED:
        first = f"SELECT {name} FROM clock WHERE state = 'running' AND due_on = %(t)s.due_on AND %(k)s = %(t)s.id"
        for table in LISTED:
            found = first % {"t": table, "k": f"{table}_id"}
            if table == "recommendation":
                found += " AND concern_id = recommendation.concern_id"  # by this, an index finds its clocks
            op.execute(f"UPDATE {table} SET {name} = coalesce(({found} ORDER BY id LIMIT 1), 0)")


def _clock() -> None:
    op.add_column('clock', sa.Column('stood_on', sa.Date(), nullable=True))
    op.add_column('clock', sa.Column('set_on', sa.Date(), nullable=False, server_default='2000-01-01'))
    op.add_column('clock', sa.Column('rung', sa.Integer(), nullable=True))
    op.add_column('clock', sa.Column('look_on', sa.Date(), nullable=True))
    op.add_column('clock', sa.Column('escalation', sa.String(length=24), nullable=True))
    op.add_column('clock', sa.Column('on_agenda', sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, columns, sqlite, postgresql in INDEXES:
        op.create_index(
            name, 'clock', columns, sqlite_where=sa.text(sqlite), postgresql_where=sa.text(postgresql)
        )


def _escalation() -> None:
    op.create_table('escalation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=24), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('remedy', sa.String(length=24), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'decided') = (remedy IS NOT NULL)", name=op.f('ck_escalation_decided')),
    sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f('ck_escalation_ended')),
    sa.ForeignKeyConstraint(['clock_id'], ['clock.id'], name=op.f('fk_escalation_clock_id_clock')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_escalation_decided_by_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_escalation_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalation'))
    )
    op.create_index(op.f('ix_escalation_clock_id'), 'escalation', ['clock_id'])
    op.create_index(op.f('ix_escalation_recommendation_id'), 'escalation', ['recommendation_id'])


def _letter() -> None:
    op.create_table('formal_letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=24), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('recipient', sa.String(length=200), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('signed_by', sa.String(length=200), nullable=False),
    sa.Column('protocol', sa.String(length=60), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('noted_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'sent') = (sent_on IS NOT NULL)", name=op.f('ck_formal_letter_sent')),
    sa.CheckConstraint("sent_on IS NULL OR protocol <> ''", name=op.f('ck_formal_letter_protocol')),
    sa.ForeignKeyConstraint(['clock_id'], ['clock.id'], name=op.f('fk_formal_letter_clock_id_clock')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_formal_letter_concern_id_concern')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_formal_letter_noted_by_id_person')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_formal_letter_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_formal_letter_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_formal_letter')),
    sa.UniqueConstraint('public_id', name=op.f('uq_formal_letter_public_id'))
    )
    op.create_index('ix_formal_letter_state', 'formal_letter', ['state', 'id'])
    op.create_index('ix_formal_letter_concern', 'formal_letter', ['concern_id', 'id'])
    op.create_index(
        'ix_formal_letter_drafted', 'formal_letter', ['clock_id'],
        sqlite_where=sa.text("state = 'drafted'"), postgresql_where=sa.text("state = 'drafted'"),
    )


def downgrade() -> None:
    """Back, without losing what the older schema can hold."""
    op.drop_table('formal_letter')
    op.drop_table('escalation')
    for name, _columns, _sqlite, _postgresql in INDEXES:
        op.drop_index(name, table_name='clock')
    for name in ('on_agenda', 'escalation', 'look_on', 'rung', 'set_on', 'stood_on'):
        op.drop_column('clock', name)
    for table in LISTED:
        for name in MOVED:
            op.drop_column(table, name)
    op.drop_column('person', 'leads')
    op.drop_column('organisation', 'head_address')
    op.drop_column('organisation', 'head_name')
