"""History and ledgers only grow: the database itself refuses to change or delete their rows."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("event", "statement", "clock_entry", "account_event")
OPERATIONS = ("UPDATE", "DELETE")


def upgrade() -> None:
    """To the newer schema."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$"
        )
    for table in TABLES:
        for operation in OPERATIONS:
            name = f"{table}_no_{operation.lower()}"
            action = (
                "EXECUTE FUNCTION refuse_change()"
                if postgresql
                else f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW {action}")


def downgrade() -> None:
    """To the older schema."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for operation in OPERATIONS:
            name = f"{table}_no_{operation.lower()}"
            op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_change()")
