"""Loading the demonstration."""

from __future__ import annotations

import click
from flask import current_app
from sqlalchemy import func, select

from app.accounts.models import Person
from app.concerns.models import Concern
from app.core.db import db


@click.command("demo")
@click.option("--concerns", type=click.IntRange(1), help="Fill up to so many concerns, for measuring.")
def demo(concerns: int | None) -> None:
    """Load the demonstration data once; a second run keeps what was entered."""
    from app.demo.build import build  # nobody but this command needs the demonstration's stories
    from app.demo.large import multiply

    settings = current_app.extensions["tryeza.settings"]
    if not settings.demo:
        raise click.UsageError(
            "The demonstration brings known passwords: set TRYEZA_DEMO=on where it may run."
        )
    if db.session.scalar(select(func.count()).select_from(Person)):
        click.echo("The demonstration is loaded already; what was entered is kept.")
    else:
        click.echo(f"{build()} concerns loaded.")
    if concerns:
        added = multiply(concerns)
        total = db.session.scalar(select(func.count()).select_from(Concern))
        click.echo(f"{added} concerns added, {total} in all.")
    _introduce(settings.base_url)


def _introduce(address: str) -> None:
    from app.demo.people import ORGANISATIONS, PASSWORD, PEOPLE

    names = {row[0]: row[1] for row in ORGANISATIONS}
    click.echo(f"\nOpen {address} and sign in as one of these, with the password {PASSWORD}\n")
    for key, name, organisation, roles, _language in PEOPLE:
        held = ", ".join(role.value for role in roles)
        click.echo(f"  {key + '@example.org':34} {held:16} {name}, {names[organisation]}")
    click.echo(f"\nMail that the demonstration would send is shown at {address}/mail\n")
