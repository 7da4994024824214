"""Half of what is told of both databases: each test on one of them today, on the other tomorrow."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.databases import BACKENDS

ALWAYS = tuple(f"tests/{folder}/" for folder in ("races", "process", "operations", "core"))
"""Where tests run on both databases each time: they are about what databases do differently."""


def left_to_the_other_day(items: list[pytest.Item], day: int) -> list[pytest.Item]:
    """Those of the tests that run on the other database today; `day` is the ordinal of a date."""
    twins: dict[str, dict[str, pytest.Item]] = {}
    turn: dict[str, str] = {}
    for item in items:
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


def _parameters(item: pytest.Item) -> dict[str, Any]:
    callspec = getattr(item, "callspec", None)
    return dict(callspec.params) if callspec else {}


def today() -> int:
    """The ordinal of the day on which the run begins, whatever day its tests are told."""
    return datetime.now(UTC).date().toordinal()


def _without(nodeid: str, backend: str) -> str:
    return re.sub(rf"(?<=[\[-]){backend}(?=[\]-])", "", nodeid, count=1)
