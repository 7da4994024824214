"""Working papers: first rounds and views, assessments, comments on drafts, suggested wording."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table('assessment',
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('duty', sa.Text(), nullable=False),
    sa.Column('findings', sa.Text(), nullable=False),
    sa.Column('gaps', sa.Text(), nullable=False),
    sa.Column('harm', sa.Text(), nullable=False),
    sa.Column('harm_checked', sa.Boolean(), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_assessment_concern_id_concern')),
    sa.ForeignKeyConstraint(['saved_by_id'], ['person.id'], name=op.f('fk_assessment_saved_by_id_person')),
    sa.PrimaryKeyConstraint('concern_id', name=op.f('pk_assessment'))
    )
    op.create_table('first_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('closed_by_id IS NULL OR closed_at IS NOT NULL', name=op.f('ck_first_round_closed')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_first_round_closed_by_id_person')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_first_round_concern_id_concern')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_first_round_opened_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_first_round'))
    )
    with op.batch_alter_table('first_round', schema=None) as batch_op:
        batch_op.create_index('ix_first_round_concern', ['concern_id', 'id'], unique=False)
        batch_op.create_index('ix_first_round_ends', ['ends_at'], unique=False, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.create_index('uq_first_round_open', ['concern_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('draft_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('part', sa.String(length=24), nullable=True),
    sa.Column('passage', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resolved_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(part IS NULL) = (passage = '')", name=op.f('ck_draft_comment_passage')),
    sa.CheckConstraint('(resolved_at IS NULL) = (resolved_by_id IS NULL)', name=op.f('ck_draft_comment_resolved')),
    sa.CheckConstraint('parent_id IS NULL OR (part IS NULL AND resolved_at IS NULL)', name=op.f('ck_draft_comment_reply')),
    sa.ForeignKeyConstraint(['parent_id'], ['draft_comment.id'], name=op.f('fk_draft_comment_parent_id_draft_comment')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_comment_person_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_draft_comment_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['resolved_by_id'], ['person.id'], name=op.f('fk_draft_comment_resolved_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_comment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_draft_comment_public_id'))
    )
    with op.batch_alter_table('draft_comment', schema=None) as batch_op:
        batch_op.create_index('ix_draft_comment_recommendation', ['recommendation_id', 'id'], unique=False)

    op.create_table('draft_suggestion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=24), nullable=False),
    sa.Column('passage', sa.Text(), nullable=False),
    sa.Column('wording', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f('ck_draft_suggestion_decided')),
    sa.CheckConstraint("(state = 'refused') = (reason <> '')", name=op.f('ck_draft_suggestion_reason')),
    sa.CheckConstraint('(decided_at IS NULL) = (decided_by_id IS NULL)', name=op.f('ck_draft_suggestion_decided_by')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_draft_suggestion_decided_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_suggestion_person_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_draft_suggestion_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_suggestion'))
    )
    with op.batch_alter_table('draft_suggestion', schema=None) as batch_op:
        batch_op.create_index('ix_draft_suggestion_recommendation', ['recommendation_id', 'id'], unique=False)

    op.create_table('first_view',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('leaning', sa.String(length=24), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_first_view_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_first_view_person_id_person')),
    sa.ForeignKeyConstraint(['round_id'], ['first_round.id'], name=op.f('fk_first_view_round_id_first_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_first_view')),
    sa.UniqueConstraint('round_id', 'organisation_id', name=op.f('uq_first_view_round_id_organisation_id'))
    )
    op.add_column('concern', sa.Column('first_round', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index('ix_concern_first_round', 'concern', ['id'], unique=False, sqlite_where=sa.text('first_round = 1'), postgresql_where=sa.text('first_round = true'))
    op.add_column('recommendation', sa.Column('suggestions', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    """Back, without losing what the older schema can hold."""
    op.drop_column('recommendation', 'suggestions')
    op.drop_index('ix_concern_first_round', table_name='concern')
    op.drop_column('concern', 'first_round')
    op.drop_table('first_view')
    op.drop_table('draft_suggestion')
    op.drop_table('draft_comment')
    op.drop_table('first_round')
    op.drop_table('assessment')
