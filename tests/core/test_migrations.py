"""The schema moves up and down with rows in place, and is what the models say, on both databases."""

from __future__ import annotations

import ast
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, MetaData, create_engine, inspect, text

from app.concerns.search import is_modelled
from app.core.commands import revisions
from app.core.db import Base, db
from config import Settings
from tests.databases import Templates, settings_for
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
            present = _up(revision, older)
            newer = _fill(db.engine, present)
            flask_migrate.downgrade(revision="-1")
            downgraded = _counts(db.engine, _present(db.engine))
            assert downgraded.keys() == older.keys()
            assert not _lost(newer, downgraded)
            _up(revision, downgraded)
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


def test_checks_and_indexes_are_those_of_the_models(app: Flask, templates: Templates) -> None:
    """What alembic does not compare: the words of checks, and which rows an index holds."""
    with app.app_context(), templates.empty() as url:
        flask_migrate.upgrade()
        declared = create_engine(url)
        Base.metadata.create_all(declared)
        wanted = _checks_and_indexes(declared)
        declared.dispose()
        assert {
            name: found for name, found in _checks_and_indexes(db.engine).items() if name in wanted
        } == wanted


def test_a_migration_is_named_after_its_revision() -> None:
    """A server compares the database's with the names of the files, without Alembic."""
    assert revisions(MIGRATIONS / "versions") == REVISIONS


def test_migrations_stand_without_the_models_of_today() -> None:
    """What a migration takes from the application would change under it."""
    taken = {
        f"{path.name}: {module}"
        for folder in ("versions", "baseline")
        for path in (MIGRATIONS / folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for module in _imported(node)
        if module.split(".")[0] in ("app", "config", "workflows")
    }
    assert {line for line in taken if not line.split(": ")[1].startswith("app.migrations.baseline")} == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [name.name for name in node.names] if isinstance(node, ast.Import) else []


def _checks_and_indexes(engine: Engine) -> dict[str, object]:
    """Of each table, as the database gives them back."""
    inspector = inspect(engine)
    return {
        name: (
            sorted((check["name"], check["sqltext"]) for check in inspector.get_check_constraints(name)),
            sorted(
                (
                    index["name"],
                    index["unique"],
                    index["column_names"],
                    str(index["dialect_options"].get(f"{engine.dialect.name}_where")),
                )
                for index in inspector.get_indexes(name)
            ),
        )
        for name in inspector.get_table_names()
    }


def _up(revision: str, before: dict[str, int]) -> MetaData:
    """Go up; returns the tables that are there then."""
    flask_migrate.upgrade(revision=revision)
    present = _present(db.engine)
    assert not _lost(before, _counts(db.engine, present))
    return present


def _lost(before: dict[str, int], after: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Tables with other rows than before; those of a table that was dropped are gone on purpose."""
    return {
        name: (rows, after[name]) for name, rows in before.items() if name in after and after[name] != rows
    }


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
