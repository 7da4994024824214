"""The one clock on the wall. Tests turn it; nothing else asks the machine for the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Tirane")
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in the country's zone."""
    return local_day(now())


def local_day(instant: datetime) -> date:
    """The day that a calendar on a wall in the country shows at this instant."""
    return instant.astimezone(ZONE).date()


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Within this block it is `instant` (aware). For tests and for demonstration data of the past."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
