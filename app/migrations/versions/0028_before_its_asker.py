"""The date of a contribution stays before that of the ministry which asks for it: each request keeps its last day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema. What is asked for already is due at the latest when it is due now."""
    op.add_column('contribution_request', sa.Column('not_after', sa.Date(), nullable=True))
    op.execute('UPDATE contribution_request SET not_after = due_on')


def downgrade() -> None:
    """To the older schema."""
    op.drop_column('contribution_request', 'not_after')
