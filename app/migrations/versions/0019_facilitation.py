"""Ways to institutions: what members ask the ministry to open, and the history, which only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

TABLE, OPERATIONS = "facilitation_event", ("UPDATE", "DELETE")


def upgrade() -> None:
    """To the newer schema."""
    op.create_table('facilitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('way', sa.String(length=24), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('by_organisation_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=True),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('happens_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state IN ('asked', 'accepted')) = (due_on IS NOT NULL)", name=op.f('ck_facilitation_due')),
    sa.CheckConstraint("state <> 'arranged' OR how <> ''", name=op.f('ck_facilitation_arranged')),
    sa.ForeignKeyConstraint(['agency_id'], ['organisation.id'], name=op.f('fk_facilitation_agency_id_organisation')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_facilitation_by_id_person')),
    sa.ForeignKeyConstraint(['by_organisation_id'], ['organisation.id'], name=op.f('fk_facilitation_by_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_facilitation_concern_id_concern')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facilitation')),
    sa.UniqueConstraint('key', name=op.f('uq_facilitation_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_facilitation_public_id'))
    )
    with op.batch_alter_table('facilitation', schema=None) as batch_op:
        batch_op.create_index('ix_facilitation_by', ['by_organisation_id', 'state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_facilitation_concern_id'), ['concern_id'], unique=False)
        batch_op.create_index('ix_facilitation_due', ['state', 'due_on', 'id'], unique=False)

    op.create_table('facilitation_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('facilitation_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('do', sa.String(length=32), nullable=False),
    sa.Column('source', sa.String(length=24), nullable=False),
    sa.Column('target', sa.String(length=24), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['facilitation_id'], ['facilitation.id'], name=op.f('fk_facilitation_event_facilitation_id_facilitation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_facilitation_event_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facilitation_event'))
    )
    with op.batch_alter_table('facilitation_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_facilitation_event_facilitation_id'), ['facilitation_id'], unique=False)
    postgresql = op.get_bind().dialect.name == "postgresql"
    for operation in OPERATIONS:
        action = (
            "EXECUTE FUNCTION refuse_change()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, 'rows of {TABLE} are only ever added'); END"
        )
        name = f"{TABLE}_no_{operation.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {operation} ON {TABLE} FOR EACH ROW {action}")


def downgrade() -> None:
    """Back, without losing what the older schema can hold."""
    with op.batch_alter_table('facilitation_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_facilitation_event_facilitation_id'))

    op.drop_table('facilitation_event')
    with op.batch_alter_table('facilitation', schema=None) as batch_op:
        batch_op.drop_index('ix_facilitation_due')
        batch_op.drop_index(batch_op.f('ix_facilitation_concern_id'))
        batch_op.drop_index('ix_facilitation_by')

    op.drop_table('facilitation')
