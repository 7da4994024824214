"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table('organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('short_name', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('field', sa.String(length=24), nullable=True),
    sa.Column('area', sa.String(length=24), nullable=True),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=60), nullable=False),
    sa.Column('answers_for', sa.Text(), nullable=False),
    sa.Column('sort_key', sa.String(length=400), nullable=False),
    sa.Column('confirmed', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("field IN ('child_care', 'victim_services', 'human_rights')", name=op.f('ck_organisation_fields')),
    sa.CheckConstraint("field IS NULL OR kind = 'member'", name=op.f('ck_organisation_field')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_organisation_public_id'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index('ix_organisation_sort', ['active', 'sort_key'], unique=False)

    op.create_table('own_date',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.CheckConstraint("kind IN ('holiday', 'working')", name=op.f('ck_own_date_kind')),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_own_date'))
    )
    op.create_table('role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=24), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role')),
    sa.UniqueConstraint('name', name=op.f('uq_role_name'))
    )
    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tf_primary_method', sa.String(length=64), nullable=True),
    sa.Column('tf_totp_secret', sa.String(length=255), nullable=True),
    sa.Column('mf_recovery_codes', sa.JSON(), nullable=True),
    sa.Column('fs_webauthn_user_handle', sa.String(length=64), nullable=True),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('previous_seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_person_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_person_fs_uniquifier')),
    sa.UniqueConstraint('fs_webauthn_user_handle', name=op.f('uq_person_fs_webauthn_user_handle')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_public_id'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('account_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=32), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_account_event_actor_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_event_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_event'))
    )
    op.create_table('concern',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('reference', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(length=24), nullable=False),
    sa.Column('stage_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('level', sa.String(length=24), nullable=False),
    sa.Column('filer_organisation_id', sa.Integer(), nullable=False),
    sa.Column('filer_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('narrative', sa.Text(), nullable=True),
    sa.Column('where_when', sa.Text(), nullable=True),
    sa.Column('duty', sa.Text(), nullable=True),
    sa.Column('how_known', sa.Text(), nullable=True),
    sa.Column('pillar', sa.String(length=24), nullable=True),
    sa.Column('subject', sa.String(length=24), nullable=True),
    sa.Column('exploitation', sa.String(length=24), nullable=True),
    sa.Column('affected', sa.JSON(), nullable=False),
    sa.Column('county', sa.String(length=24), nullable=True),
    sa.Column('municipality', sa.String(length=80), nullable=False),
    sa.Column('period_from', sa.Date(), nullable=True),
    sa.Column('period_to', sa.Date(), nullable=True),
    sa.Column('ongoing', sa.Boolean(), nullable=False),
    sa.Column('extent', sa.String(length=24), nullable=True),
    sa.Column('frequency', sa.String(length=200), nullable=False),
    sa.Column('case_range', sa.String(length=24), nullable=True),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('urgency_reason', sa.Text(), nullable=True),
    sa.Column('danger_reported', sa.Boolean(), nullable=False),
    sa.Column('coordinator_told', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(length=24), nullable=True),
    sa.Column('first_hand', sa.Boolean(), nullable=True),
    sa.Column('tried', sa.Text(), nullable=True),
    sa.Column('asks_for', sa.Text(), nullable=True),
    sa.Column('naming', sa.String(length=24), nullable=True),
    sa.Column('unidentifiable', sa.Boolean(), nullable=False),
    sa.Column('override_reason', sa.Text(), nullable=False),
    sa.Column('asked_from', sa.String(length=24), nullable=True),
    sa.Column('warned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('appeal_open', sa.Boolean(), nullable=False),
    sa.Column('appeal_used', sa.Boolean(), nullable=False),
    sa.Column('rapporteur_id', sa.Integer(), nullable=True),
    sa.Column('second_reader_id', sa.Integer(), nullable=True),
    sa.Column('lead_id', sa.Integer(), nullable=True),
    sa.Column('leads_others', sa.Boolean(), nullable=False),
    sa.Column('about_member', sa.Boolean(), nullable=False),
    sa.Column('fact_check_addressee_id', sa.Integer(), nullable=True),
    sa.Column('urgent_confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('extract_title', sa.String(length=200), nullable=False),
    sa.Column('extract', sa.Text(), nullable=True),
    sa.Column('extract_names_filer', sa.Boolean(), nullable=False),
    sa.Column('transmitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('through_ministry', sa.Boolean(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('party', sa.String(length=24), nullable=False),
    sa.Column('party_organisation_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('paused', sa.Boolean(), nullable=False),
    sa.Column('institutions_text', sa.String(length=400), nullable=False),
    sa.CheckConstraint("(stage = 'closed') = (closed_at IS NOT NULL)", name=op.f('ck_concern_closed')),
    sa.CheckConstraint("(stage = 'draft') OR (stage = 'discarded') OR submitted_at IS NOT NULL", name=op.f('ck_concern_submitted')),
    sa.CheckConstraint("(stage = 'information_requested') = (asked_from IS NOT NULL)", name=op.f('ck_concern_asked_from')),
    sa.CheckConstraint("(stage = 'joined') = (lead_id IS NOT NULL)", name=op.f('ck_concern_joined')),
    sa.CheckConstraint("stage NOT IN ('awaiting_response', 'in_follow_up', 'closed') OR transmitted_at IS NOT NULL", name=op.f('ck_concern_transmitted')),
    sa.ForeignKeyConstraint(['fact_check_addressee_id'], ['organisation.id'], name=op.f('fk_concern_fact_check_addressee_id_organisation')),
    sa.ForeignKeyConstraint(['filer_id'], ['person.id'], name=op.f('fk_concern_filer_id_person')),
    sa.ForeignKeyConstraint(['filer_organisation_id'], ['organisation.id'], name=op.f('fk_concern_filer_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['lead_id'], ['concern.id'], name=op.f('fk_concern_lead_id_concern')),
    sa.ForeignKeyConstraint(['party_organisation_id'], ['organisation.id'], name=op.f('fk_concern_party_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['rapporteur_id'], ['person.id'], name=op.f('fk_concern_rapporteur_id_person')),
    sa.ForeignKeyConstraint(['second_reader_id'], ['person.id'], name=op.f('fk_concern_second_reader_id_person')),
    sa.ForeignKeyConstraint(['urgent_confirmed_by_id'], ['person.id'], name=op.f('fk_concern_urgent_confirmed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concern')),
    sa.UniqueConstraint('public_id', name=op.f('uq_concern_public_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_concern_reference'))
    )
    with op.batch_alter_table('concern', schema=None) as batch_op:
        batch_op.create_index('ix_concern_county', ['county', 'id'], unique=False)
        batch_op.create_index('ix_concern_due', ['due_on', 'id'], unique=False, sqlite_where=sa.text('is_open = 1'), postgresql_where=sa.text('is_open'))
        batch_op.create_index('ix_concern_filer', ['filer_organisation_id', 'id'], unique=False)
        batch_op.create_index('ix_concern_lead_id', ['lead_id'], unique=False)
        batch_op.create_index('ix_concern_open', ['is_open', 'id'], unique=False)
        batch_op.create_index('ix_concern_pillar', ['pillar', 'id'], unique=False)
        batch_op.create_index('ix_concern_rapporteur_id', ['rapporteur_id', 'id'], unique=False)
        batch_op.create_index('ix_concern_stage', ['stage', 'id'], unique=False)
        batch_op.create_index('ix_concern_stage_due', ['stage', 'due_on', 'id'], unique=False)
        batch_op.create_index('ix_concern_transmitted', ['transmitted_at', 'id'], unique=False)

    op.create_table('held_form',
    sa.Column('token', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(length=300), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_held_form_person_id_person')),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_held_form'))
    )
    op.create_table('person_role',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_role_person_id_person')),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_person_role_role_id_role')),
    sa.PrimaryKeyConstraint('person_id', 'role_id', name=op.f('pk_person_role'))
    )
    op.create_table('concern_institution',
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_concern_institution_concern_id_concern')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_concern_institution_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('concern_id', 'organisation_id', name=op.f('pk_concern_institution'))
    )
    with op.batch_alter_table('concern_institution', schema=None) as batch_op:
        batch_op.create_index('ix_concern_institution_organisation', ['organisation_id', 'concern_id'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=24), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.CheckConstraint("(channel = 'exchange') = (institution_id IS NOT NULL)", name=op.f('ck_message_exchange')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_message_concern_id_concern')),
    sa.ForeignKeyConstraint(['institution_id'], ['organisation.id'], name=op.f('fk_message_institution_id_organisation')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_message_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_message_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_concern_id'), ['concern_id'], unique=False)

    op.create_table('reading',
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('extract_only', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_reading_concern_id_concern')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_reading_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reading_person_id_person')),
    sa.PrimaryKeyConstraint('concern_id', 'person_id', 'day', name=op.f('pk_reading'))
    )
    op.create_table('recommendation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('heading', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('addressee_id', sa.Integer(), nullable=False),
    sa.Column('duty', sa.Text(), nullable=False),
    sa.Column('measure', sa.Text(), nullable=False),
    sa.Column('baseline', sa.String(length=200), nullable=False),
    sa.Column('target', sa.String(length=200), nullable=False),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('weight', sa.String(length=24), nullable=False),
    sa.Column('will_look_at', sa.Text(), nullable=False),
    sa.Column('transmitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.String(length=24), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('disclaimed', sa.Boolean(), nullable=False),
    sa.Column('maintained', sa.Boolean(), nullable=False),
    sa.Column('mediated', sa.Boolean(), nullable=False),
    sa.Column('claim', sa.Text(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finding', sa.Text(), nullable=False),
    sa.Column('grade', sa.String(length=24), nullable=True),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=24), nullable=True),
    sa.Column('concluded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('party', sa.String(length=24), nullable=False),
    sa.Column('party_organisation_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('paused', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(state = 'concluded') = (concluded_at IS NOT NULL)", name=op.f('ck_recommendation_concluded_at')),
    sa.CheckConstraint("(state = 'concluded') = (outcome IS NOT NULL)", name=op.f('ck_recommendation_concluded')),
    sa.CheckConstraint("state <> 'reported_done' OR claimed_at IS NOT NULL", name=op.f('ck_recommendation_claimed')),
    sa.CheckConstraint("state IN ('drafted', 'adopted', 'dropped') OR transmitted_at IS NOT NULL", name=op.f('ck_recommendation_transmitted')),
    sa.CheckConstraint('(answer IS NULL) = (answered_at IS NULL)', name=op.f('ck_recommendation_answered')),
    sa.CheckConstraint('(grade IS NULL) = (found_at IS NULL)', name=op.f('ck_recommendation_found')),
    sa.ForeignKeyConstraint(['addressee_id'], ['organisation.id'], name=op.f('fk_recommendation_addressee_id_organisation')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_recommendation_concern_id_concern')),
    sa.ForeignKeyConstraint(['party_organisation_id'], ['organisation.id'], name=op.f('fk_recommendation_party_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendation')),
    sa.UniqueConstraint('concern_id', 'number', name=op.f('uq_recommendation_concern_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_recommendation_public_id'))
    )
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.create_index('ix_recommendation_addressee', ['addressee_id', 'state', 'id'], unique=False)
        batch_op.create_index('ix_recommendation_state', ['state', 'id'], unique=False)

    op.create_table('recusal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(person_id IS NULL) <> (organisation_id IS NULL)', name=op.f('ck_recusal_one_of')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_recusal_concern_id_concern')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_recusal_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recusal_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recusal')),
    sa.UniqueConstraint('concern_id', 'organisation_id', name=op.f('uq_recusal_concern_id_organisation_id')),
    sa.UniqueConstraint('concern_id', 'person_id', name=op.f('uq_recusal_concern_id_person_id'))
    )
    with op.batch_alter_table('recusal', schema=None) as batch_op:
        batch_op.create_index('ix_recusal_organisation', ['organisation_id', 'concern_id'], unique=False)
        batch_op.create_index('ix_recusal_person', ['person_id', 'concern_id'], unique=False)

    op.create_table('submission',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('do', sa.String(length=32), nullable=False),
    sa.Column('target', sa.String(length=24), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_submission_concern_id_concern')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_submission_person_id_person')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_submission'))
    )
    op.create_table('action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('unit', sa.String(length=200), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('measure', sa.String(length=300), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_action_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action'))
    )
    with op.batch_alter_table('action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_recommendation_id'), ['recommendation_id'], unique=False)

    op.create_table('clock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=True),
    sa.Column('rule', sa.String(length=24), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=24), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('paused_since', sa.Date(), nullable=True),
    sa.Column('stopped_on', sa.Date(), nullable=True),
    sa.Column('moved', sa.Integer(), nullable=False),
    sa.Column('moved_days', sa.Integer(), nullable=False),
    sa.Column('party', sa.String(length=24), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('addressee_id', sa.Integer(), nullable=True),
    sa.Column('county', sa.String(length=24), nullable=False),
    sa.Column('outside', sa.Boolean(), nullable=False),
    sa.Column('extension_asked', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(state = 'paused') = (paused_since IS NOT NULL)", name=op.f('ck_clock_paused')),
    sa.CheckConstraint("(state = 'stopped') = (stopped_on IS NOT NULL)", name=op.f('ck_clock_stopped')),
    sa.CheckConstraint("state <> 'running' OR due_on IS NOT NULL", name=op.f('ck_clock_due')),
    sa.ForeignKeyConstraint(['addressee_id'], ['organisation.id'], name=op.f('fk_clock_addressee_id_organisation')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_clock_concern_id_concern')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_clock_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_clock_person_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_clock_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock'))
    )
    with op.batch_alter_table('clock', schema=None) as batch_op:
        batch_op.create_index('ix_clock_addressee', ['addressee_id', 'outside', 'state', 'due_on', 'id'], unique=False)
        batch_op.create_index('ix_clock_concern', ['concern_id', 'recommendation_id', 'state'], unique=False)
        batch_op.create_index('ix_clock_county', ['county', 'outside', 'state', 'due_on', 'id'], unique=False)
        batch_op.create_index('ix_clock_desk', ['outside', 'state', 'due_on', 'id'], unique=False)
        batch_op.create_index('ix_clock_extension', ['outside', 'due_on', 'id'], unique=False, sqlite_where=sa.text('extension_asked = 1'), postgresql_where=sa.text('extension_asked'))
        batch_op.create_index('ix_clock_organisation', ['organisation_id', 'state', 'due_on', 'id'], unique=False)
        batch_op.create_index('ix_clock_party', ['party', 'state', 'due_on', 'id'], unique=False)
        batch_op.create_index('ix_clock_person', ['person_id', 'state', 'due_on', 'id'], unique=False)

    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('standing', sa.String(length=24), nullable=False),
    sa.Column('machine', sa.String(length=16), nullable=False),
    sa.Column('do', sa.String(length=32), nullable=False),
    sa.Column('source', sa.String(length=24), nullable=False),
    sa.Column('target', sa.String(length=24), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_event_concern_id_concern')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_event_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_event_person_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_event_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('concern_id', 'number', name=op.f('uq_event_concern_id_number'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_at', ['at'], unique=False)

    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('pending', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('level', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('shows', sa.String(length=300), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('stored_name', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_attachment_concern_id_concern')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_attachment_event_id_event')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_attachment_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attachment_person_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_attachment_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_attachment_public_id'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_concern_id'), ['concern_id'], unique=False)

    op.create_table('clock_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('waits_for', sa.String(length=24), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['clock_id'], ['clock.id'], name=op.f('fk_clock_entry_clock_id_clock')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_clock_entry_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock_entry'))
    )
    with op.batch_alter_table('clock_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clock_entry_clock_id'), ['clock_id'], unique=False)

    op.create_table('extension',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name=op.f('ck_extension_decided')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_extension_asked_by_id_person')),
    sa.ForeignKeyConstraint(['clock_id'], ['clock.id'], name=op.f('fk_extension_clock_id_clock')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_extension_decided_by_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_extension_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension'))
    )
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_extension_clock_id'), ['clock_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_extension_recommendation_id'), ['recommendation_id'], unique=False)

    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_outbox_concern_id_concern')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_outbox_event_id_event')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_outbox_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_key'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_outbox_waiting', ['state', 'not_before', 'id'], unique=False)

    op.create_table('statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=True),
    sa.Column('do', sa.String(length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('grade', sa.String(length=24), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_statement_concern_id_concern')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_statement_event_id_event')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_statement_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement')),
    sa.UniqueConstraint('event_id', name=op.f('uq_statement_event_id'))
    )
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.create_index('ix_statement_concern', ['concern_id', 'do'], unique=False)



def downgrade() -> None:
    """Back, without losing what the older schema can hold."""
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.drop_index('ix_statement_concern')

    op.drop_table('statement')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_waiting')
        batch_op.drop_index('ix_outbox_person')

    op.drop_table('outbox')
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_extension_recommendation_id'))
        batch_op.drop_index(batch_op.f('ix_extension_clock_id'))

    op.drop_table('extension')
    with op.batch_alter_table('clock_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clock_entry_clock_id'))

    op.drop_table('clock_entry')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_concern_id'))

    op.drop_table('attachment')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('ix_event_at')

    op.drop_table('event')
    with op.batch_alter_table('clock', schema=None) as batch_op:
        batch_op.drop_index('ix_clock_person')
        batch_op.drop_index('ix_clock_party')
        batch_op.drop_index('ix_clock_organisation')
        batch_op.drop_index('ix_clock_extension', sqlite_where=sa.text('extension_asked = 1'), postgresql_where=sa.text('extension_asked'))
        batch_op.drop_index('ix_clock_desk')
        batch_op.drop_index('ix_clock_county')
        batch_op.drop_index('ix_clock_concern')
        batch_op.drop_index('ix_clock_addressee')

    op.drop_table('clock')
    with op.batch_alter_table('action', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_action_recommendation_id'))

    op.drop_table('action')
    op.drop_table('submission')
    with op.batch_alter_table('recusal', schema=None) as batch_op:
        batch_op.drop_index('ix_recusal_person')
        batch_op.drop_index('ix_recusal_organisation')

    op.drop_table('recusal')
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.drop_index('ix_recommendation_state')
        batch_op.drop_index('ix_recommendation_addressee')

    op.drop_table('recommendation')
    op.drop_table('reading')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_concern_id'))

    op.drop_table('message')
    with op.batch_alter_table('concern_institution', schema=None) as batch_op:
        batch_op.drop_index('ix_concern_institution_organisation')

    op.drop_table('concern_institution')
    op.drop_table('person_role')
    op.drop_table('held_form')
    with op.batch_alter_table('concern', schema=None) as batch_op:
        batch_op.drop_index('ix_concern_transmitted')
        batch_op.drop_index('ix_concern_stage_due')
        batch_op.drop_index('ix_concern_stage')
        batch_op.drop_index('ix_concern_rapporteur_id')
        batch_op.drop_index('ix_concern_pillar')
        batch_op.drop_index('ix_concern_open')
        batch_op.drop_index('ix_concern_lead_id')
        batch_op.drop_index('ix_concern_filer')
        batch_op.drop_index('ix_concern_due', sqlite_where=sa.text('is_open = 1'), postgresql_where=sa.text('is_open'))
        batch_op.drop_index('ix_concern_county')

    op.drop_table('concern')
    op.drop_table('account_event')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_organisation_id'))

    op.drop_table('person')
    op.drop_table('role')
    op.drop_table('own_date')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index('ix_organisation_sort')

    op.drop_table('organisation')
