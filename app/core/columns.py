"""Column types that features share, and values as a partial index of a column needs them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Enum, literal_column

E = TypeVar("E", bound=StrEnum)


def short(kind: type[E], length: int = 24) -> Enum:
    """An enum kept as its short string, so that both databases hold the same and a new value needs no migration."""
    return Enum(
        kind, native_enum=False, length=length, values_callable=lambda k: [member.value for member in k]
    )


def fixed(value: StrEnum) -> ColumnElement[Any]:
    """A value that is written into the statement, for a column of which a partial index has a condition.

    Given as a parameter it keeps that index from being used; and SQLite, which cannot know, plans anew each time.
    """
    return literal_column(f"'{value.value}'", short(type(value)))
