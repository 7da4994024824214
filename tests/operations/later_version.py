"""The application as a later version would start: one that has a migration which the database has not seen."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

import wsgi
from app.core import commands
from app.core.commands import revisions


def one_more(folder: Path) -> list[str]:
    """Those that there are, and a newer one."""
    return [*revisions(folder), "later"]


def production() -> Flask:
    """For gunicorn, in place of `wsgi:production()`."""
    commands.revisions = one_more
    return wsgi.production()
