"""Votes of the Group (roll, ballots, results, minority opinions), declarations and the register of interests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table('vote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('machine', sa.String(length=16), nullable=False),
    sa.Column('do', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=True),
    sa.Column('recommendation_id', sa.Integer(), nullable=True),
    sa.Column('proposal', sa.JSON(), nullable=False),
    sa.Column('questions', sa.JSON(), nullable=False),
    sa.Column('manner', sa.String(length=24), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('quorum', sa.String(length=24), nullable=False),
    sa.Column('majority', sa.String(length=32), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.String(length=24), nullable=True),
    sa.Column('results', sa.JSON(), nullable=False),
    sa.Column('overtaken', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f('ck_vote_closed')),
    sa.CheckConstraint("(state = 'closed') = (verdict IS NOT NULL)", name=op.f('ck_vote_verdict')),
    sa.CheckConstraint("manner = 'meeting' OR ends_at IS NOT NULL", name=op.f('ck_vote_ends')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_vote_closed_by_id_person')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_vote_concern_id_concern')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_vote_opened_by_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_vote_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote')),
    sa.UniqueConstraint('public_id', name=op.f('uq_vote_public_id'))
    )
    with op.batch_alter_table('vote', schema=None) as batch_op:
        batch_op.create_index('ix_vote_concern', ['concern_id', 'id'], unique=False)
        batch_op.create_index('ix_vote_state', ['state', 'ends_at', 'id'], unique=False)
        batch_op.create_index('uq_vote_open', ['subject'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('ballot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vote_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('choice', sa.String(length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('void', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_ballot_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_ballot_person_id_person')),
    sa.ForeignKeyConstraint(['vote_id'], ['vote.id'], name=op.f('fk_ballot_vote_id_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ballot')),
    sa.UniqueConstraint('vote_id', 'organisation_id', 'question', name=op.f('uq_ballot_vote_id_organisation_id_question'))
    )
    op.create_table('minority_opinion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vote_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('travels', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_minority_opinion_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_minority_opinion_person_id_person')),
    sa.ForeignKeyConstraint(['vote_id'], ['vote.id'], name=op.f('fk_minority_opinion_vote_id_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minority_opinion')),
    sa.UniqueConstraint('vote_id', 'organisation_id', name=op.f('uq_minority_opinion_vote_id_organisation_id'))
    )
    op.create_table('vote_seat',
    sa.Column('vote_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('recused_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_vote_seat_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_vote_seat_person_id_person')),
    sa.ForeignKeyConstraint(['vote_id'], ['vote.id'], name=op.f('fk_vote_seat_vote_id_vote')),
    sa.PrimaryKeyConstraint('vote_id', 'organisation_id', name=op.f('pk_vote_seat'))
    )
    op.add_column('concern', sa.Column('voting', sa.Boolean(), nullable=False, server_default=sa.false()))

    op.add_column('recommendation', sa.Column('voting', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table('interest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('towards_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('to_on IS NULL OR from_on <= to_on', name=op.f('ck_interest_days')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_interest_by_id_person')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_interest_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['towards_id'], ['organisation.id'], name=op.f('fk_interest_towards_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest'))
    )
    op.create_index('ix_interest_organisation', 'interest', ['organisation_id'])
    op.create_index('ix_interest_towards', 'interest', ['towards_id'])
    op.create_table('declaration',
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_declaration_concern_id_concern')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_declaration_person_id_person')),
    sa.PrimaryKeyConstraint('concern_id', 'person_id', name=op.f('pk_declaration'))
    )


def downgrade() -> None:
    """Back, without losing what the older schema can hold."""
    op.drop_table('declaration')
    op.drop_table('interest')
    op.drop_column('recommendation', 'voting')

    op.drop_column('concern', 'voting')

    op.drop_table('vote_seat')
    op.drop_table('minority_opinion')
    op.drop_table('ballot')
    op.drop_table('vote')
