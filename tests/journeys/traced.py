"""Which files of ours run in a journey: those whose functions are entered, in the order in which each is first met."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[2]
OURS = (str(ROOT / "app"), str(ROOT / "workflows"))
# What every page and every transaction is made of: the kit, who is signed in, the navigation around a page.
FURNITURE = (
    "app/__init__.py",
    "app/core/",
    "app/accounts/models.py",
    "app/accounts/sessions.py",
    "app/dashboards/navigation.py",
    "app/dashboards/queries.py",
    "app/dashboards/work.py",
    "app/dashboards/views.py",
)


@contextmanager
def traced(files: dict[str, None]) -> Iterator[None]:
    """Add the files that run in this thread while the block does; furniture is left out."""
    met: dict[str, None] = {}

    def see(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_name != "<module>" and code.co_filename.startswith(OURS):
            met[code.co_filename] = None

    sys.setprofile(see)
    try:
        yield
    finally:
        sys.setprofile(None)
    names = [Path(name).relative_to(ROOT).as_posix() for name in met]
    files.update(dict.fromkeys(name for name in names if not name.startswith(FURNITURE)))
