"""Which columns can hold a text, and which of the life's words stand in each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Column, Enum, String, select, text

from app.concerns.records import Transmission
from app.core.db import Base, db
from tests.leaks.table import CANARY


def columns_of_text() -> Iterator[Column[Any]]:
    """Every column that can hold what somebody wrote."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | JSON) and not isinstance(column.type, Enum):
                yield column


def words_by_column() -> dict[str, set[str]]:
    """The words that the database holds now, by the name of the column."""
    return {
        f"{column.table.name}.{column.name}": {
            word for value in db.session.scalars(select(column)) for word in CANARY.findall(str(value))
        }
        for column in columns_of_text()
    }


def words_in_search() -> set[str]:
    """The words that the search looks through now, whoever asks."""
    kept = [
        *db.session.execute(text("SELECT * FROM concern_text")),
        *db.session.execute(select(Transmission.words)),
    ]
    return {word for row in kept for word in CANARY.findall(str(row))}
