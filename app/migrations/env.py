"""How migrations run: on the application's own engine, each in one transaction that a kill leaves undone."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

from alembic import context
from sqlalchemy import Connection, Enum
from sqlalchemy.exc import DBAPIError

from app.concerns.search import is_modelled
from app.core.db import WRITES, Base, UtcDateTime, db
from app.core.outages import fault_of, words_of


def migrate() -> None:
    """Run what alembic was asked for."""
    with _connected() as connection:
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
        before = context.get_context().get_current_revision()
        connection.rollback()  # each migration begins a transaction of its own
        with context.begin_transaction():
            context.run_migrations()
        after = context.get_context().get_current_revision()
        if before != after:
            print(f"The database went from {before or 'empty'} to {after or 'empty'}.", file=sys.stderr)
        if rebuilding and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise RuntimeError(f"the migration left references to rows that are gone: {broken[:5]}")


def _connected() -> Connection:
    """A connection; where there is none to be had, the command ends with one line."""
    url = db.engine.url
    if db.engine.dialect.name == "sqlite" and url.database:
        file = Path(url.database)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))  # read by nobody else
    try:
        return db.engine.connect()
    except DBAPIError as error:
        if fault_of(error) is None:
            raise
        sys.exit(f"The database cannot be used: {words_of(error)}")


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
