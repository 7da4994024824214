"""The history as it is shown: what people did, newest first, or every entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.concerns.access import Case
from app.concerns.page.history import details, tell
from app.concerns.page.queries import INTERNAL, Line
from app.core.formats import moment_in
from app.core.language import current_language
from workflows.recommendation import voice_of
from workflows.roles import CaseRole
from workflows.streams import Stream


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line of the history."""

    voice: str
    text: str
    at: dt.datetime
    who: str
    quote: str = ""
    details: Mapping[str, Any] | None = None


class Entry(NamedTuple):
    """One line of the history, in words: a template that unpacks it looks up nothing."""

    voice: str
    text: str
    at: str
    moment: str
    who: str
    quote: str
    given: Sequence[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class History:
    """Entries, newest first, and how many of the same kind there were before them."""

    entries: list[Entry]
    earlier: int


def event_of(line: Line) -> TimelineEvent:
    """The line as the timeline shows it."""
    return TimelineEvent(_voice(line), line.sentence, line.at, line.by, line.text, line.details)


def told(lines: Sequence[Line], case: Case) -> list[TimelineEvent]:
    """These lines, with their sentences."""
    tell(lines, case.all_recommendations)
    return [event_of(line) for line in lines]


def is_by_people(line: Line) -> bool:
    """Whether somebody did it: reminders and what follows by itself are told only to who asks for every entry."""
    return line.machine != Stream.CLOCK and line.standing is not CaseRole.SYSTEM


def history_of(lines: Iterable[Line], case: Case, most: int | None = None, *, every: bool = False) -> History:
    """What people did, or every entry; the newest ones, where only so many are to be shown."""
    found = [line for line in lines if every or is_by_people(line)]
    shown = found if most is None else found[:most]
    tell(shown, case.all_recommendations)
    language = current_language()
    return History([_entry(line, language) for line in shown], len(found) - len(shown))


def _entry(line: Line, language: str) -> Entry:
    return Entry(
        _voice(line),
        line.sentence,
        line.at.isoformat(),
        moment_in(language, line.at),
        line.by,
        line.text,
        details(line.details),
    )


def _voice(line: Line) -> str:
    return "neutral" if line.machine in INTERNAL else voice_of(line.standing, line.do)
