"""The pages of docs/ that are made from the code, in English, and the command that makes them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from app.core.commands import Commands
from app.core.language import in_language
from app.help.diagram import diagram, with_night
from app.help.tables import WORKFLOWS, title_of, words_of
from config import ROOT, Settings
from workflows.engine import Workflow

LANGUAGE = "en"


def generated() -> dict[str, str]:
    """File names under docs/, and what they hold."""
    return {
        **{f"diagram-{workflow.name.replace('_', '-')}.svg": _picture(workflow) for workflow in WORKFLOWS},
        "settings.md": settings_page(),
    }


def _picture(workflow: Workflow[Any]) -> str:
    with in_language(LANGUAGE):
        return with_night(diagram(workflow, words_of(workflow, title_of(workflow)))) + "\n"


SETTINGS_HEAD = """# Settings

Every setting of an installation, read from the environment once, when the process starts. `config.py` is the one
place where they are declared; this page is made from it by `flask workflow diagram`, and a test fails where it is old.

A value that cannot be understood (a word where a number is expected) stops the process and names the variable.
Switches are `on` or `off` (`1`, `true`, `yes` and `0`, `false`, `no` are understood too).

`make run` and `flask worker` refuse to start while `TRYEZA_SECRET_KEY` is the default or shorter than 32 characters,
while `TRYEZA_DEBUG`, `TRYEZA_DEMO` or `TRYEZA_TESTING` is on, without TLS (`TRYEZA_TLS`, and a `TRYEZA_BASE_URL` that
begins with `https://`) and without a mail server, and say which. The worker of the demonstration is an exception.

| variable | kind | default | meaning |
|---|---|---|---|
"""
KINDS = {bool: "switch", int: "whole number", str: "text"}


def settings_page() -> str:
    """Every setting with its kind, its default and its meaning."""
    rows = (
        f"| `TRYEZA_{f.name.upper()}` | {KINDS[type(f.default)]} | {_shown(f.default)} | {f.metadata['meaning']} |"
        for f in fields(Settings)
    )
    return SETTINGS_HEAD + "\n".join(rows) + "\n"


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return "`on`" if default else "`off`"
    text = str(default).removeprefix(f"{ROOT}/")
    return f"`{text}`" if text else "empty"


workflow_cli = Commands("workflow", help="The workflows, as the documentation shows them.")


@workflow_cli.command("diagram")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="docs",
    show_default=True,
    help="Folder to write to.",
)
def write_diagrams(out: Path) -> None:
    """Write what docs/ shows of the code: the pictures of both workflows, and the table of settings."""
    out.mkdir(parents=True, exist_ok=True)
    for name, text in generated().items():
        (out / name).write_text(text, "utf-8")
        click.echo(out / name)
