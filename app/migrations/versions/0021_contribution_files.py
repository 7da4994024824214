"""Files of contributions, and files that come by a one-time link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

REFERS = (('request_id', 'contribution_request'), ('link_id', 'answer_link'))


def upgrade() -> None:
    """To the newer schema."""
    with op.batch_alter_table('attachment') as batch_op:
        for column, table in REFERS:
            batch_op.add_column(sa.Column(column, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(batch_op.f(f'fk_attachment_{column}_{table}'), table, [column], ['id'])
            batch_op.create_index(batch_op.f(f'ix_attachment_{column}'), [column])
        batch_op.alter_column('person_id', existing_type=sa.Integer(), nullable=True)
        batch_op.create_check_constraint(batch_op.f('ck_attachment_given_by'), 'person_id IS NOT NULL OR link_id IS NOT NULL')


def downgrade() -> None:
    """Back, without losing what the older schema can hold: what came by a link is then from who sent the link, and
    a contribution's file one that waits for a step, so that nobody else reads it."""
    op.execute("UPDATE attachment SET person_id = (SELECT by_id FROM answer_link WHERE answer_link.id = link_id) WHERE person_id IS NULL")
    op.execute(sa.text("UPDATE attachment SET pending = :yes WHERE request_id IS NOT NULL").bindparams(sa.bindparam('yes', True, sa.Boolean())))
    with op.batch_alter_table('attachment') as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_attachment_given_by'), type_='check')
        batch_op.alter_column('person_id', existing_type=sa.Integer(), nullable=False)
        for column, table in REFERS:
            batch_op.drop_index(batch_op.f(f'ix_attachment_{column}'))
            batch_op.drop_constraint(batch_op.f(f'fk_attachment_{column}_{table}'), type_='foreignkey')
            batch_op.drop_column(column)
