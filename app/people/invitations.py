"""The mailed link by which an invited person sets the first password: signed, single-use, for seven days."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer

from app.core.db import db
from app.core.mail import send
from app.people.models import Person
from app.people.service import InvalidInvitation, renew_mark
from config import Settings

LASTS = timedelta(days=7)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="invitation")


def send_invitation(person: Person) -> None:
    """Mail a link; one that was sent before ends with it."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    token = _serializer().dumps([person.id, renew_mark(person.id)])
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
    """Whom the link belongs to. Raises InvalidInvitation if it is used, expired, replaced or was never made."""
    try:
        person_id, mark = _serializer().loads(token, max_age=int(LASTS.total_seconds()))
    except BadData:
        raise InvalidInvitation from None
    person = db.session.get(Person, person_id)
    if person is None or person.fs_uniquifier != mark or person.password or not person.active:
        raise InvalidInvitation
    return person
