"""Work before an answer: units, assignments, requests to agencies, prepared answers, words to use again, what the directory tells."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

# what an entry of the directory tells besides
TOLD = (
    ('postal', sa.String(length=300), ''),
    ('counties', sa.JSON(), '[]'),
    ('subjects', sa.JSON(), '[]'),
    ('check_mark', sa.String(length=40), ''),
    ('check_note', sa.Text(), ''),
)


def upgrade() -> None:
    """To the newer schema."""
    op.create_table('unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=60), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_unit_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('public_id', name=op.f('uq_unit_public_id'))
    )
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('answer_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('do', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_answer_template_by_id_person')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_answer_template_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_template')),
    sa.UniqueConstraint('public_id', name=op.f('uq_answer_template_public_id'))
    )
    with op.batch_alter_table('answer_template', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_template_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('work_mail',
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('about', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=300), nullable=False),
    sa.CheckConstraint("(person_id IS NULL) <> (email = '')", name=op.f('ck_work_mail_reader')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_work_mail_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_mail'))
    )
    with op.batch_alter_table('work_mail', schema=None) as batch_op:
        batch_op.create_index('ix_work_mail_waiting', ['state', 'not_before', 'id'], unique=False)

    op.create_table('assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('unit_id IS NOT NULL OR person_id IS NOT NULL', name=op.f('ck_assignment_somebody')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_assignment_by_id_person')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_assignment_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_assignment_person_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_assignment_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_assignment_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('recommendation_id', 'organisation_id', name=op.f('uq_assignment_recommendation_id_organisation_id'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index('ix_assignment_person', ['person_id', 'recommendation_id'], unique=False)
        batch_op.create_index('ix_assignment_unit', ['unit_id', 'recommendation_id'], unique=False)

    op.create_table('contribution_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('by_organisation_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminders', sa.Integer(), nullable=False),
    sa.Column('contribution', sa.Text(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('given_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint("state <> 'given' OR given_at IS NOT NULL", name=op.f('ck_contribution_request_given')),
    sa.ForeignKeyConstraint(['agency_id'], ['organisation.id'], name=op.f('fk_contribution_request_agency_id_organisation')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_contribution_request_by_id_person')),
    sa.ForeignKeyConstraint(['by_organisation_id'], ['organisation.id'], name=op.f('fk_contribution_request_by_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_contribution_request_concern_id_concern')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_contribution_request_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contribution_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_contribution_request_public_id'))
    )
    with op.batch_alter_table('contribution_request', schema=None) as batch_op:
        batch_op.create_index('ix_contribution_request_agency', ['agency_id', 'state', 'due_on', 'id'], unique=False)
        batch_op.create_index('ix_contribution_request_by', ['by_organisation_id', 'state', 'due_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contribution_request_concern_id'), ['concern_id'], unique=False)
        batch_op.create_index('ix_contribution_request_recommendation', ['recommendation_id', 'state'], unique=False)

    op.create_table('prepared_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('do', sa.String(length=32), nullable=False),
    sa.Column('given', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_by_id', sa.Integer(), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint("(state = 'sent') = (signed_at IS NOT NULL)", name=op.f('ck_prepared_answer_signed')),
    sa.CheckConstraint('signed_by_id IS NULL OR signed_by_id <> by_id', name=op.f('ck_prepared_answer_two_persons')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_prepared_answer_by_id_person')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_prepared_answer_concern_id_concern')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_prepared_answer_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_prepared_answer_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['signed_by_id'], ['person.id'], name=op.f('fk_prepared_answer_signed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prepared_answer')),
    sa.UniqueConstraint('public_id', name=op.f('uq_prepared_answer_public_id'))
    )
    with op.batch_alter_table('prepared_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_prepared_answer_concern_id'), ['concern_id'], unique=False)
        batch_op.create_index('ix_prepared_answer_organisation', ['organisation_id', 'state', 'id'], unique=False)
        batch_op.create_index('uq_prepared_answer_open', ['recommendation_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'to_sign', 'returned')"), postgresql_where=sa.text("state IN ('draft', 'to_sign', 'returned')"))

    op.add_column('action', sa.Column('cost', sa.String(length=300), nullable=False, server_default=''))
    op.add_column('organisation', sa.Column('sign_off', sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, kind, default in TOLD:
        op.add_column('organisation', sa.Column(name, kind, nullable=False, server_default=default))
    op.add_column('organisation', sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('organisation', sa.Column('check_asked_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Back, without losing what the older schema can hold."""
    for name in ('check_asked_at', 'checked_at', *(name for name, _kind, _default in reversed(TOLD)), 'sign_off'):
        op.drop_column('organisation', name)
    op.drop_column('action', 'cost')

    with op.batch_alter_table('prepared_answer', schema=None) as batch_op:
        batch_op.drop_index('uq_prepared_answer_open', sqlite_where=sa.text("state IN ('draft', 'to_sign', 'returned')"), postgresql_where=sa.text("state IN ('draft', 'to_sign', 'returned')"))
        batch_op.drop_index('ix_prepared_answer_organisation')
        batch_op.drop_index(batch_op.f('ix_prepared_answer_concern_id'))

    op.drop_table('prepared_answer')
    with op.batch_alter_table('contribution_request', schema=None) as batch_op:
        batch_op.drop_index('ix_contribution_request_recommendation')
        batch_op.drop_index(batch_op.f('ix_contribution_request_concern_id'))
        batch_op.drop_index('ix_contribution_request_by')
        batch_op.drop_index('ix_contribution_request_agency')

    op.drop_table('contribution_request')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index('ix_assignment_unit')
        batch_op.drop_index('ix_assignment_person')

    op.drop_table('assignment')
    with op.batch_alter_table('work_mail', schema=None) as batch_op:
        batch_op.drop_index('ix_work_mail_waiting')

    op.drop_table('work_mail')
    with op.batch_alter_table('answer_template', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_template_organisation_id'))

    op.drop_table('answer_template')
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_organisation_id'))

    op.drop_table('unit')
