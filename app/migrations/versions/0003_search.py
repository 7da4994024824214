"""The search index over what is filed and what is transmitted."""

from __future__ import annotations

from alembic import op

from app.concerns.search.index import create_search, drop_search

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    create_search(op.get_bind())


def downgrade() -> None:
    """To the older schema."""
    drop_search(op.get_bind())
