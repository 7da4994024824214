"""Mails of features that are not about a step of a case: each feature writes its own kinds, as the mail leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from functools import partial
from typing import TypeVar

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts.models import Person, WorkMail
from app.core.mail import MailLink, compose
from app.core.outbox import Aside, Later, Written, deliver_one
from workflows.notifications import Topic


@dataclass(frozen=True, slots=True)
class MailText:
    """What a mail says: one line, paragraphs, and no content of a case."""

    subject: str
    parts: Sequence[str | MailLink]
    topic: Topic = Topic.MOVE  # of the preferences of a reader with an account


Writer = Callable[[Session, WorkMail, "Person | None"], "MailText | None"]
Heard = Callable[[Session, WorkMail, Topic], "Later | Aside | None"]
W = TypeVar("W", bound=Writer)
DEFAULT = "sq"
_WRITERS: dict[str, Writer] = {}


class MailWriters:
    """Who writes the mails of one feature; they are known once it calls `register`."""

    def __init__(self) -> None:
        self._added: dict[str, Writer] = {}

    def written(self, *kinds: StrEnum) -> Callable[[W], W]:
        """Who writes mails of these kinds; None for a mail that nobody should get any more."""

        def add(function: W) -> W:
            self._added.update({kind.value: function for kind in kinds})
            return function

        return add

    def register(self) -> None:
        """Let mails of these kinds be written so."""
        _WRITERS.update(self._added)


def deliver_mail(
    send: Callable[[EmailMessage], None], heard: Heard = lambda _session, _mail, _topic: None
) -> bool:
    """Send the mail that has waited longest; False when none is due.

    `heard` gives what a reader with an account wants instead of a mail of this topic now, None for the mail.
    """
    return deliver_one(WorkMail, partial(_made, heard=heard), send)


def _made(session: Session, mail: WorkMail, heard: Heard) -> Written:
    """The mail in its reader's language; an address without an account is written to in Albanian.

    Such an address has no preferences: its link or its code is awaited now, and nobody could say when else.
    """
    person = session.get(Person, mail.person_id) if mail.person_id else None
    if mail.person_id and (person is None or not person.active):
        return None
    language = person.language if person else DEFAULT
    with force_locale(language):
        letter = _WRITERS[mail.kind](session, mail, person)
        if letter is None:
            return None
        if person is not None and (instead := heard(session, mail, letter.topic)):
            return instead
        greeting = _("Dear %(name)s,", name=person.name) if person else _("Dear Sir or Madam,")
        return compose(
            person.email if person else mail.email,
            letter.subject,
            (greeting, *letter.parts),
            language=language,
            message_id=mail.message_id,
        )
