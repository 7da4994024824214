"""The end of each chain is sealed; changes of the directory are on record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To the newer schema. `flask history seal` seals the chains that are there already."""
    op.create_table(
        "chain_end",
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_chain_end_concern_id_concern")),
        sa.PrimaryKeyConstraint("concern_id", name=op.f("pk_chain_end")),
    )
    op.create_table(
        "organisation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_organisation_event_actor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_event_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_event")),
    )
    op.create_index(
        "ix_organisation_event_organisation", "organisation_event", ["organisation_id", "id"]
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for operation in ("UPDATE", "DELETE"):
        action = (
            "EXECUTE FUNCTION refuse_change()"
            if postgresql
            else "BEGIN SELECT RAISE(ABORT, 'rows of organisation_event are only ever added'); END"
        )
        op.execute(
            f"CREATE TRIGGER organisation_event_no_{operation.lower()} BEFORE {operation} ON organisation_event "
            f"FOR EACH ROW {action}"
        )


def downgrade() -> None:
    """To the older schema."""
    op.drop_table("organisation_event")
    op.drop_table("chain_end")
