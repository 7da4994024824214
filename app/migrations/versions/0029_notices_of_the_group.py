"""Votes on the Group's own matters and invitations to meetings are notices, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

BEFORE = '(event_id IS NULL) = (way_event_id IS NOT NULL)'
ABOUT = ' + '.join(
    f'CASE WHEN {column} IS NULL THEN 0 ELSE 1 END'
    for column in ('event_id', 'way_event_id', 'vote_id', 'meeting_id')
)
DID = '(did IS NULL) = (vote_id IS NULL AND meeting_id IS NULL)'


def upgrade() -> None:
    """To the newer schema. A mail of such a vote that still waits becomes the notice that it would be today."""
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('vote_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('meeting_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('did', sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(op.f('fk_outbox_vote_id_vote'), 'vote', ['vote_id'], ['id'])
        batch_op.create_foreign_key(op.f('fk_outbox_meeting_id_meeting'), 'meeting', ['meeting_id'], ['id'])
        batch_op.drop_constraint(op.f('ck_outbox_about'), type_='check')
        batch_op.create_check_constraint(op.f('ck_outbox_about'), f'{ABOUT} = 1')
        batch_op.create_check_constraint(op.f('ck_outbox_did'), DID)
    op.execute(
        "INSERT INTO outbox (key, person_id, vote_id, did, topic, state, message_id, attempts, not_before, created_at, "
        "error) SELECT 'vote-' || about || CASE kind WHEN 'vote_opened' THEN '-open_vote-' ELSE '-close_vote-' END "
        "|| person_id, person_id, about, CASE kind WHEN 'vote_opened' THEN 'open_vote' ELSE 'close_vote' END, 'vote', "
        "'waiting', message_id, 0, not_before, created_at, '' FROM work_mail "
        "WHERE kind IN ('vote_opened', 'vote_closed') AND state = 'waiting' AND person_id IS NOT NULL"
    )
    op.execute(
        "UPDATE work_mail SET state = 'dropped' WHERE kind IN ('vote_opened', 'vote_closed') "
        "AND state IN ('waiting', 'failed')"
    )


def downgrade() -> None:
    """To the older schema, which knows no such notice."""
    op.execute('DELETE FROM outbox WHERE vote_id IS NOT NULL OR meeting_id IS NOT NULL')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_outbox_did'), type_='check')
        batch_op.drop_constraint(op.f('ck_outbox_about'), type_='check')
        batch_op.create_check_constraint(op.f('ck_outbox_about'), BEFORE)
        batch_op.drop_constraint(op.f('fk_outbox_meeting_id_meeting'), type_='foreignkey')
        batch_op.drop_constraint(op.f('fk_outbox_vote_id_vote'), type_='foreignkey')
        batch_op.drop_column('did')
        batch_op.drop_column('meeting_id')
        batch_op.drop_column('vote_id')
