"""The mails of reminders as they will be, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import force_locale

from app.dashboards.reminders.queries import Matter, Reader
from app.notifications.links import place_in_case
from app.notifications.mails import NoticeLine, Words, words_of_one, words_of_reminders
from app.process.step_labels import step_words
from workflows.escalation import REMINDED
from workflows.notifications import Frequency, Topic
from workflows.streams import Stream


@dataclass(frozen=True, slots=True)
class Preview:
    """What one person would get: a mail of all matters at once, a mail of each, or lines of a digest."""

    reader: Reader
    matters: Sequence[Matter]
    mails: Sequence[Words]
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
    told = [_told(matter, note) for matter in matters]
    with force_locale(reader.person.language):
        if len(told) > 1 and frequency is Frequency.NOW:
            mails = [words_of_reminders(told)]
        else:
            absent = reader.absent.name if reader.absent else None
            mails = [words_of_one(each, absent) for each in told]
    return Preview(reader, matters, mails, frequency)


def _told(matter: Matter, note: str) -> NoticeLine:
    concern = matter.case.concern
    place = place_in_case(concern.public_id, matter.rec.number if matter.rec else None)
    return NoticeLine(concern.reference, str(step_words(Stream.CLOCK, REMINDED).notice), place, note)
