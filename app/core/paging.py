"""Pages of a list by the key of their first and last row: the thousandth costs what the first costs.

And counts of its rows that end where nobody counts on.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Garbled
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from flask import current_app, request, url_for
from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_
from sqlalchemy.orm import Session

from app.core.db import read_rows

PAGE_SIZE = 25
MOST = 100  # counts end here: a hundred late cases and a hundred thousand ask for the same
KeyValue = int | date
Rows: TypeAlias = "Select[*tuple[Any, ...]]"


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: columns that together are unique, all of them rising or all falling.

    The columns are never null in the rows that are listed; an index holds them in this order.
    """

    name: str
    columns: tuple[Any, ...]
    falling: bool = False

    def by(self, *, backwards: bool) -> tuple[Any, ...]:
        """The columns for ORDER BY."""
        falling = self.falling != backwards
        return tuple(c.desc() if falling else c.asc() for c in self.columns)

    def beyond(self, key: Sequence[KeyValue], *, backwards: bool) -> ColumnElement[bool]:
        """What comes after this key; before it, if backwards."""
        mine, theirs = tuple_(*self.columns), tuple_(*key)
        if len(self.columns) == 1:
            mine, theirs = self.columns[0], key[0]  # type: ignore[assignment]  # a plain comparison: same operators
        return mine < theirs if self.falling != backwards else mine > theirs


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where in a list a page begins: after the row with this key, or backwards before it."""

    key: tuple[KeyValue, ...]
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page, and the keys at its ends where the list goes on."""

    rows: list[Row[Any]]
    first: tuple[KeyValue, ...] | None = None
    last: tuple[KeyValue, ...] | None = None


def page_of(query: Rows, order: Order, place: Cursor | None = None, size: int = PAGE_SIZE) -> Rows:
    """The statement for the rows of a page, and for one more row that tells whether the list goes on."""
    backwards = place is not None and place.backwards
    if place is not None:
        query = query.where(order.beyond(place.key, backwards=backwards))
    query = query.add_columns(*(c.label(f"key_{n}") for n, c in enumerate(order.columns)))
    return query.order_by(*order.by(backwards=backwards)).limit(size + 1)


def fetch_page(
    session: Session,
    statement: Rows,
    order: Order,
    place: Cursor | None = None,
    size: int = PAGE_SIZE,
    given: Mapping[str, Any] | None = None,
) -> Page:
    """The page that the statement reads with these parameters: one query."""
    return paged(list(read_rows(session, statement, given)), order, place, size)


def paged(rows: list[Row[Any]], order: Order, place: Cursor | None = None, size: int = PAGE_SIZE) -> Page:
    """The page that consists of these rows of the statement of a page."""
    backwards = place is not None and place.backwards
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    before, after = (more, True) if backwards else (place is not None, more)
    width = len(order.columns)
    return Page(
        rows,
        first=tuple(rows[0][-width:]) if rows and before else None,
        last=tuple(rows[-1][-width:]) if rows and after else None,
    )


# --- counts that end -----------------------------------------------------------------


def capped(count: int) -> str:
    """A count as people read it."""
    return f"{MOST - 1}+" if count >= MOST else str(count)


def count_of(*conditions: ColumnElement[bool], of: Any) -> Any:
    """How many rows there are, told by this column, as a scalar, counted no further than `MOST`."""
    rows = select(of).where(*conditions).limit(MOST).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()


# --- keys in addresses ---------------------------------------------------------------
# A row's number would tell how many concerns there are that the reader may not see: keys are sealed.


def seal(secret: str, order: Order, key: Sequence[KeyValue]) -> str:
    """The key as it stands in an address: unreadable, and good for this order alone."""
    plain = "|".join(value.isoformat() if isinstance(value, date) else str(value) for value in key)
    return (
        urlsafe_b64encode(_cipher(secret).encrypt(plain.encode(), [order.name.encode()])).decode().rstrip("=")
    )


def unseal(secret: str, order: Order, sealed: str) -> tuple[KeyValue, ...] | None:
    """The key of this address, or None for anything that was not sealed here for this order."""
    try:
        raw = urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
        plain = _cipher(secret).decrypt(raw, [order.name.encode()]).decode()
    except (Garbled, InvalidTag, ValueError):
        return None
    return tuple(int(part) if part.isdigit() else date.fromisoformat(part) for part in plain.split("|"))


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESSIV:
    """Deterministic, so that the same page has the same address."""
    return AESSIV(blake2b(secret.encode(), digest_size=32, person=b"tryeza-paging").digest())


def place_in(order: Order) -> Cursor | None:
    """Where the page begins, as the address says; the beginning for an address that was not made here."""
    for name in ("after", "before"):
        sealed = request.args.get(name)
        key = unseal(_secret(), order, sealed) if sealed else None
        if key is not None:
            return Cursor(key, backwards=name == "before")
    return None


def pager(endpoint: str, kept: dict[str, Any], order: Order, page: Page) -> tuple[str, str]:
    """Addresses of the page before and of the page after, with `kept` in them; empty where there is none."""
    before = url_for(endpoint, before=seal(_secret(), order, page.first), **kept) if page.first else ""
    after = url_for(endpoint, after=seal(_secret(), order, page.last), **kept) if page.last else ""
    return before, after


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
