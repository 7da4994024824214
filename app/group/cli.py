"""`flask group`: founding seats, and the composition at a glance."""

from __future__ import annotations

from datetime import datetime

import click
from sqlalchemy import or_, select

from app.accounts.models import Organisation, Person
from app.core.commands import Commands
from app.core.db import db, unit_of_work
from app.core.refusals import Refusal
from app.group.queries import composition, seats_on
from app.group.service import admit

group_cli = Commands("group", help="Seats of the Group.")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@group_cli.command("seat")
@click.option("--organisation", required=True, help="Its name or public id.")
@click.option("--representative", default="", help="E-mail address of an account of this organisation.")
@click.option("--from", "from_on", type=DAY, required=True, help="First day of the mandate (YYYY-MM-DD).")
@click.option("--to", "to_on", type=DAY, required=True, help="Last day of the mandate (YYYY-MM-DD).")
def seat(organisation: str, representative: str, from_on: datetime, to_on: datetime) -> None:
    """Give a founding member its seat. Later admissions and ends are decided by the Group's vote."""
    with unit_of_work() as session:
        row = session.scalars(
            select(Organisation).where(
                or_(Organisation.name == organisation, Organisation.public_id == organisation)
            )
        ).one_or_none()
        if row is None:
            raise click.ClickException(f"there is no organisation {organisation!r}")
        person = session.scalars(select(Person).where(Person.email == representative.lower())).one_or_none()
        if representative and (person is None or person.organisation_id != row.id):
            raise click.ClickException(f"{representative!r} is no account of this organisation")
        try:
            admit(session, row.id, from_on.date(), to_on.date(), person.id if person else None)
        except Refusal as refused:
            raise click.ClickException(f"not done: {refused.name}") from None
    click.echo(f"{row.name} holds a seat.")


@group_cli.command("show")
def show() -> None:
    """List the seats and whether the composition stands."""
    held = seats_on(db.session())
    for one in held:
        acting = one.acting.name if one.acting else "-"
        click.echo(f"{one.organisation.name}: {acting}, until {one.seat.to_on}")
    state = composition(held)
    click.echo(f"{state.seats} seats; {'stands' if state.stands else 'does not stand'}")
