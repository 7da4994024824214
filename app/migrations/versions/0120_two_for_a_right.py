"""What gives a right waits for a second person; a new address waits for its owner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table(
        "rights_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f("ck_rights_proposal_decided")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR state <> 'confirmed' OR decided_by_id <> by_id",
            name=op.f("ck_rights_proposal_two"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_rights_proposal_by_id_person")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_rights_proposal_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rights_proposal_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rights_proposal_public_id")),
    )
    op.create_index("ix_rights_proposal_person", "rights_proposal", ["person_id", "state"])
    op.create_index("ix_rights_proposal_state", "rights_proposal", ["state", "id"])
    op.add_column("person", sa.Column("new_email", sa.String(length=200), nullable=True))
    with op.batch_alter_table("letter") as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_letter_person_id_person"), "person", ["person_id"], ["id"])


def downgrade() -> None:
    """To the older schema, which knows no such letter."""
    op.execute("DELETE FROM letter WHERE kind IN ('new_address', 'old_address')")
    with op.batch_alter_table("letter") as batch_op:
        batch_op.drop_constraint(op.f("fk_letter_person_id_person"), type_="foreignkey")
        batch_op.drop_column("person_id")
    op.drop_column("person", "new_email")
    op.drop_table("rights_proposal")
