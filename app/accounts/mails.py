"""Mails about accounts: invitation, new password, a change, a right to confirm. Links are made as they leave."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from flask_security.recoverable import generate_reset_password_token
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AccountEvent, AccountMail, Person
from app.accounts.outbox import MailText, MailWriters, QueuedMail
from app.accounts.rights.models import Proposal, ProposalState
from app.accounts.rights.proposals import Mail as RightsMail
from app.accounts.rights.proposals import confirmers
from app.accounts.service import InvalidAddressLink, InvalidInvitation
from app.core.db import db
from app.core.language import translate as _
from app.core.mail import MailLink
from app.core.time import now

mails = MailWriters()
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(days=1)


class OurClock(TimestampSigner):
    """Signs with the installation's own time."""

    def get_timestamp(self) -> int:
        """Seconds since 1970."""
        return int(now().timestamp())


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


def _owner(session: Session, mail: QueuedMail) -> Person | None:
    """Whose account it is about: who has the address, where nobody is named."""
    whose = Person.id == mail.about if mail.about else Person.email == mail.email
    return session.scalars(select(Person).where(whose, Person.active)).one_or_none()


@mails.written(AccountMail.INVITATION, reader=_owner)
def invitation(_session: Session, _mail: QueuedMail, person: Person | None) -> MailText | None:
    """To who has chosen no password yet."""
    if person is None or person.password:
        return None
    path = f"/invitation/{_serializer().dumps([person.id, person.fs_uniquifier])}"
    return MailText(
        _("You are invited to Tryeza"),
        (
            _("an account has been made for you. Choose your password here, within 7 days:"),
            MailLink(_("Choose your password"), path),
            _("The link works once. If you did not expect this, do nothing."),
        ),
    )


@mails.written(AccountMail.RESET, reader=_owner)
def reset(session: Session, mail: QueuedMail, person: Person | None) -> MailText | None:
    """To who asked; who never chose a first password cannot have forgotten it, and is invited."""
    if person is None or not person.password:
        return invitation(session, mail, person)
    path = f"/reset/{generate_reset_password_token(person)}"  # type: ignore[no-untyped-call]
    return MailText(
        _("A new password for Tryeza"),
        (
            _("somebody, probably you, asked for a new password. Choose it here, within a day:"),
            MailLink(_("Choose a new password"), path),
            _("The link works once. If it was not you, do nothing: your password stays as it is."),
        ),
    )


@mails.written(AccountMail.PASSWORD_CHANGED, reader=_owner)
def password_changed(_session: Session, _mail: QueuedMail, person: Person | None) -> MailText | None:
    """To who has changed it, as far as we know."""
    if person is None:
        return None
    return MailText(
        _("Your password was changed"),
        (
            _("the password of your account was changed just now, and all other sessions have ended."),
            _("If it was not you, ask for a new password at once and tell your administrator:"),
            MailLink(_("Ask for a new password"), "/reset"),
        ),
    )


@mails.written(AccountMail.NEW_ADDRESS, reader=_owner)
def confirm_address(_session: Session, mail: QueuedMail, person: Person | None) -> MailText | None:
    """To the new address, while it is to become the account's."""
    if person is None or person.new_email != mail.email:
        return None
    path = f"/new-address/{_addresses().dumps([person.id, person.email, person.new_email])}"
    return MailText(
        _("Is this your new address in Tryeza?"),
        (
            _("the address of your account is to be this one. Say within 7 days that it is yours:"),
            MailLink(_("Confirm the new address"), path),
            _("Until then you sign in with the old one. If you did not expect this, do nothing."),
        ),
    )


@mails.written(AccountMail.OLD_ADDRESS, reader=_owner)
def address_changes(_session: Session, _mail: QueuedMail, person: Person | None) -> MailText | None:
    """To the old address."""
    if person is None:
        return None
    return MailText(
        _("The address of your account in Tryeza is being changed"),
        (
            _(
                "an administrator changes the e-mail address of your account, and a second person has agreed to it."
            ),
            _("If this is not right, tell the secretariat of the Group at once."),
        ),
    )


@mails.written(RightsMail.PROPOSED)
def right_proposed(session: Session, mail: QueuedMail, person: Person | None) -> MailText | None:
    """To the secretariat and the chair, while it waits."""
    row = session.get(Proposal, mail.about)
    if row is None or row.state is not ProposalState.OPEN or not _still_confirms(session, person):
        return None
    whose, by = session.get_one(Person, row.person_id), session.get_one(Person, row.by_id)
    return MailText(
        _("A right awaits confirmation by a second person"),
        (
            _(
                "%(by)s proposes to change what the account of %(name)s may do. It takes effect when you or another "
                "person of the secretariat or the chair confirms it.",
                by=by.name,
                name=whose.name,
            ),
            MailLink(_("See what is proposed"), f"/rights/{row.public_id}"),
        ),
    )


@mails.written(RightsMail.DECIDED)
def right_decided(session: Session, mail: QueuedMail, _person: Person | None) -> MailText | None:
    """To who proposed it."""
    row = session.get(Proposal, mail.about)
    if row is None or row.state not in (ProposalState.CONFIRMED, ProposalState.REFUSED):
        return None
    whose = session.get_one(Person, row.person_id)
    outcome = (
        _("what you proposed for the account of %(name)s is confirmed and in force.", name=whose.name)
        if row.state is ProposalState.CONFIRMED
        else _("what you proposed for the account of %(name)s was refused.", name=whose.name)
    )
    return MailText(
        _("What you proposed was decided"),
        (outcome, MailLink(_("See the proposal"), f"/rights/{row.public_id}")),
    )


@mails.written(RightsMail.GIVEN)
def right_given(session: Session, mail: QueuedMail, person: Person | None) -> MailText | None:
    """To the secretariat and the chair: a command of the server needs no second person, and is told."""
    event = session.get(AccountEvent, mail.about)
    if event is None or not _still_confirms(session, person):
        return None
    whose = session.get_one(Person, event.person_id)
    return MailText(
        _("A command of the server changed an account"),
        (
            _(
                "the account of %(name)s (%(email)s) was given a right or changed by a command on the server, which "
                "needs no second person. If you did not expect it, ask who runs the server.",
                name=whose.name,
                email=whose.email,
            ),
        ),
    )


def _still_confirms(session: Session, person: Person | None) -> bool:
    return person is not None and person.id in confirmers(session)
