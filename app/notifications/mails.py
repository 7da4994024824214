"""Mails that tell of events: links, references, and never content of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.models import Person
from app.core.formats import day
from app.core.mail import MailLink, Part, addressed, compose
from app.notifications.links import place_of, said_of
from app.notifications.models import Digest, Notification
from app.notifications.preferences.links import unsubscribe_path
from workflows.escalation import REMINDED
from workflows.notifications import Topic

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as a mail tells of it. `note` is what a person adds to a reminder, empty for all else."""

    reference: str  # empty where there is no case for the reader
    said: str
    path: str  # of its place
    note: str = ""

    @classmethod
    def of(cls, row: Any) -> NoticeLine:
        """A line of notices, in the language that is in force."""
        return cls(row.reference or "", said_of(row), place_of(row), row.note or "")

    @property
    def subject(self) -> str:
        """In one line."""
        return f"{self.reference}: {self.said}" if self.reference else self.said

    @property
    def link(self) -> MailLink:
        """What happened, leading to its place."""
        return MailLink(self.subject, self.path)


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says between its greeting and its foot."""

    subject: str
    parts: tuple[Part, ...]


def words_of_one(told: NoticeLine, absent: str | None = None) -> Words:
    """Of one event, in the language that is in force."""
    said = f"{told.said} ({told.reference})" if told.reference else told.said
    parts: list[Part] = [said, *_added([told])]
    parts.append(MailLink(_("Open it in Tryeza"), told.path))
    if absent:
        parts.append(_("You are told in place of %(name)s, who is away.", name=absent))
    return Words(told.subject, tuple(parts))


def words_of_reminders(told: Sequence[NoticeLine]) -> Words:
    """Of reminders that were sent together, in the language that is in force."""
    subject = ngettext(
        "Reminder of the National Coordinator: %(num)s matter awaits your move",
        "Reminder of the National Coordinator: %(num)s matters await your move",
        len(told),
    )
    opening = _("the National Coordinator reminds you of these matters, which await your move:")
    return Words(subject, (opening, *_added(told), [each.link for each in told]))


def _added(told: Sequence[NoticeLine]) -> list[Part]:
    """What who reminds has to say, once."""
    notes = dict.fromkeys(each.note for each in told if each.note)
    return [_("The coordinator adds: “%(note)s”", note=note) for note in notes]


def notice_mail(person: Person, notice: Notification, line: Any) -> EmailMessage:
    """The mail, in the language that is in force."""
    return _mail(person, words_of_one(NoticeLine.of(line), line.absent), notice.message_id, notice.topic)


def digest_mail(person: Person, digest: Digest, rows: Sequence[Any]) -> EmailMessage:
    """One mail of several notices, in the language that is in force."""
    told = [NoticeLine.of(row) for row in rows]
    if all(row.do == REMINDED for row in rows):
        return _mail(person, words_of_reminders(told), digest.message_id, Topic.DATE)
    parts: list[Part] = [
        _("this happened in your cases and requests, and you have not seen it yet:"),
        *_added(told),
        [each.link for each in told[:MOST_LISTED]],
    ]
    if len(told) > MOST_LISTED:
        parts.append(MailLink(_("All notices"), "/notices"))
    subject = _("Tryeza: your notices until %(day)s", day=day(digest.due_at))
    return _mail(person, Words(subject, tuple(parts)), digest.message_id, None)


def _mail(person: Person, words: Words, message_id: str, topic: Topic | None) -> EmailMessage:
    unsubscribe = MailLink(_("Less mail of this kind"), unsubscribe_path(person.id, topic))
    mail = compose(
        addressed(person.name, person.email),
        words.subject,
        (_("Dear %(name)s,", name=person.name), *words.parts),
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
