"""The mail that tells of an event: a link and never content of a case."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage

from flask_babel import gettext as _

from app.cases.models import Concern
from app.cases.records import Event
from app.core.mail import MailLink, compose
from app.notices.places import place_of
from app.people.models import Person
from app.web.words import step_words


def notice_mail(
    person: Person, event: Event, concern: Concern, number: int | None, message_id: str
) -> EmailMessage:
    """The mail, in the language that is in force."""
    words = step_words(event.machine, event.do)
    return compose(
        Address(person.name, addr_spec=person.email),
        f"{concern.reference}: {words.notice}",
        (
            _("Dear %(name)s,", name=person.name),
            f"{words.notice} ({concern.reference})",
            MailLink(
                _("Open it in Tryeza"), place_of(concern.public_id, event.machine, event.params, number)
            ),
        ),
        language=person.language,
        message_id=message_id,
        foot=(_("This mail holds nothing of the case itself. You read it after signing in."),),
    )
