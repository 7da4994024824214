"""What is done with people and organisations. Every change of rights is written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from email.message import EmailMessage

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_security.utils import hash_password
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.core.actor import Actor
from app.core.collation import sort_key
from app.core.db import db, unit_of_work
from app.core.mail import send
from app.core.naming import one_time_key, public_id
from app.core.time import now
from app.people.models import AccountEvent, Organisation, Person, Role
from config import Settings
from workflows.standing import Kind
from workflows.standing import Role as RoleName

INVITATION_LASTS = timedelta(days=7)


class AlreadyThere(Exception):
    """The e-mail address belongs to an account."""


class InvalidInvitation(Exception):
    """The link is used, expired, revoked or was never made."""


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="invitation")


def invite(
    actor: Actor | None, name: str, email: str, organisation_id: int, roles: Iterable[RoleName], language: str
) -> Person:
    """Create an account without a password, and mail the link by which its owner sets one. Raises AlreadyThere."""
    email = email.strip().lower()
    with unit_of_work() as session:
        if session.scalar(select(Person.id).where(Person.email == email)):
            raise AlreadyThere(email)
        person = Person(
            public_id=public_id(),
            email=email,
            name=name.strip(),
            organisation_id=organisation_id,
            roles=_roles(session, roles),
            language=language,
            created_at=now(),
            fs_uniquifier=one_time_key(),
        )
        session.add(person)
        session.flush()
        _note(session, actor, person.id, "invited", roles=sorted(roles))
    send_invitation(person)
    return person


def send_invitation(person: Person) -> None:
    """Mail the link. A new link replaces the old one: the account's mark changes with it."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    with unit_of_work() as session:
        row = session.get_one(Person, person.id)
        row.fs_uniquifier = one_time_key()
        token = _serializer().dumps([row.id, row.fs_uniquifier])
    with force_locale(person.language):
        message = EmailMessage()
        message["From"], message["To"] = settings.mail_sender, person.email
        message["Subject"] = _("You are invited to Tryeza")
        message.set_content(
            "\n\n".join(
                (
                    _("Dear %(name)s,", name=person.name),
                    _("an account has been made for you. Choose your password here, within 7 days:"),
                    f"{settings.base_url}/invitation/{token}",
                    "Tryeza",
                )
            )
            + "\n"
        )
    send(message)


def invited(token: str) -> Person:
    """Whom the link belongs to. Raises InvalidInvitation."""
    try:
        person_id, mark = _serializer().loads(token, max_age=int(INVITATION_LASTS.total_seconds()))
    except BadData:
        raise InvalidInvitation from None
    person = db.session.get(Person, person_id)
    if person is None or person.fs_uniquifier != mark or person.password or not person.active:
        raise InvalidInvitation
    return person


def accept_invitation(token: str, password: str) -> None:
    """Set the password; the link is used up. Raises InvalidInvitation."""
    person_id = invited(token).id
    with unit_of_work() as session:
        person = session.get_one(Person, person_id, with_for_update=True)
        if person.password:
            raise InvalidInvitation
        person.password = hash_password(password)
        person.confirmed_at = now()
        person.fs_uniquifier = one_time_key()


def change_rights(actor: Actor | None, person_id: int, roles: Iterable[RoleName], *, active: bool) -> None:
    """Set roles and whether the account is active. It takes effect at the person's next request."""
    wanted = sorted(set(roles))
    with unit_of_work() as session:
        person = session.scalars(
            select(Person).where(Person.id == person_id).options(selectinload(Person.roles)).with_for_update()
        ).one()
        before = sorted(r.name for r in person.roles)
        if before != wanted:
            person.roles = _roles(session, wanted)
            _note(session, actor, person_id, "roles", before=before, after=wanted)
        if person.active != active:
            person.active = active
            _note(session, actor, person_id, "enabled" if active else "disabled")
        person.fs_uniquifier = one_time_key()  # ends the sessions that are open


def keep_profile(person_id: int, name: str, language: str) -> None:
    """What a person sets for themselves."""
    with unit_of_work() as session:
        person = session.get_one(Person, person_id)
        person.name, person.language = name.strip(), language


def keep_language(person_id: int, language: str) -> None:
    """The language of a person's pages and mails."""
    with unit_of_work() as session:
        session.get_one(Person, person_id).language = language


def add_organisation(name: str, kind: Kind, *, confirmed: bool = True, **more: str | None) -> Organisation:
    """A new entry of the directory."""
    with unit_of_work() as session:
        row = Organisation(
            public_id=public_id(),
            name=name.strip(),
            kind=kind,
            sort_key=sort_key(name),
            created_at=now(),
            confirmed=confirmed,
            **more,
        )
        session.add(row)
        session.flush()
        return row


def change_organisation(row_id: int, **values: object) -> None:
    """Correct an entry of the directory; whoever does so confirms it."""
    with unit_of_work() as session:
        row = session.get_one(Organisation, row_id)
        for name, value in values.items():
            setattr(row, name, value)
        row.sort_key, row.confirmed = sort_key(row.name), True


def _roles(session: Session, roles: Iterable[str]) -> list[Role]:
    """The role rows, made where they are not there yet."""
    wanted = {str(role) for role in roles}
    rows = {row.name: row for row in session.scalars(select(Role).where(Role.name.in_(wanted)))}
    for name in wanted - set(rows):
        rows[name] = Role(name=name)
        session.add(rows[name])
    return list(rows.values())


def _note(session: Session, actor: Actor | None, person_id: int, what: str, **details: object) -> None:
    session.add(
        AccountEvent(
            at=now(),
            actor_id=actor.person_id if actor else None,
            person_id=person_id,
            what=what,
            details=details,
        )
    )
