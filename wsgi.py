"""Entry points: `app` for the flask command, `production()` for a web server."""

import sys

import click
from flask import Flask

from app import create_app
from app.cli import init_migrations
from app.core.commands import UnfitDatabase, close_to_others, look_at_database
from app.core.logs import write_log
from config import Settings, UnsafeSettings

WRONG_SETTINGS, NO_DATABASE = 78, 75  # EX_CONFIG, EX_TEMPFAIL: systemd starts again after the second alone


def _refuse(why: object, code: int) -> None:
    print(f"Tryeza does not start: {why}", file=sys.stderr)  # noqa: T201
    sys.exit(code)


try:
    settings = Settings.from_environment()
    app = create_app(settings)
    if click.get_current_context(silent=True) is not None:  # the flask command loads it
        init_migrations(app)
except ValueError as error:
    _refuse(error, WRONG_SETTINGS)


def production() -> Flask:
    """The application for real cases. Ends with one line where settings or database would not serve them."""
    try:
        settings.for_production()
        close_to_others(settings)
        write_log()
        look_at_database(app)
    except UnsafeSettings as error:
        _refuse(error, WRONG_SETTINGS)
    except UnfitDatabase as error:
        _refuse(error, NO_DATABASE if error.passes else WRONG_SETTINGS)
    return app
