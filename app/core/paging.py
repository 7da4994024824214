"""Pages by keyset: the next page begins after the last row, so that it costs the same at any depth."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_

R = TypeVar("R")
SIZE = 25


@dataclass(frozen=True, slots=True)
class Key:
    """One column of the order, and its direction."""

    column: Any
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """The rows of one page, and where the neighbouring pages begin."""

    rows: Sequence[R]
    newer: str | None
    older: str | None


def cursor_of(values: Sequence[Any]) -> str:
    """The place of a row as an address holds it."""
    plain = [v.isoformat() if isinstance(v, date) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(cursor: str, keys: Sequence[Key]) -> list[Any] | None:
    """The values of a cursor, or None for one that was never ours."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(keys):
            return None
        return [_typed(v, k) for v, k in zip(values, keys, strict=True)]
    except (binascii.Error, ValueError, TypeError):
        return None


def _typed(value: Any, key: Key) -> Any:
    kind = key.column.type.python_type
    return date.fromisoformat(value) if kind is date else kind(value)


def _beyond(keys: Sequence[Key], values: Sequence[Any], *, backwards: bool) -> ColumnElement[bool]:
    """Rows after (or before) the cursor in the order of the keys."""
    parts = []
    for place, key in enumerate(keys):
        smaller = key.descending != backwards
        step = key.column < values[place] if smaller else key.column > values[place]
        same = [k.column == v for k, v in zip(keys[:place], values[:place], strict=True)]
        parts.append(and_(*same, step))
    return or_(*parts)


def paged(
    session: Any, query: Select[Any], keys: Sequence[Key], after: str = "", before: str = "", size: int = SIZE
) -> Page[Any]:
    """One page of the query; `keys` are columns of the result and make its order total."""
    backwards = bool(before)
    values = _read(before or after, keys) if before or after else None
    if values is not None:
        query = query.where(_beyond(keys, values, backwards=backwards))
    for key in keys:
        query = query.order_by(key.column.desc() if key.descending != backwards else key.column.asc())
    rows = list(session.execute(query.limit(size + 1)).all())
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    names = [key.column.key for key in keys]

    def place(row: Any) -> str:
        return cursor_of([getattr(row, name) for name in names])

    if not rows:
        return Page(rows, None, None)
    has_newer = more if backwards else values is not None
    has_older = values is not None if backwards else more
    return Page(rows, place(rows[0]) if has_newer else None, place(rows[-1]) if has_older else None)
