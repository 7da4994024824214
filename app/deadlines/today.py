"""The day by the country's calendar, and how a due date stands in a list on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.concerns.periods import load_calendar
from app.core.formats import current_language, day, day_short, days_left
from app.core.formats import days_late as late_words
from app.core.language import ngettext
from app.core.language import translate as _
from app.core.time import today
from workflows.deadlines import soon_until
from workflows.workdays import Calendar

BAR, LONGEST = 66, 30  # pixels of the longest bar, and the days late from which on it does not grow
SHORTEST_BAR = 5


class Cell(NamedTuple):
    """What the cell of a date says. `bar` is the width of the bar, 0 where nothing is late."""

    text: str = ""
    detail: str = ""
    tone: str = ""
    bar: int = 0


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Today:
    """The day, and what counts as soon."""

    day: date
    soon: date
    language: str

    @classmethod
    def of(cls, today: date, calendar: Calendar) -> Today:
        """This day, by the country's calendar."""
        return cls(today, soon_until(today, calendar), current_language())

    def cell(self, due_on: date | None, paused: bool = False, paused_since: date | None = None) -> Cell:
        """How a running date stands; where none runs, since when it is paused."""
        language = self.language
        if due_on is None:
            return _paused(language, self.day, paused_since) if paused else NOTHING
        if due_on < self.day:
            return _late(language, self.day, due_on)
        return _coming(language, self.day, due_on, due_on <= self.soon)


def today_here(session: Session) -> Today:
    """The day, by the country's holidays and the installation's own dates."""
    this_day = today()
    return Today.of(this_day, load_calendar(session, this_day))


def date_words(on: date, today: date) -> str:
    """The day; its year where it is another."""
    return day_short(on) if on.year == today.year else day(on)


# Rows of a page share their dates, and pages of a day share them too. The language is part of the key.


@lru_cache(maxsize=2048)
def _late(_language: str, today: date, due_on: date) -> Cell:
    late = (today - due_on).days
    width = max(SHORTEST_BAR, min(BAR, round(BAR * late / LONGEST)))
    return Cell(late_words(late), _("it was due by %(day)s", day=date_words(due_on, today)), "late", width)


@lru_cache(maxsize=2048)
def _coming(_language: str, today: date, due_on: date, soon: bool) -> Cell:
    left = days_left((due_on - today).days)
    return Cell(_("by %(day)s", day=date_words(due_on, today)), left, "soon" if soon else "")


@lru_cache(maxsize=2048)
def _paused(_language: str, today: date, since: date | None) -> Cell:
    if since is None:
        return Cell(_("paused"), tone="soon")
    days = (today - since).days
    lasting = str(ngettext("for %(num)s day", "for %(num)s days", days)) if days else ""
    return Cell(_("paused since %(day)s", day=date_words(since, today)), lasting, "soon")
