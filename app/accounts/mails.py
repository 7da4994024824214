"""Mails about accounts: invitation, new password, notice of a change. Their links are made as they leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import TypeAlias

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_security.recoverable import generate_reset_password_token
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AccountMail, AccountMailKind, Person
from app.accounts.service import InvalidAddressLink, InvalidInvitation
from app.core.db import db
from app.core.mail import MailLink, compose
from app.core.outbox import deliver_one
from app.core.time import now

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(days=1)


class OurClock(TimestampSigner):
    """Signs with the installation's own time."""

    def get_timestamp(self) -> int:
        """Seconds since 1970."""
        return int(now().timestamp())


def deliver_account_mail(send: Callable[[EmailMessage], None]) -> bool:
    """Send the letter that has waited longest; False when none is due."""
    return deliver_one(AccountMail, _written, send)


def invited(token: str) -> Person:
    """Whom the link belongs to. Raises InvalidInvitation if it is used, expired, replaced or was never made."""
    try:
        person_id, mark = _serializer().loads(token, max_age=int(INVITATION_LASTS.total_seconds()))
    except (BadData, ValueError, TypeError):
        raise InvalidInvitation from None
    person = db.session.get(Person, person_id)
    if person is None or person.fs_uniquifier != mark or person.password or not person.active:
        raise InvalidInvitation
    return person


def new_address(token: str) -> Person:
    """Whose new address the link is about. Raises InvalidAddressLink if it is used, expired or was never made."""
    try:
        person_id, before, after = _addresses().loads(token, max_age=int(INVITATION_LASTS.total_seconds()))
    except (BadData, ValueError, TypeError):
        raise InvalidAddressLink from None
    person = db.session.get(Person, person_id)
    if person is None or not person.active or (person.email, person.new_email) != (before, after):
        raise InvalidAddressLink
    return person


def _addresses() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="new address", signer=OurClock)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="invitation", signer=OurClock)


def _written(session: Session, letter: AccountMail) -> EmailMessage | None:
    """The mail in its reader's language, or None where there is nobody to read it."""
    whose = Person.id == letter.person_id if letter.person_id else Person.email == letter.email
    person = session.scalars(select(Person).where(whose, Person.active)).one_or_none()
    if person is None:
        return None
    kind = letter.kind
    if kind is AccountMailKind.NEW_ADDRESS and person.new_email != letter.email:
        return None
    if kind is AccountMailKind.RESET and not person.password:
        kind = AccountMailKind.INVITATION  # who never chose a first password cannot have forgotten it
    if kind is AccountMailKind.INVITATION and person.password:
        return None
    with force_locale(person.language):
        subject, *parts = _WORDS[kind](person)
        return compose(
            letter.email,
            subject,
            (_("Dear %(name)s,", name=person.name), *parts),
            language=person.language,
            message_id=letter.message_id,
        )


Words: TypeAlias = tuple[str, *tuple[str | MailLink, ...]]


def _invitation(person: Person) -> Words:
    path = f"/invitation/{_serializer().dumps([person.id, person.fs_uniquifier])}"
    return (
        _("You are invited to Tryeza"),
        _("an account has been made for you. Choose your password here, within 7 days:"),
        MailLink(_("Choose your password"), path),
        _("The link works once. If you did not expect this, do nothing."),
    )


def _reset(person: Person) -> Words:
    path = f"/reset/{generate_reset_password_token(person)}"  # type: ignore[no-untyped-call]
    return (
        _("A new password for Tryeza"),
        _("somebody, probably you, asked for a new password. Choose it here, within a day:"),
        MailLink(_("Choose a new password"), path),
        _("The link works once. If it was not you, do nothing: your password stays as it is."),
    )


def _changed(_person: Person) -> Words:
    return (
        _("Your password was changed"),
        _("the password of your account was changed just now, and all other sessions have ended."),
        _("If it was not you, ask for a new password at once and tell your administrator:"),
        MailLink(_("Ask for a new password"), "/reset"),
    )


def _new_address(person: Person) -> Words:
    path = f"/new-address/{_addresses().dumps([person.id, person.email, person.new_email])}"
    return (
        _("Is this your new address in Tryeza?"),
        _("the address of your account is to be this one. Say within 7 days that it is yours:"),
        MailLink(_("Confirm the new address"), path),
        _("Until then you sign in with the old one. If you did not expect this, do nothing."),
    )


def _old_address(_person: Person) -> Words:
    return (
        _("The address of your account in Tryeza is being changed"),
        _(
            "an administrator changes the e-mail address of your account, and a second person has agreed to it."
        ),
        _("If this is not right, tell the secretariat of the Group at once."),
    )


_WORDS: dict[AccountMailKind, Callable[[Person], Words]] = {
    AccountMailKind.INVITATION: _invitation,
    AccountMailKind.RESET: _reset,
    AccountMailKind.PASSWORD_CHANGED: _changed,
    AccountMailKind.NEW_ADDRESS: _new_address,
    AccountMailKind.OLD_ADDRESS: _old_address,
}
