"""The stages on which forms are sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import PostgresqlTemplates, SqliteTemplates, Templates
from tests.walks.world import Stage, stage_on


@pytest.fixture(scope="session")
def demonstration(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """On SQLite, where putting a database back is copying a file; made once, for it takes longest."""
    yield from _kept(sqlite_templates, tmp_path_factory)


@pytest.fixture(scope="session")
def demonstration_on_postgresql(
    postgresql_templates: PostgresqlTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """The same where putting back is making a database anew."""
    yield from _kept(postgresql_templates, tmp_path_factory)


def _kept(templates: Templates, folders: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage_on(templates, folders.mktemp("walk")) as made:
        made.keep()
        yield made


@pytest.fixture(scope="module")
def stage(demonstration: Stage) -> Stage:
    """As it was made."""
    demonstration.put_back()
    return demonstration
