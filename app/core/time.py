"""The one clock on the wall. Tests turn it; nothing else asks the machine for the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Tirane")
YEARS_BACK, YEARS_AHEAD = 50, 10
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in the country's zone."""
    return local_day(now())


def earliest_day() -> date:
    """The floor of every date that people give: what lies further back is rather a slip of the pen."""
    return _years_from(today(), -YEARS_BACK)


def latest_day() -> date:
    """The ceiling of every date that people give, unless its rule says less."""
    return _years_from(today(), YEARS_AHEAD)


def is_near(day: date) -> bool:
    """Whether the day lies between floor and ceiling."""
    return earliest_day() <= (local_day(day) if isinstance(day, datetime) else day) <= latest_day()


def _years_from(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


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
