"""Commands of dates."""

from __future__ import annotations

import click

from app.core.commands import Commands
from app.deadlines.recompute import recompute_clocks

clocks_cli = Commands("clocks", help="Due dates.")


@clocks_cli.command("recompute")
def recompute() -> None:
    """Reckon all open clocks anew, after the calendar or a setting has changed, and say which dates moved."""
    moved = recompute_clocks()
    for line in moved:
        click.echo(f"{line.reference} {line.rule}: {line.before} -> {line.after}")
    click.echo(f"{len(moved)} dates moved")
