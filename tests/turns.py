"""What a run leaves to another day: half of what is told of both databases, and all but one of a test's variants.

Made for the run that follows each change; `make soak` leaves nothing out.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.databases import BACKENDS

MARK = "by_turns"
"""Of the variants of a test (its parameters, databases included), one runs today and the next tomorrow; with `of=3`
each third today and the next of each three tomorrow, so that all have had their turn after three days: also where a
test has fewer variants, and none on some days."""

ALWAYS = tuple(f"tests/{folder}/" for folder in ("races", "process", "operations", "core"))
"""Where tests run on both databases each time: they are about what databases do differently."""


def left_to_the_other_day(items: list[pytest.Item], day: int) -> list[pytest.Item]:
    """Those of the tests that run on the other database today; `day` is the ordinal of a date."""
    twins: dict[str, dict[str, pytest.Item]] = {}
    turn: dict[str, str] = {}
    for item in items:
        if item.get_closest_marker(MARK):
            continue
        for name, value in _parameters(item).items():
            if value not in BACKENDS or item.nodeid.startswith(ALWAYS):
                continue
            shared = _without(item.nodeid, value)
            twins.setdefault(shared, {})[value] = item
            # what many tests share is made for a database, and takes longer than the tests: a file stays together
            turn[shared] = shared if name == "backend" else item.nodeid.split("::")[0]
    pairs = {shared: both for shared, both in twins.items() if len(both) == len(BACKENDS)}
    return [
        both[BACKENDS[(zlib.crc32(turn[shared].encode()) + day) % len(BACKENDS)]]
        for shared, both in pairs.items()
    ]


def left_to_another_day(items: list[pytest.Item], day: int) -> list[pytest.Item]:
    """Of each marked test the variants whose turn it is not: all but one, or with `of=3` all but each third."""
    variants: dict[str, list[pytest.Item]] = {}
    days: dict[str, int] = {}
    for item in items:
        if mark := item.get_closest_marker(MARK):
            name = item.nodeid.split("[")[0]
            variants.setdefault(name, []).append(item)
            days[name] = mark.kwargs.get("of", len(variants[name]))
    return [
        item
        for name, every in variants.items()
        for place, item in enumerate(every)
        if place % days[name] != (zlib.crc32(name.encode()) + day) % days[name]
    ]


def turn_of(every: Sequence[str], name: str, day: int) -> str:
    """The one of these whose turn it is to try what has this name."""
    return every[(zlib.crc32(name.encode()) + day) % len(every)]


def is_turn_of(name: str, day: int | None, *, of: int) -> bool:
    """Whether what has this name is tried on this day, which it is on one of so many; without a day always."""
    return day is None or (zlib.crc32(name.encode()) + day) % of == 0


def _parameters(item: pytest.Item) -> dict[str, Any]:
    callspec = getattr(item, "callspec", None)
    return dict(callspec.params) if callspec else {}


def today() -> int:
    """The ordinal of the day on which the run begins, whatever day its tests are told."""
    return datetime.now(UTC).date().toordinal()


def _without(nodeid: str, backend: str) -> str:
    return re.sub(rf"(?<=[\[-]){backend}(?=[\]-])", "", nodeid, count=1)
