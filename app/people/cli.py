"""Commands about people and organisations."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.people import bounces, directory, service
from app.people.models import Organisation, Person
from workflows.standing import Kind, Role

user_cli = AppGroup("user", help="People and their roles.")
mail_cli = AppGroup("mail", help="Addresses that take no mail.")
organisation_cli = AppGroup("organisation", help="Organisations.")
ROLES = click.Choice([role.value for role in Role])


@user_cli.command("create")
@click.argument("email")
@click.option("--name", required=True, help="How people know them.")
@click.option("--organisation", required=True, help="Name of their organisation, as in the directory.")
@click.option("--role", "roles", multiple=True, required=True, type=ROLES, help="May be given several times.")
@click.option("--language", type=click.Choice(["sq", "en"]), default="sq", show_default=True)
def create_user(email: str, name: str, organisation: str, roles: tuple[str, ...], language: str) -> None:
    """Invite a person: they choose their password by a mailed link."""
    row = db.session.scalars(select(Organisation).where(Organisation.name == organisation)).one_or_none()
    if row is None:
        raise click.UsageError(f"no organisation is called {organisation!r}")
    try:
        service.invite(None, name, email, row.id, [Role(r) for r in roles], language)
    except service.AlreadyThere:
        raise click.UsageError(f"{email} has an account already") from None
    except ValueError:
        raise click.UsageError(f"{email} is no e-mail address") from None
    click.echo(f"{email} is invited: the worker sends the link.")


@user_cli.command("invite")
@click.argument("email")
def invite_again(email: str) -> None:
    """Send a new invitation; links sent before end."""
    try:
        service.invite_again(None, _person(email).id)
    except service.AlreadyThere:
        raise click.UsageError(f"{email} has a password already") from None
    click.echo(f"{email} is invited again: the worker sends the link.")


@user_cli.command("disable")
@click.argument("email")
def disable_user(email: str) -> None:
    """End a person's access, at once."""
    person = _person(email)
    service.change_rights(None, person.id, _held(person), active=False)
    click.echo(f"{email} is disabled.")


@user_cli.command("enable")
@click.argument("email")
def enable_user(email: str) -> None:
    """Give a person access again."""
    person = _person(email)
    service.change_rights(None, person.id, _held(person), active=True)
    click.echo(f"{email} is enabled.")


@user_cli.command("role")
@click.argument("email")
@click.option("--add", "added", multiple=True, type=ROLES, help="Give this role.")
@click.option("--remove", "removed", multiple=True, type=ROLES, help="Take this role.")
def change_roles(email: str, added: tuple[str, ...], removed: tuple[str, ...]) -> None:
    """Give or take roles."""
    if not added and not removed:
        raise click.UsageError("name a role to --add or to --remove")
    person = _person(email)
    roles = (set(_held(person)) | {Role(r) for r in added}) - {Role(r) for r in removed}
    service.change_rights(None, person.id, roles, active=person.active)
    click.echo(f"{email}: {', '.join(sorted(roles)) or 'no role'}")


@organisation_cli.command("create")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice([kind.value for kind in Kind]))
@click.option(
    "--field", type=click.Choice(["child_care", "victim_services", "human_rights"]), help="Of a member."
)
def create_organisation(name: str, kind: str, field: str | None) -> None:
    """Add an organisation to the directory."""
    if field and kind != Kind.MEMBER:
        raise click.UsageError("only members have a field")
    directory.add_organisation(name, Kind(kind), field=field)
    click.echo(f"{name} is in the directory.")


def _person(email: str) -> Person:
    person = db.session.scalars(
        select(Person).where(Person.email == email.lower()).options(selectinload(Person.roles))
    ).one_or_none()
    if person is None:
        raise click.UsageError(f"nobody has the e-mail address {email}")
    return person


def _held(person: Person) -> list[Role]:
    return [Role(role.name) for role in person.roles]


@mail_cli.command("bounce")
@click.argument("email")
@click.option("--reason", default="", help="Why: what the returned mail says.")
def mark_bouncing(email: str, reason: str) -> None:
    """Send nothing to this address until it is cleared."""
    _bounce(email, lambda: bounces.mark(None, email, reason))
    click.echo(f"Nothing is sent to {email}.")


@mail_cli.command("clear")
@click.argument("email")
def clear_bouncing(email: str) -> None:
    """The address takes mail again. What was held back is sent again from the page of outgoing mail."""
    _bounce(email, lambda: bounces.clear(None, email))
    click.echo(f"Mail goes to {email} again.")


def _bounce(email: str, do: Callable[[], None]) -> None:
    try:
        do()
    except bounces.NoAddress:
        raise click.UsageError(f"{email} is nobody's address") from None
