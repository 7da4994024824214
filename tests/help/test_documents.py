"""What docs/ shows of the code is today's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask

import app as package
from app.core.language import init_language
from app.features import register_labels
from app.help.documents import generated, settings_page, workflow_cli
from config import ROOT, Settings

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture
def speaking() -> Iterator[Flask]:
    made = Flask("app", root_path=str(Path(package.__file__).parent))
    init_language(made)
    register_labels()
    made.cli.add_command(workflow_cli)
    with made.app_context():
        yield made


def test_the_generated_pages_are_fresh(speaking: Flask) -> None:
    stale = [name for name, text in generated().items() if (DOCS / name).read_text("utf-8") != text]
    assert stale == [], "run `flask workflow diagram` and commit what it writes"


def test_the_command_writes_them(speaking: Flask, tmp_path: Path) -> None:
    done = speaking.test_cli_runner().invoke(args=["workflow", "diagram", "--out", str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "new").iterdir()} == generated()


def test_every_setting_is_told_with_its_default_and_meaning() -> None:
    page = settings_page()
    for f in fields(Settings):
        [row] = [line for line in page.splitlines() if line.startswith(f"| `TRYEZA_{f.name.upper()}` |")]
        assert f.metadata["meaning"] in row
        assert row.count("|") == 5, "a meaning must not hold a bar"
    assert str(ROOT) not in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    local = [link for link in LINK.findall(page.read_text("utf-8")) if not re.match(r"[a-z]+:|#", link)]
    assert [link for link in local if not (page.parent / unquote(link.split("#")[0])).exists()] == []
