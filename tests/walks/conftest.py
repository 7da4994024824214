"""The stages on which forms are sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import SqliteTemplates, settings_for
from tests.walks.world import Stage, make_stage


@pytest.fixture(scope="session")
def demonstration(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """On SQLite, where putting a database back is copying a file; made once, for it takes longest."""
    with sqlite_templates.migrated() as url:
        made = make_stage(settings_for(url, tmp_path_factory.mktemp("walk")))
        made.keep()
        yield made
        made.leave()


@pytest.fixture(scope="module")
def stage(demonstration: Stage) -> Stage:
    """As it was made."""
    demonstration.put_back()
    return demonstration
