"""Commands of the desks."""

from __future__ import annotations

import click

from app.core.commands import Commands
from app.dashboards.figures.months import rebuild_months

figures_cli = Commands("figures", help="The coordinator's figures.")


@figures_cli.command("rebuild")
def rebuild() -> None:
    """Reckon the figures of the last twelve months anew, from the ledgers and the history."""
    click.echo(f"{rebuild_months()} months reckoned")
