"""The project's own files, as the tests of this folder read them."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORGES = {".ci", ".github"}
MADE_HERE = {"instance", "test-results", "__pycache__"}
NOT_OURS = ("app/static/vendor/", "app/static/fonts/", "bench/results/")


@cache
def own_files() -> tuple[Path, ...]:
    """Every file of the project; what was installed, made or taken from elsewhere is not there."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            name for name in folders if name in FORGES or (not name.startswith(".") and name not in MADE_HERE)
        ]
        found += [Path(folder, name) for name in files if not name.endswith((".mo", ".pot", ".pyc"))]
    return tuple(sorted(path for path in found if not str(path.relative_to(ROOT)).startswith(NOT_OURS)))


def text_files() -> Iterator[tuple[str, str]]:
    """Name and text of each file that holds text."""
    for path in own_files():
        try:
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Name and syntax of each Python file in these folders, generated migrations apart."""
    for path in own_files():
        name = str(path.relative_to(ROOT))
        if name.endswith(".py") and name.startswith(folders) and "migrations/versions/" not in name:
            yield name, ast.parse(path.read_text("utf-8"), name)
