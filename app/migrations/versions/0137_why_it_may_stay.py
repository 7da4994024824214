"""Why what looks like an identifier may stay in minutes, and in what is to be corrected in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0137'
down_revision = '0136'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.add_column('agenda_item', sa.Column('minutes_override', sa.Text(), nullable=False, server_default=''))
    op.add_column('correction', sa.Column('override_reason', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    """To the older schema, without the reasons."""
    op.drop_column('correction', 'override_reason')
    op.drop_column('agenda_item', 'minutes_override')
