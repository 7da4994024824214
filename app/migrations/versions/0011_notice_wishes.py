"""How people want to be told, digests, and deputies of who is away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table('notice_wishes',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('by_topic', sa.JSON(), nullable=False),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_to', sa.Time(), nullable=True),
    sa.Column('away_from', sa.Date(), nullable=True),
    sa.Column('away_to', sa.Date(), nullable=True),
    sa.Column('deputy_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(away_from IS NULL) = (away_to IS NULL)', name=op.f('ck_notice_wishes_away')),
    sa.CheckConstraint('(quiet_from IS NULL) = (quiet_to IS NULL)', name=op.f('ck_notice_wishes_quiet')),
    sa.CheckConstraint('away_from <= away_to', name=op.f('ck_notice_wishes_days')),
    sa.ForeignKeyConstraint(['deputy_id'], ['person.id'], name=op.f('fk_notice_wishes_deputy_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_wishes_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_notice_wishes'))
    )
    op.create_table('digest',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_digest_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest')),
    sa.UniqueConstraint('person_id', 'due_at', name=op.f('uq_digest_person_id_due_at'))
    )
    with op.batch_alter_table('digest', schema=None) as batch_op:
        batch_op.create_index('ix_digest_waiting', ['state', 'not_before', 'id'], unique=False)
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('absent_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('digest_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_outbox_absent_id_person'), 'person', ['absent_id'], ['id'])
        batch_op.create_foreign_key(op.f('fk_outbox_digest_id_digest'), 'digest', ['digest_id'], ['id'])
        batch_op.create_index(op.f('ix_outbox_digest_id'), ['digest_id'], unique=False)


def downgrade() -> None:
    """To the older schema. What waits in a digest leaves by itself then."""
    op.execute("UPDATE outbox SET state = 'waiting' WHERE state = 'digest' AND digest_id IN (SELECT id FROM digest WHERE state = 'waiting')")
    op.execute("UPDATE outbox SET state = 'sent' WHERE state IN ('digest', 'silent')")
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_outbox_digest_id'))
        batch_op.drop_constraint(op.f('fk_outbox_digest_id_digest'), type_='foreignkey')
        batch_op.drop_constraint(op.f('fk_outbox_absent_id_person'), type_='foreignkey')
        batch_op.drop_column('digest_id')
        batch_op.drop_column('absent_id')
    op.drop_table('digest')
    op.drop_table('notice_wishes')
