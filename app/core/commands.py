"""Groups of `flask` commands that say in one line what fails beside the program."""

from __future__ import annotations

import sys
from typing import Any

import click
from flask.cli import AppGroup

from app.core.outages import Fault, fault_of, words_of

NOT_NOW = 75  # EX_TEMPFAIL, as at the start: waiting may help


class Commands(AppGroup):
    """Ends with one line where the database is away, held or of another version, or the disk is full."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            fault = fault_of(error)
            if fault is None:
                raise
            click.echo(f"{fault}: {words_of(error)}", err=True)
            sys.exit(NOT_NOW if fault in (Fault.AWAY, Fault.BUSY) else 1)
