"""Commands about people and organisations."""

from __future__ import annotations

from collections.abc import Callable

import click
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts import bounces, service
from app.accounts.models import Organisation, Person
from app.accounts.names import BadName
from app.accounts.rights.service import correct
from app.core.commands import Commands
from app.core.db import db
from app.directory import service as organisations
from workflows.roles import ROLES_OF, Kind, Role

user_cli = Commands("user", help="People and their roles.")
mail_cli = Commands("mail", help="Addresses that take no mail.")
organisation_cli = Commands("organisation", help="Organisations.")
ROLES = click.Choice([role.value for role in Role])


@user_cli.command("create")
@click.argument("email")
@click.option("--name", required=True, help="How people know them.")
@click.option("--organisation", required=True, help="Name of their organisation, as in the directory.")
@click.option("--role", "roles", multiple=True, required=True, type=ROLES, help="May be given several times.")
@click.option("--language", type=click.Choice(["sq", "en"]), default="sq", show_default=True)
def create_user(email: str, name: str, organisation: str, roles: tuple[str, ...], language: str) -> None:
    """Invite a person: they choose their password by a mailed link."""
    row = _organisation(organisation)
    if service.plain_address(email) is None:
        raise click.UsageError(f"{email} is not an e-mail address")
    _check_kind(row, {Role(r) for r in roles})
    try:
        service.invite(None, name, email, row.id, [Role(r) for r in roles], language)
    except service.AlreadyThere:
        raise click.UsageError(f"{email} has an account already") from None
    except BadName as refused:
        raise click.UsageError(f"nobody can be called {name!r}: {refused.name}") from None
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
    _check_kind(person.organisation, {Role(r) for r in added})
    roles = (set(_held(person)) | {Role(r) for r in added}) - {Role(r) for r in removed}
    service.change_rights(None, person.id, roles, active=person.active)
    click.echo(f"{email}: {', '.join(sorted(roles)) or 'no role'}")


@user_cli.command("change")
@click.argument("email")
@click.option("--name", default="", help="How people know them.")
@click.option("--email", "address", default="", help="The new address: its owner is asked by mail.")
@click.option("--organisation", default="", help="Name of their organisation, as in the directory.")
def change_user(email: str, name: str, address: str, organisation: str) -> None:
    """Correct a name, an address or an organisation."""
    person = _person(email)
    row = _organisation(organisation) if organisation else None
    if row is not None:
        _check_kind(row, set(_held(person)))
    try:
        correct(person.id, name=name, email=address, organisation_id=row.id if row else None)
    except service.AlreadyThere:
        raise click.UsageError(f"{address} has an account already") from None
    except ValueError:
        raise click.UsageError(f"{address} is not an e-mail address") from None
    except BadName as refused:
        raise click.UsageError(f"nobody can be called {name!r}: {refused.name}") from None
    click.echo(f"{email} is changed; a new address begins when its owner has confirmed it.")


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
    organisations.add_organisation(name, Kind(kind), field=field)
    click.echo(f"{name} is in the directory.")


def _person(email: str) -> Person:
    person = db.session.scalars(
        select(Person)
        .where(Person.email == email.lower())
        .options(selectinload(Person.roles), joinedload(Person.organisation))
    ).one_or_none()
    if person is None:
        raise click.UsageError(f"nobody has the e-mail address {email}")
    return person


def _organisation(name: str) -> Organisation:
    row = db.session.scalars(select(Organisation).where(Organisation.name == name)).one_or_none()
    if row is None:
        raise click.UsageError(f"no organisation is called {name!r}")
    return row


def _check_kind(organisation: Organisation, roles: set[Role]) -> None:
    wrong = roles - ROLES_OF[organisation.kind]
    if wrong:
        allowed = ", ".join(sorted(ROLES_OF[organisation.kind]))
        said = f"{', '.join(sorted(wrong))} does not go with an organisation of the kind {organisation.kind}"
        raise click.UsageError(f"{said}: it may have {allowed}")


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
