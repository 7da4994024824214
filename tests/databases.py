"""Databases for tests: migrated once for each kind and run, then copied for every test."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from app import create_app
from app.cli import init_migrations
from app.core.db import db
from config import Settings
from tests.once import Facts, made_once

BACKENDS = ("sqlite", "postgresql")
Fill = Callable[[Flask], Facts]
"""Puts something into the migrated database of this application, and tells what others have to know of it."""
COMPILED = str(
    Path(tempfile.gettempdir()) / f"tryeza-tests-{getuser()}"
)  # for all processes, runs and databases
RUN = "TEST_RUN"  # what all processes of a run have in common; TRYEZA_… are settings of the application
SECRET = "only-for-tests-only-for-tests-only-for-tests"

only_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
"""For a test of what only SQLite has."""
only_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
"""For a test of what only PostgreSQL has."""


def settings_for(url: str, instance: Path) -> Settings:
    """What every test runs with."""
    return Settings(
        secret_key=SECRET,
        instance=str(instance),
        database_url=url,
        compiled_templates=COMPILED,
        base_url="http://localhost",
        tls=False,
        testing=True,
    )


def made(settings: Settings) -> Flask:
    """As the flask command has it, which can migrate."""
    app = create_app(settings)
    init_migrations(app)
    return app


@contextmanager
def application(settings: Settings) -> Iterator[Flask]:
    """One of its own, which leaves no connection behind: one that is only forgotten is a warning of a later test."""
    app = made(settings)
    try:
        yield app
    finally:
        leave(app)


def leave(app: Flask) -> None:
    """Close its connections."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def migrate(url: str, instance: Path) -> None:
    """Bring an empty database to the newest schema."""
    with application(settings_for(url, instance)) as app, app.app_context():
        flask_migrate.upgrade()


def file_of(url: str) -> Path:
    """Where a database of SQLite lies."""
    return Path(make_url(url).database or "")


def filled(url: str, instance: Path, fill: Fill) -> Facts:
    """Let this put something into a migrated database."""
    with application(settings_for(url, instance)) as app:
        return fill(app)


class SqliteTemplates:
    """Empty, migrated and filled SQLite databases, as files."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self._folder, self._shared = folder, shared

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A database without tables."""
        yield f"sqlite:///{self._folder / secrets.token_hex(8)}.db"

    @contextmanager
    def migrated(self, name: str = "") -> Iterator[str]:
        """A database of the newest schema, without rows; of a name where the next one is to have the same address."""
        template = self._shared / "migrated.db"
        made_once(self._shared, "sqlite", lambda: migrate(f"sqlite:///{template}", self._folder))
        with self._copy(template, name) as url:
            yield url

    @contextmanager
    def filled(self, what: str, fill: Fill, instance: Path) -> Iterator[tuple[Settings, Facts]]:
        """A database that holds what was filled in once in this run, with its files, and what was told of it."""
        kept = self._shared / f"{what}.db"

        def make() -> Facts:
            with self.migrated() as url:
                facts = filled(url, _files_of(kept), fill)
                shutil.copyfile(file_of(url), kept)
            return facts

        facts = made_once(self._shared, f"sqlite-{what}", make)
        shutil.copytree(_files_of(kept), instance, dirs_exist_ok=True)
        with self._copy(kept) as url:
            yield settings_for(url, instance), facts

    @contextmanager
    def _copy(self, template: Path, name: str = "") -> Iterator[str]:
        copy = self._folder / f"{name or secrets.token_hex(8)}.db"
        shutil.copyfile(template, copy)
        yield f"sqlite:///{copy}"
        for file in self._folder.glob(f"{copy.stem}.*"):  # -wal, -shm and what was kept as well
            file.unlink()

    def keep(self, url: str, name: str) -> None:
        """Remember under this name what a database holds to which nobody is connected."""
        file = file_of(url)
        shutil.copyfile(file, file.with_suffix(f".{name}"))

    def put_back(self, url: str, name: str) -> None:
        """Let a database to which nobody is connected hold again what was kept under this name."""
        file = file_of(url)
        for suffix in ("-wal", "-shm"):  # which would be read into the older file
            Path(f"{file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(file.with_suffix(f".{name}"), file)


class PostgresqlTemplates:
    """Empty, migrated and filled PostgreSQL databases on one server."""

    def __init__(self, server: str, folder: Path, shared: Path) -> None:
        self._server = make_url(server)
        self._folder, self._shared = folder, shared
        self._engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._prefix = f"{_prefix()}_{os.getpid()}_{secrets.token_hex(3)}"
        self._kept: set[str] = set()

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A database without tables."""
        with self._database("template0") as url:
            yield url

    @contextmanager
    def migrated(self, name: str = "") -> Iterator[str]:
        """A database of the newest schema, without rows; of a name where the next one is to have the same address."""
        template = f"{_prefix()}_migrated"

        def make() -> None:
            self._create(template, "template0")
            migrate(self._url(template), self._folder)

        made_once(self._shared, "postgresql", make)
        with self._database(template, name) as url:
            yield url

    @contextmanager
    def filled(self, what: str, fill: Fill, instance: Path) -> Iterator[tuple[Settings, Facts]]:
        """A database that holds what was filled in once in this run, with its files, and what was told of it."""
        template, kept = f"{_prefix()}_{what}", self._shared / f"{what}.postgresql"

        def make() -> Facts:
            with self.migrated() as url:
                facts = filled(url, _files_of(kept), fill)
                self._create(template, _name_in(url))
            return facts

        facts = made_once(self._shared, f"postgresql-{what}", make)
        shutil.copytree(_files_of(kept), instance, dirs_exist_ok=True)
        with self._database(template) as url:
            yield settings_for(url, instance), facts

    def keep(self, url: str, name: str) -> None:
        """Remember under this name what a database holds to which nobody is connected."""
        kept = f"{_name_in(url)}_{name}"
        self._drop(kept)
        self._create(kept, _name_in(url))
        self._kept.add(kept)

    def put_back(self, url: str, name: str) -> None:
        """Let a database to which nobody is connected hold again what was kept under this name."""
        self._drop(_name_in(url))
        self._create(_name_in(url), f"{_name_in(url)}_{name}")

    def close(self) -> None:
        """Drop what was kept and leave the server."""
        for name in self._kept:
            self._drop(name)
        self._engine.dispose()

    @contextmanager
    def _database(self, template: str, name: str = "") -> Iterator[str]:
        name = f"{self._prefix}_{name or secrets.token_hex(6)}"
        self._create(name, template)
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _create(self, name: str, template: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))

    def _drop(self, name: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def clear(server: str) -> None:
    """Drop what all processes of this run have left on a server that goes on."""
    ours = text("SELECT datname FROM pg_database WHERE starts_with(datname, :prefix)")
    engine = create_engine(make_url(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in connection.scalars(ours, {"prefix": f"{_prefix()}_"}).all():
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def _prefix() -> str:
    """How the names of this run's databases begin."""
    return f"tryeza_test_{os.environ[RUN]}"


def _files_of(kept: Path) -> Path:
    """The folder of what was put beside a database."""
    folder = kept.with_suffix(".files")
    folder.mkdir(exist_ok=True)
    return folder


def _name_in(url: str) -> str:
    return make_url(url).database or ""


Templates = SqliteTemplates | PostgresqlTemplates
