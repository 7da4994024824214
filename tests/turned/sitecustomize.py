"""The turned clock, in the process of the tests and in those that it starts.

Python loads a file of this name from PYTHONPATH before it does anything else, whichever program it is: so each of
the application's processes begins on the turned day, and the application knows nothing of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from types import ModuleType

CLOCK = "app.core.time"
SHIFT_S = "TESTS_CLOCK_SHIFT_S"


def turned_by(shift: timedelta) -> type[datetime]:
    """What stands in the place of `datetime` where the time is asked for."""

    class AnyInstant(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, datetime)

    class Turned(datetime, metaclass=AnyInstant):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + shift

    return Turned


class TurnedLoader(SourceFileLoader):
    """Loads the clock and turns it."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, then let it ask another for the time."""
        super().exec_module(module)
        module.datetime = turned_by(timedelta(seconds=float(os.environ[SHIFT_S])))  # type: ignore[attr-defined]


class ClockFinder(MetaPathFinder):
    """Finds the clock wherever the process has its application from, and nothing else."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The clock, loaded by the loader above."""
        found = PathFinder.find_spec(name, path) if name == CLOCK else None
        if found is None or found.origin is None:
            return None
        return spec_from_file_location(name, found.origin, loader=TurnedLoader(name, found.origin))


if __name__ == "sitecustomize" and SHIFT_S in os.environ:
    sys.meta_path.insert(0, ClockFinder())
