"""Items that a member, the ministry, the coordinator or an invited institution proposes for an agenda."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0136'
down_revision = '0133'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table(
        'agenda_proposal',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('public_id', sa.String(length=24), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('item_id', sa.Integer(), nullable=True),
        sa.Column('left_out_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('left_out_by_id', sa.Integer(), nullable=True),
        sa.CheckConstraint("title <> ''", name=op.f('ck_agenda_proposal_title')),
        sa.CheckConstraint(
            '(left_out_at IS NULL) = (left_out_by_id IS NULL)', name=op.f('ck_agenda_proposal_left_out')
        ),
        sa.CheckConstraint('item_id IS NULL OR left_out_at IS NULL', name=op.f('ck_agenda_proposal_one_end')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_agenda_proposal_by_id_person')),
        sa.ForeignKeyConstraint(
            ['organisation_id'], ['organisation.id'], name=op.f('fk_agenda_proposal_organisation_id_organisation')
        ),
        sa.ForeignKeyConstraint(
            ['item_id'],
            ['agenda_item.id'],
            name=op.f('fk_agenda_proposal_item_id_agenda_item'),
            ondelete='SET NULL',
        ),
        sa.ForeignKeyConstraint(
            ['left_out_by_id'], ['person.id'], name=op.f('fk_agenda_proposal_left_out_by_id_person')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_proposal')),
        sa.UniqueConstraint('item_id', name=op.f('uq_agenda_proposal_item_id')),
        sa.UniqueConstraint('public_id', name=op.f('uq_agenda_proposal_public_id')),
    )
    op.create_index(op.f('ix_agenda_proposal_by_id'), 'agenda_proposal', ['by_id'])


def downgrade() -> None:
    """To the older schema, without what was proposed."""
    op.drop_index(op.f('ix_agenda_proposal_by_id'), table_name='agenda_proposal')
    op.drop_table('agenda_proposal')
