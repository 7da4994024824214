"""One-time links by which an institution without an account answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table('answer_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('nonce', sa.String(length=40), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('draft', sa.JSON(), nullable=False),
    sa.Column('code_nonce', sa.String(length=40), nullable=False),
    sa.Column('code_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('code_tries', sa.Integer(), nullable=False),
    sa.Column('codes', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind = 'contribution') = (request_id IS NOT NULL)", name=op.f('ck_answer_link_request')),
    sa.CheckConstraint('used_at IS NULL OR revoked_at IS NULL', name=op.f('ck_answer_link_ended_once')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_answer_link_by_id_person')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_answer_link_concern_id_concern')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_answer_link_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_answer_link_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['request_id'], ['contribution_request.id'], name=op.f('fk_answer_link_request_id_contribution_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_link')),
    sa.UniqueConstraint('public_id', name=op.f('uq_answer_link_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_answer_link_token_hash'))
    )
    with op.batch_alter_table('answer_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_link_concern_id'), ['concern_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_link_recommendation_id'), ['recommendation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_link_request_id'), ['request_id'], unique=False)


def downgrade() -> None:
    """Back, without losing what the older schema can hold."""
    with op.batch_alter_table('answer_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_link_request_id'))
        batch_op.drop_index(batch_op.f('ix_answer_link_recommendation_id'))
        batch_op.drop_index(batch_op.f('ix_answer_link_concern_id'))

    op.drop_table('answer_link')
