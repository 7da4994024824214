"""Rows for any table, found by trying: for tests that need data in place and do not care what it says."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Enum, MetaData, Table, func, insert, select, types
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

TRIES = 500


def fill(connection: Connection, present: MetaData, declared: MetaData) -> None:
    """Put a row into each empty table that is `present`; what enums may hold is read from what is `declared`."""
    chance = random.Random(20261124)
    for table in present.sorted_tables:
        if not count_rows(connection, table):
            _insert(connection, table, declared.tables.get(table.name), chance)


def count_rows(connection: Connection, table: Table) -> int:
    """How many rows a table holds."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _insert(connection: Connection, table: Table, declared: Table | None, chance: random.Random) -> None:
    """Try the barest row first, then rows with more in them, until the table's checks accept one."""
    refusal: Exception | None = None
    for attempt in range(TRIES):
        row = {
            column.name: value
            for column in table.columns
            if (value := _value(connection, column, declared, chance, attempt / TRIES)) is not None
        }
        try:
            with connection.begin_nested():
                connection.execute(insert(table).values(row))
        except IntegrityError as error:
            refusal = error
        else:
            return
    raise AssertionError(f"no row fits {table.name}") from refusal


def _value(
    connection: Connection,
    column: Column[Any],
    declared: Table | None,
    chance: random.Random,
    fullness: float,
) -> Any:
    """A value for a column, or None where it may stay empty."""
    numbered = column.primary_key and not column.foreign_keys and isinstance(column.type, types.Integer)
    if column.computed is not None or numbered or (column.nullable and chance.random() >= fullness):
        return None
    for key in column.foreign_keys:
        return connection.execute(select(key.column).limit(1)).scalar()
    options = _options(column, declared)
    if options:
        return options[0] if not fullness else chance.choice(options)
    return _plain(column.type, chance)


def _options(column: Column[Any], declared: Table | None) -> list[str]:
    """What the column may hold: the members of its enum, or the words that the table's checks quote."""
    if declared is None or column.name not in declared.columns:
        return []
    kind = declared.columns[column.name].type
    if isinstance(kind, Enum):
        return [str(member) for member in kind.enums]
    checks = [str(c.sqltext) for c in declared.constraints if isinstance(c, CheckConstraint)]
    said_of_it = [said for check in checks for said in re.findall(rf"\b{column.name} (?:IN|=) [^)]*", check)]
    return [word for said in said_of_it for word in re.findall(r"'(\w+)'", said)]


def _plain(kind: types.TypeEngine[Any], chance: random.Random) -> Any:
    """A value of a column's type. Raises LookupError for a type not met before."""
    makers = {
        types.Boolean: lambda: chance.random() < 0.5,
        types.JSON: lambda: [],
        types.Integer: lambda: chance.randrange(1, 10**6),
        types.Numeric: lambda: chance.randrange(1, 10**4),
        types.DateTime: lambda: datetime(2026, 11, 24, chance.randrange(24), tzinfo=UTC),
        types.Time: lambda: time(chance.randrange(24)),
        types.Date: lambda: date(2026, 11, chance.randrange(1, 29)),
        postgresql.TSVECTOR: lambda: f"word{chance.randrange(1000)}",
        types.LargeBinary: lambda: chance.randbytes(8),
        types.String: lambda: f"{chance.randrange(16**8):08x}"[: getattr(kind, "length", None) or 8],
    }
    for known, make in makers.items():
        if isinstance(kind, known):
            return make()
    raise LookupError(f"no value is known for the type {kind!r}")
