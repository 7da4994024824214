"""What commands and servers share: one line where they fail, a look at the database first, and an end when told."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import db
from app.core.outages import Fault, fault_of, words_of
from config import Settings

NOT_NOW = 75  # EX_TEMPFAIL, as at the start: waiting may help


class Commands(AppGroup):
    """Ends with one line where the database is away, held or of another version, or the disk is full."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            fault = fault_of(error)
            if fault is None:
                raise
            click.echo(f"{fault}: {words_of(error)}", err=True)
            sys.exit(NOT_NOW if fault in (Fault.AWAY, Fault.BUSY) else 1)


MIGRATE = "run `.venv/bin/flask db upgrade`"


class UnfitDatabase(Exception):
    """The database cannot serve this version; `passes` where waiting may help."""

    def __init__(self, why: str, *, passes: bool = False) -> None:
        super().__init__(why)
        self.passes = passes


def look_at_database(app: Flask) -> None:
    """Compare the database's schema with this version's. Raises UnfitDatabase. No connection is left open."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise UnfitDatabase(f"there is no database at {url.database}: {MIGRATE}")
    known = revisions(Path(app.root_path) / "migrations" / "versions")
    try:
        with app.app_context(), db.engine.connect() as connection:
            migrated = inspect(connection).has_table("alembic_version")
            found = connection.scalar(text("SELECT version_num FROM alembic_version")) if migrated else None
    except SQLAlchemyError as error:
        raise UnfitDatabase(f"the database {shown} cannot be used: {words_of(error)}", passes=True) from error
    finally:
        with app.app_context():
            db.engine.dispose()  # a server forks afterwards
    if found is None:
        raise UnfitDatabase(f"the database {shown} is empty: {MIGRATE}")
    if found == (head := known[-1]):
        return
    if found in known:
        raise UnfitDatabase(f"the database {shown} is of an older version ({found}, not {head}): {MIGRATE}")
    raise UnfitDatabase(f"the database {shown} is of a newer version ({found}) than this one ({head})")


def revisions(folder: Path) -> list[str]:
    """Those of the migrations, which their files are named after: Alembic itself would take 10 MB of each server."""
    return sorted(file.name.partition("_")[0] for file in folder.glob("[0-9]*_*.py"))


def close_to_others(settings: Settings) -> None:
    """Let nobody else on the machine read what is kept: new files and folders, and those that are there."""
    os.umask(0o077)
    instance = Path(settings.instance)
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in (instance, settings.mail_folder, settings.upload_folder, settings.compiled_folder):
        if folder.is_dir():
            with suppress(PermissionError):  # another account's, which a group may share
                folder.chmod(0o700)
    for file in instance.glob("tryeza.db*"):
        with suppress(PermissionError):
            file.chmod(0o600)


class Ending:
    """Set by the handler of a signal, and waited for by what it interrupts.

    A queue of this kind may be interrupted by itself. An Event may not: at a second signal, or at one that comes
    while somebody begins to wait, the process would wait for itself and never end.
    """

    def __init__(self) -> None:
        self._told: SimpleQueue[None] = SimpleQueue()

    def set(self) -> None:
        """End."""
        self._told.put(None)

    def is_set(self) -> bool:
        """Whether it was told."""
        return not self._told.empty()

    def wait(self, seconds: float) -> None:
        """Do nothing for so long, or until it is told."""
        try:
            self._told.get(timeout=seconds)
        except Empty:
            return
        self._told.put(None)
