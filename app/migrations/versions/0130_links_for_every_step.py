"""One-time links for every step that an addressee owes, and for errors of fact."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0130'
down_revision = '0070'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema. Links were for answers alone."""
    with op.batch_alter_table('answer_link', schema=None) as batch_op:
        batch_op.add_column(sa.Column('state', sa.String(length=32), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('over_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column('recommendation_id', existing_type=sa.Integer(), nullable=True)
        batch_op.create_check_constraint(
            op.f('ck_answer_link_facts'), "kind = 'facts' OR recommendation_id IS NOT NULL"
        )
    op.execute("UPDATE answer_link SET state = 'awaiting_response' WHERE kind = 'answer'")
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.alter_column('asked_by_id', existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """To the older schema: links for errors of fact are forgotten, and so is who asked by a link for more time."""
    op.execute(
        "UPDATE answer_link SET revoked_at = over_at "
        "WHERE over_at IS NOT NULL AND revoked_at IS NULL AND used_at IS NULL"
    )
    op.execute(
        "UPDATE attachment SET link_id = NULL, "
        "person_id = (SELECT by_id FROM answer_link WHERE answer_link.id = attachment.link_id) "
        "WHERE link_id IN (SELECT id FROM answer_link WHERE recommendation_id IS NULL)"
    )
    op.execute("DELETE FROM answer_link WHERE recommendation_id IS NULL")
    op.execute("UPDATE extension SET asked_by_id = (SELECT MIN(id) FROM person) WHERE asked_by_id IS NULL")
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.alter_column('asked_by_id', existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table('answer_link', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_answer_link_facts'), type_='check')
        batch_op.alter_column('recommendation_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column('over_at')
        batch_op.drop_column('state')
