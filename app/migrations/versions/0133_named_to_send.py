"""Whom the Group named to send what is urgent where the chair is recused: one person at most."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0133'
down_revision = '0071'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema. Nobody was named before."""
    op.add_column('person', sa.Column('sends_urgent', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """To the older schema; that somebody was named stands in the history of the Group."""
    op.drop_column('person', 'sends_urgent')
