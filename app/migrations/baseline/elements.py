"""What the modules of the baseline build with: references, indexes, and tables that only grow.

Migrations after the baseline do not use this: they stand alone, as `flask db migrate` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op


class Index(NamedTuple):
    """An index; `where` names the rows that it holds (all where empty), as PostgreSQL writes it."""

    name: str
    table: str
    columns: str
    where: str = ""
    unique: bool = False


def reference(
    table: str, column: str, to: str, *, nullable: bool = False, ondelete: str | None = None
) -> sa.Column[int]:
    """A column of `table` that holds the id of a row elsewhere."""
    key = sa.ForeignKey(f"{to}.id", name=f"fk_{table}_{column}_{to}", ondelete=ondelete)
    return sa.Column(column, sa.Integer(), key, nullable=nullable)


def create_indexes(indexes: Iterable[Index]) -> None:
    """A partial index serves a query that says the same in the same words: SQLite's are given as SQLAlchemy asks."""
    for index in indexes:
        where, on_sqlite = sa.text(index.where), sa.text(_on_sqlite(index.where))
        op.create_index(
            index.name,
            index.table,
            index.columns.split(),
            unique=index.unique,
            sqlite_where=on_sqlite if index.where else None,
            postgresql_where=where if index.where else None,
        )


def _on_sqlite(where: str) -> str:
    """The condition with 1 for true; a column that stands alone is compared with it."""
    return f"{where} = 1" if where.isidentifier() else where.replace("= true", "= 1")


def create_refusal() -> None:
    """Make what the triggers call, where they call something."""
    if _is_postgresql():
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$"
        )


def drop_refusal() -> None:
    """After the tables whose triggers call it."""
    if _is_postgresql():
        op.execute("DROP FUNCTION refuse_change()")


def refuse_changes(table: str) -> None:
    """The database itself refuses to change or delete the table's rows."""
    refuse = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
    action = "EXECUTE FUNCTION refuse_change()" if _is_postgresql() else refuse
    for operation in ("UPDATE", "DELETE"):
        name = f"{table}_no_{operation.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW {action}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
