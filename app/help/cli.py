"""Making the pages of the documentation that are drawn from the code."""

from __future__ import annotations

from pathlib import Path

import click

from app.core.commands import Commands
from app.help.documents import generated

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
