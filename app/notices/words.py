"""The mail that tells of an event: a link and never content of a case."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime

from flask import current_app
from flask_babel import gettext as _

from app.cases.models import Concern
from app.cases.records import Event
from app.core.time import now
from app.notices.places import place_of
from app.people.models import Person
from app.web.words import step_words
from config import Settings


def notice_mail(
    person: Person, event: Event, concern: Concern, number: int | None, message_id: str
) -> EmailMessage:
    """The mail, in the language that is in force."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    link = settings.base_url.rstrip("/") + place_of(concern.public_id, event.machine, event.params, number)
    words = step_words(event.machine, event.do)
    mail = EmailMessage()
    mail["From"] = settings.mail_sender
    mail["To"] = f"{person.name} <{person.email}>"
    mail["Subject"] = f"{concern.reference}: {words.notice}"
    mail["Message-ID"] = message_id
    mail["Date"] = format_datetime(now())
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(
        "\n\n".join(
            (
                _("Dear %(name)s,", name=person.name),
                f"{words.notice} ({concern.reference})",
                _("Open it here: %(link)s", link=link),
                _("This mail holds nothing of the case itself. You read it after signing in."),
                "Tryeza",
            )
        )
        + "\n"
    )
    return mail
