"""Mails that tell of events: links, references, and never content of a case."""

from __future__ import annotations

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from flask_babel import gettext as _

from app.cases.models import Concern
from app.cases.outbox import Digest, Outbox
from app.cases.records import Event
from app.core.mail import MailLink, Part, compose
from app.notices.places import place_of
from app.notices.wishes.links import unsubscribe_path
from app.people.models import Person
from app.web.format import day
from app.web.words import step_words
from workflows.notices import Topic

MOST_LISTED = 100


def notice_mail(
    person: Person, notice: Outbox, event: Event, concern: Concern, number: int | None, absent: str | None
) -> EmailMessage:
    """The mail, in the language that is in force."""
    words = step_words(event.machine, event.do)
    parts: list[Part] = [
        f"{words.notice} ({concern.reference})",
        MailLink(_("Open it in Tryeza"), place_of(concern.public_id, event.machine, event.params, number)),
    ]
    if absent:
        parts.append(_("You are told in place of %(name)s, who is away.", name=absent))
    subject = f"{concern.reference}: {words.notice}"
    return _mail(person, subject, parts, notice.message_id, notice.topic)


def digest_mail(person: Person, digest: Digest, rows: Sequence[Any]) -> EmailMessage:
    """One mail of several notices, in the language that is in force."""
    links = [
        MailLink(
            f"{reference}: {step_words(event.machine, event.do).notice}",
            place_of(public_id, event.machine, event.params, number),
        )
        for event, public_id, reference, number in rows[:MOST_LISTED]
    ]
    parts: list[Part] = [_("this happened in cases that are yours, and you have not seen it yet:"), links]
    if len(rows) > MOST_LISTED:
        parts.append(MailLink(_("All notices"), "/notices"))
    subject = _("Tryeza: your notices until %(day)s", day=day(digest.due_at))
    return _mail(person, subject, parts, digest.message_id, None)


def _mail(
    person: Person, subject: str, parts: Sequence[Part], message_id: str, topic: Topic | None
) -> EmailMessage:
    unsubscribe = MailLink(_("Less mail of this kind"), unsubscribe_path(person.id, topic))
    mail = compose(
        Address(person.name, addr_spec=person.email),
        subject,
        (_("Dear %(name)s,", name=person.name), *parts),
        language=person.language,
        message_id=message_id,
        foot=(
            _("This mail holds nothing of the case itself. You read it after signing in."),
            MailLink(_("How you are told, and how often"), "/me/notices"),
            unsubscribe,
        ),
    )
    mail["List-Unsubscribe"] = f"<{unsubscribe.url}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return mail
