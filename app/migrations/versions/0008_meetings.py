"""Meetings: agenda, guests, attendance, resolutions, action items, minutes, invitations and calendar feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table('calendar_feed',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash'))
    )
    op.create_table('meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('called_by_id', sa.Integer(), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('circulated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('adopted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('adopted_in_id', sa.Integer(), nullable=True),
    sa.Column('adopted_by_id', sa.Integer(), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'adopted') = (adopted_at IS NOT NULL)", name=op.f('ck_meeting_adopted')),
    sa.CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f('ck_meeting_cancelled')),
    sa.CheckConstraint("(state IN ('called', 'cancelled')) = (held_at IS NULL)", name=op.f('ck_meeting_held')),
    sa.CheckConstraint("(state IN ('circulated', 'adopted')) = (circulated_at IS NOT NULL)", name=op.f('ck_meeting_circulated')),
    sa.CheckConstraint("place <> '' OR link <> ''", name=op.f('ck_meeting_where')),
    sa.CheckConstraint('(adopted_at IS NULL) = (adopted_in_id IS NULL)', name=op.f('ck_meeting_adopted_in')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_meeting_times')),
    sa.ForeignKeyConstraint(['adopted_by_id'], ['person.id'], name=op.f('fk_meeting_adopted_by_id_person')),
    sa.ForeignKeyConstraint(['adopted_in_id'], ['meeting.id'], name=op.f('fk_meeting_adopted_in_id_meeting')),
    sa.ForeignKeyConstraint(['called_by_id'], ['person.id'], name=op.f('fk_meeting_called_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('public_id', name=op.f('uq_meeting_public_id'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_starts', ['starts_at', 'id'], unique=False)

    op.create_table('attendance',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_attendance_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_attendance_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('meeting_id', 'organisation_id', name=op.f('pk_attendance'))
    )
    op.create_table('meeting_invitation',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('method', sa.String(length=24), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_invitation_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_invitation_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_invitation')),
    sa.UniqueConstraint('meeting_id', 'person_id', 'method', 'sequence', name=op.f('uq_meeting_invitation_meeting_id_person_id_method_sequence'))
    )
    with op.batch_alter_table('meeting_invitation', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_invitation_waiting', ['state', 'not_before', 'id'], unique=False)

    op.create_table('agenda_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('concern_id', sa.Integer(), nullable=True),
    sa.Column('recommendation_id', sa.Integer(), nullable=True),
    sa.Column('seat_id', sa.Integer(), nullable=True),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('minutes', sa.Text(), nullable=False),
    sa.Column('minutes_version', sa.Integer(), nullable=False),
    sa.Column('minutes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('minutes_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(kind = 'free') = (title <> '')", name=op.f('ck_agenda_item_free')),
    sa.CheckConstraint("(kind = 'mandate') = (seat_id IS NOT NULL)", name=op.f('ck_agenda_item_mandate')),
    sa.CheckConstraint("(kind = 'minutes') = (about_id IS NOT NULL)", name=op.f('ck_agenda_item_minutes')),
    sa.CheckConstraint("(kind IN ('proposal', 'overdue', 'claim')) = (concern_id IS NOT NULL)", name=op.f('ck_agenda_item_concern')),
    sa.CheckConstraint('recommendation_id IS NULL OR concern_id IS NOT NULL', name=op.f('ck_agenda_item_recommendation')),
    sa.ForeignKeyConstraint(['about_id'], ['meeting.id'], name=op.f('fk_agenda_item_about_id_meeting')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_agenda_item_concern_id_concern')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_agenda_item_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['minutes_by_id'], ['person.id'], name=op.f('fk_agenda_item_minutes_by_id_person')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_agenda_item_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_agenda_item_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item')),
    sa.UniqueConstraint('public_id', name=op.f('uq_agenda_item_public_id'))
    )
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.create_index('ix_agenda_item_about', ['about_id'], unique=False, sqlite_where=sa.text('about_id IS NOT NULL'), postgresql_where=sa.text('about_id IS NOT NULL'))
        batch_op.create_index('ix_agenda_item_concern', ['concern_id'], unique=False)
        batch_op.create_index('ix_agenda_item_meeting', ['meeting_id', 'place', 'id'], unique=False)

    op.create_table('action_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(done_at IS NULL) = (done_by_id IS NULL)', name=op.f('ck_action_item_done')),
    sa.ForeignKeyConstraint(['done_by_id'], ['person.id'], name=op.f('fk_action_item_done_by_id_person')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_action_item_item_id_agenda_item'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_action_item_owner_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_item')),
    sa.UniqueConstraint('public_id', name=op.f('uq_action_item_public_id'))
    )
    with op.batch_alter_table('action_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_item_item_id'), ['item_id'], unique=False)
        batch_op.create_index('ix_action_item_open', ['owner_id', 'due_on'], unique=False, sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))

    op.create_table('attendance_exception',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('present', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_attendance_exception_item_id_agenda_item'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_attendance_exception_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('item_id', 'organisation_id', name=op.f('pk_attendance_exception'))
    )
    op.create_table('correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_correction_item_id_agenda_item'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_correction_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction'))
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correction_item_id'), ['item_id'], unique=False)

    op.create_table('meeting_guest',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_meeting_guest_item_id_agenda_item'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_guest_person_id_person')),
    sa.PrimaryKeyConstraint('item_id', 'person_id', name=op.f('pk_meeting_guest'))
    )
    with op.batch_alter_table('meeting_guest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_guest_person_id'), ['person_id'], unique=False)

    op.create_table('resolution',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=24), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_resolution_by_id_person')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_resolution_item_id_agenda_item'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resolution')),
    sa.UniqueConstraint('public_id', name=op.f('uq_resolution_public_id'))
    )
    with op.batch_alter_table('resolution', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resolution_item_id'), ['item_id'], unique=False)


def downgrade() -> None:
    """Back, without losing what the older schema can hold."""
    op.drop_table('resolution')
    op.drop_table('meeting_guest')
    op.drop_table('correction')
    op.drop_table('attendance_exception')
    op.drop_table('action_item')
    op.drop_table('agenda_item')
    op.drop_table('meeting_invitation')
    op.drop_table('attendance')
    op.drop_table('meeting')
    op.drop_table('calendar_feed')
