"""The schema moves up and down with rows in place, and is what the models say, on both databases."""

from __future__ import annotations

from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, MetaData, text

from app.concerns.search.index import is_modelled
from app.core.db import Base, db
from config import Settings
from tests.databases import settings_for
from tests.rows import count_rows, fill

MIGRATIONS = Path("app/migrations")
REVISIONS = [script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()][::-1]


@pytest.fixture
def settings(empty_database_url: str, tmp_path: Path) -> Settings:
    """The application on a database without tables."""
    return settings_for(empty_database_url, tmp_path)


def test_every_migration_goes_up_down_and_up_with_rows_in_place(app: Flask) -> None:
    with app.app_context():
        older: dict[str, int] = {}
        for revision in REVISIONS:
            flask_migrate.upgrade(revision=revision)
            present = _present(db.engine)
            newer = _fill(db.engine, present)
            kept = older.keys() & newer.keys()  # the rows of a table that was dropped are gone on purpose
            assert {name: newer[name] for name in kept} == {name: older[name] for name in kept}
            flask_migrate.downgrade(revision="-1")
            downgraded = _counts(db.engine, _present(db.engine))
            assert downgraded.keys() == older.keys()
            assert {name: downgraded[name] for name in kept} == {name: older[name] for name in kept}
            flask_migrate.upgrade(revision=revision)
            older = _fill(db.engine, present)


def test_the_migrations_make_what_the_models_declare(app: Flask) -> None:
    with app.app_context():
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "include_name": is_modelled}
            )
            assert Base.metadata.tables.keys() >= {"concern", "event", "person"}, "the rooms were not loaded"
            assert compare_metadata(context, Base.metadata) == []


def _fill(engine: Engine, present: MetaData) -> dict[str, int]:
    with engine.begin() as connection:
        fill(connection, present, Base.metadata)
    return _counts(engine, present)


def _counts(engine: Engine, present: MetaData) -> dict[str, int]:
    """Rows in each table."""
    with engine.connect() as connection:
        return {table.name: count_rows(connection, table) for table in present.sorted_tables}


def _present(engine: Engine) -> MetaData:
    """The tables as they stand in the database; those of a search index and alembic's own are not ours to fill."""
    with engine.connect() as connection:
        hidden = {"alembic_version"}
        if engine.dialect.name == "sqlite":
            hidden |= set(
                connection.scalars(text("SELECT name FROM pragma_table_list WHERE type <> 'table'"))
            )
    present = MetaData()
    present.reflect(engine, only=lambda name, _: name not in hidden)
    return present
