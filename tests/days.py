"""Days on which programs that count days go wrong, and the clock turned to one of them for a whole run."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import app.core.time
from tests.turned.sitecustomize import SHIFT_S, turned_by

TURNED = Path(__file__).with_name("turned")

DAYS = {
    "saturday": datetime(2026, 12, 5, 10, tzinfo=UTC),
    "sunday": datetime(2026, 12, 6, 10, tzinfo=UTC),
    "holiday": datetime(2026, 12, 8, 10, tzinfo=UTC),
    "new-year": datetime(2026, 12, 31, 22, 30, tzinfo=UTC),  # 23:30 in the country
    "spring": datetime(2027, 3, 28, 0, 55, tzinfo=UTC),  # five minutes before 02:00 becomes 03:00
    "autumn": datetime(2027, 10, 31, 0, 55, tzinfo=UTC),  # five minutes before 03:00 becomes 02:00
    "leap-day": datetime(2028, 2, 29, 10, tzinfo=UTC),
}
TODAY = "today"


def turn_to(day: str) -> None:
    """Let the application believe that the process began at this instant; the processes it starts believe it too."""
    if day == TODAY:
        return
    shift = DAYS[day] - datetime.now(UTC)
    app.core.time.datetime = turned_by(shift)  # type: ignore[misc]
    os.environ.update(inherited(shift))


def inherited(shift: timedelta) -> dict[str, str]:
    """By which environment a process begins so much later."""
    folders = dict.fromkeys([str(TURNED), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))])
    return {SHIFT_S: str(shift.total_seconds()), "PYTHONPATH": os.pathsep.join(folders)}


def by_turns(day: date) -> str:
    """The one whose turn it is on this day: each comes once in seven."""
    return list(DAYS)[day.toordinal() % len(DAYS)]
