"""The form of reminders, and the mails as they will be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from wtforms import HiddenField

from app.accounts.outbox import MailText
from app.concerns import fields
from app.core.forms import Form
from app.core.language import in_language
from app.core.language import lazy as _l
from app.core.numbers import whole
from app.dashboards.reminders.queries import Matter, Reader
from app.notifications.mails import NoticeLine, awaited_words, path_in_case, text_of_one, text_of_reminders
from app.process.step_labels import step_words
from workflows.escalation import REMINDED
from workflows.notifications import Frequency, Topic
from workflows.streams import Stream

LONGEST_NOTE = 300


class RemindForm(Form):
    """What the coordinator adds to a reminder. The lines are ticked beside it."""

    note = fields.short_text(
        _l("Your note"),
        _l(
            "One sentence, if you wish. It is included in each e-mail and in the history, and the "
            "institutions read it."
        ),
        required=False,
        most=LONGEST_NOTE,
    )
    key = HiddenField()

    @property
    def words(self) -> str:
        """The note."""
        return (self.note.data or "").strip()


def numbers(given: Collection[str]) -> list[int]:
    """The lines that are ticked; what is no number of a line is none."""
    return sorted({number for value in given if (number := whole(value)) is not None and number > 0})


def seen_of(given: Collection[str]) -> dict[int, str]:
    """How each line stood when it was looked at."""
    return {number: value for value in given for number in numbers([value.partition(".")[0]])}


@dataclass(frozen=True, slots=True)
class Preview:
    """What one person would get: a mail of all matters at once, a mail of each, or lines of a digest."""

    reader: Reader
    matters: Sequence[Matter]
    mails: Sequence[MailText]
    frequency: Frequency

    @property
    def digest(self) -> bool:
        """Whether it comes with their next digest."""
        return self.frequency is not Frequency.NOW


def previews(told: Iterable[tuple[Reader, Sequence[Matter]]], note: str) -> list[Preview]:
    """One for each reader, in their own language."""
    return [_preview(reader, matters, note) for reader, matters in told]


def _preview(reader: Reader, matters: Sequence[Matter], note: str) -> Preview:
    frequency = reader.preferences.frequency(Topic.DATE)
    with in_language(reader.person.language):
        told = [_told(matter, note) for matter in matters]
        if len(told) > 1 and frequency is Frequency.NOW:
            mails = [text_of_reminders(told)]
        else:
            absent = reader.absent.name if reader.absent else None
            mails = [text_of_one(each, absent) for each in told]
    return Preview(reader, matters, mails, frequency)


def _told(matter: Matter, note: str) -> NoticeLine:
    concern = matter.case.concern
    place = path_in_case(concern.public_id, matter.rec.number if matter.rec else None)
    words = str(step_words(Stream.CLOCK, REMINDED).notice)
    urgent, clock = concern.urgent and concern.is_open, matter.clock
    awaited = awaited_words(clock.rule, clock.due_on, own=False)
    return NoticeLine(concern.reference, words, place, note, urgent, awaited)
