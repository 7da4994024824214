"""The application as a later version would start: one that has a migration which the database has not seen."""

from __future__ import annotations

from alembic.script import ScriptDirectory
from flask import Flask

import wsgi
from app.core import commands


class OneMigrationMore(ScriptDirectory):
    """Those that there are, and a newer one."""

    def get_current_head(self) -> str:
        """The newer one."""
        return "later"


def production() -> Flask:
    """For gunicorn, in place of `wsgi:production()`."""
    commands.ScriptDirectory = OneMigrationMore  # type: ignore[misc]
    return wsgi.production()
