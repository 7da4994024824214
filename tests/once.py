"""What takes long to make is made by the first process of a run that asks for it; the others wait, and copy it."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Facts = Any
"""What a maker tells of what it made."""


def folder_of_the_run(folders: pytest.TempPathFactory) -> Path:
    """One folder for all processes of a run."""
    own = folders.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(shared: Path, name: str, make: Callable[[], Facts]) -> Facts:
    """What was told when it was made; made by whoever comes first."""
    told = shared / f"{name}.told"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_bytes(pickle.dumps(make()))
    return pickle.loads(told.read_bytes())  # noqa: S301  # written here
