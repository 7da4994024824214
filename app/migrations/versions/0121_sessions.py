"""A session is known on the server, so that signing out ends a copied cookie."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema. Whoever is signed in signs in once more."""
    op.create_table(
        "open_session",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_open_session_person_id_person")),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_open_session")),
    )
    op.create_index(op.f("ix_open_session_person_id"), "open_session", ["person_id"])
    op.create_index(op.f("ix_open_session_began_at"), "open_session", ["began_at"])


def downgrade() -> None:
    """To the older schema."""
    op.drop_table("open_session")
