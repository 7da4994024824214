"""Ids of things that a form does not offer: another case's, another institution's, another person's."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.forms import PageForm

PART = re.compile(r"[^/?]+")
OWN = (
    "csrf_token",
    "key",
    "version",
    "seen",
    "next",
    "language",
)  # of the form itself; a version is altered elsewhere
NAMED_OTHERWISE = {"institution": "organisation"}
NUMBERED = ("organisation", "person", "concern", "clock")  # of these the last one is taken as well
SEEN = ("last_seen_at", "previous_seen_at")  # every page notes them
MOST = 2


@dataclass(frozen=True)
class Things:
    """The rows of a database as it was kept: their public ids by table, and the greatest numbers."""

    kept: Path
    named: dict[str, list[str]]
    last: dict[str, int]

    def of(self, value: str) -> list[str]:
        """The public ids of the table in which this one stands."""
        return next((ids for ids in self.named.values() if value in ids), [])

    def instead_of(self, name: str, offered: list[str]) -> list[str]:
        """Values of the same kind as these, none of which is offered."""
        given = [value for value in offered if value not in ("", "0")]
        if all(value.isdigit() for value in given) and (given or "0" in offered):
            return self._numbers(offered)
        found: list[str] = []
        for value in given:
            prefix, _colon, public_id = value.rpartition(":")
            others = [other for other in self.of(public_id) if f"{prefix}{_colon}{other}" not in offered]
            found += [f"{prefix}{_colon}{other}" for other in (others[:1] + others[-1:])]
        if not given:
            found = self.named.get(NAMED_OTHERWISE.get(name, name), [])
        return list(dict.fromkeys(found))[: MOST + 1]

    def _numbers(self, offered: list[str]) -> list[str]:
        few = [str(number) for number in range(1, 60) if str(number) not in offered][:MOST]
        last = [str(self.last[table]) for table in NUMBERED]
        return list(dict.fromkeys(few + [number for number in last if number not in offered]))


def things_in(kept: Path) -> Things:
    """What is there."""
    with closing(sqlite3.connect(kept)) as database:
        named, last = {}, {}
        for table in tables_of(database):
            columns = {row[1] for row in database.execute(f'PRAGMA table_info("{table}")')}
            if "public_id" in columns:
                rows = database.execute(f'SELECT public_id FROM "{table}" ORDER BY id')
                named[table] = [row[0] for row in rows]
            if table in NUMBERED:
                last[table] = database.execute(f'SELECT max(id) FROM "{table}"').fetchone()[0]
    return Things(kept, named, last)


def tables_of(database: sqlite3.Connection) -> list[str]:
    """Tables of our own; search keeps others."""
    ours = "type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE '%fts%'"
    rows = database.execute(f"SELECT name FROM sqlite_master WHERE {ours}")
    return [row[0] for row in rows]


def changed(kept: Path, now: Path) -> dict[str, list[Any]]:
    """The rows that are not as they were kept, by table: as they are now, or as they were."""
    with closing(sqlite3.connect(now)) as database:
        database.execute("ATTACH ? AS kept", (str(kept),))
        found = {}
        for table in tables_of(database):
            columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
            held = ", ".join(f'"{name}"' for name in columns if name not in SEEN)
            both = [f'SELECT {held} FROM {where}."{table}"' for where in ("main", "kept")]
            rows = [
                row for one, other in (both, both[::-1]) for row in database.execute(f"{one} EXCEPT {other}")
            ]
            if rows:
                found[table] = rows
    return found


def foreign_fields(things: Things, form: PageForm) -> Iterator[tuple[str, str]]:
    """Each field that names a thing, with things that the form does not offer."""
    for name in form.names():
        controls = form.named(name)
        if name.rpartition("-")[2] in OWN or not (controls[0].kind == "hidden" or controls[0].is_choice):
            continue
        offered = [
            v for control in controls for v in (control.offered() if control.is_choice else [control.value])
        ]
        for value in things.instead_of(name, offered):
            yield name, value


def foreign_addresses(things: Things, address: str) -> Iterator[tuple[str, str, str]]:
    """This address with each id in it replaced by others of the same kind; what was replaced, and by what."""
    path = urlsplit(address).path
    for part in PART.finditer(path):
        others = [other for other in things.of(part[0]) if other != part[0]]
        if part[0].isdigit():
            others = [str(3 - int(part[0]))] if part[0] in ("1", "2") else ["1"]
        for other in dict.fromkeys(others[:1] + others[-1:]):
            yield path[: part.start()] + other + path[part.end() :], part[0], other
