"""Mails of the rooms that are not about a step of a case: each room writes its own kinds, as the mail leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from typing import TypeVar

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.core.outbox import deliver_one
from app.people.models import Person, WorkMail
from config import Settings


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: one line, paragraphs, and no content of a case."""

    subject: str
    parts: Sequence[str]


Writer = Callable[[Session, WorkMail, "Person | None"], "Letter | None"]
W = TypeVar("W", bound=Writer)
_WRITERS: dict[str, Writer] = {}


def written(*kinds: StrEnum) -> Callable[[W], W]:
    """Register who writes mails of these kinds; None for a mail that nobody should get any more."""

    def register(function: W) -> W:
        _WRITERS.update({kind.value: function for kind in kinds})
        return function

    return register


def deliver_mail(send: Callable[[EmailMessage], None]) -> bool:
    """Send the mail that has waited longest; False when none is due."""
    return deliver_one(WorkMail, _made, send)


def link(*parts: str) -> str:
    """An address that people type, whatever host a request claimed to be for."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    return "/".join((settings.base_url.rstrip("/"), *parts))


def _made(session: Session, mail: WorkMail) -> EmailMessage | None:
    """The mail in its reader's language; an address without an account is written to in Albanian."""
    person = session.get(Person, mail.person_id) if mail.person_id else None
    if mail.person_id and (person is None or not person.active):
        return None
    with force_locale(person.language if person else "sq"):
        letter = _WRITERS[mail.kind](session, mail, person)
        if letter is None:
            return None
        message = EmailMessage()
        settings: Settings = current_app.extensions["tryeza.settings"]
        message["From"], message["To"] = settings.mail_sender, person.email if person else mail.email
        message["Subject"], message["Message-ID"] = letter.subject, mail.message_id
        greeting = _("Dear %(name)s,", name=person.name) if person else _("Dear Sir or Madam,")
        message.set_content("\n\n".join((greeting, *letter.parts, "Tryeza")) + "\n")
    return message
