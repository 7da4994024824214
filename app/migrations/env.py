"""How migrations run: on the application's own engine, each in one transaction that a kill leaves undone."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection, Enum

from app.cases.search import is_modelled
from app.core.db import WRITES, Base, UtcDateTime, db


def migrate() -> None:
    """Run what alembic was asked for."""
    with db.engine.connect() as connection:
        rebuilding = connection.dialect.name == "sqlite"
        if rebuilding:
            _let_tables_be_rebuilt(connection)
        context.configure(
            connection=connection.execution_options(**{WRITES: True}),
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=_written,
            include_name=is_modelled,
            transactional_ddl=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if rebuilding and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise RuntimeError(f"the migration left references to rows that are gone: {broken[:5]}")


def _let_tables_be_rebuilt(connection: Connection) -> None:
    """Switch foreign keys off, on this connection alone.

    SQLite alters a table by making another and dropping the first, and dropping deletes what refers to it.
    The switch does nothing inside a transaction, so it goes past SQLAlchemy, which would begin one.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    connection.detach()
    driver.execute("PRAGMA foreign_keys=OFF")


def _written(kind: str, item: object, _autogenerate: object) -> str | Literal[False]:
    """How a column's type is written in a migration: as what the database holds, free of today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


migrate()
