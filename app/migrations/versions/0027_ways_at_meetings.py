"""A way to an institution that is late is proposed for the next meeting, and may stand on an agenda."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

OF_ITEMS = ('resolution', 'action_item', 'correction', 'attendance_exception', 'meeting_guest')


def upgrade() -> None:
    """To the newer schema. What is late for long already is proposed with its next rung."""
    op.add_column('facilitation', sa.Column('on_agenda', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('way_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_agenda_item_way_id_facilitation'), 'facilitation', ['way_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_agenda_item_way'), "(kind = 'way') = (way_id IS NOT NULL)")


def downgrade() -> None:
    """To the older schema, which knows no such item."""
    for table in OF_ITEMS:
        op.execute(f"DELETE FROM {table} WHERE item_id IN (SELECT id FROM agenda_item WHERE kind = 'way')")
    op.execute("DELETE FROM agenda_item WHERE kind = 'way'")
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_agenda_item_way'), type_='check')
        batch_op.drop_constraint(op.f('fk_agenda_item_way_id_facilitation'), type_='foreignkey')
        batch_op.drop_column('way_id')
    op.drop_column('facilitation', 'on_agenda')
