"""Second looks: who found a recommendation implemented, and who is named to look again. Indicators."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('indicators', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('verified_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('look_by_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_recommendation_verified_by_id_organisation'), 'organisation', ['verified_by_id'], ['id'])
        batch_op.create_foreign_key(op.f('fk_recommendation_look_by_id_organisation'), 'organisation', ['look_by_id'], ['id'])
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.alter_column('indicators', server_default=None)


def downgrade() -> None:
    """To the older schema."""
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_recommendation_look_by_id_organisation'), type_='foreignkey')
        batch_op.drop_constraint(op.f('fk_recommendation_verified_by_id_organisation'), type_='foreignkey')
        batch_op.drop_column('look_by_id')
        batch_op.drop_column('verified_by_id')
        batch_op.drop_column('indicators')
