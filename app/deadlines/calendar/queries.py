"""What is read of the calendar: its days, and what a change of it does to dates that run."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.periods import YEARS_AHEAD, YEARS_BACK, OwnDate
from app.core.country import OwnDate as CountryDate
from app.core.country import OwnKind, build_calendar
from app.core.time import today
from app.deadlines.recompute import Shift, foresee
from workflows.periods import Rule
from workflows.workdays import Calendar


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day as the calendar has it. `own` is what the installation says of it, `official` the library's name."""

    date: date
    official: str
    own: OwnKind | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class DateShift:
    """Dates of one rule that move alike: from which day to which, and how many."""

    rule: Rule
    before: date
    after: date
    cases: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of the calendar does to dates that run: numbers alone, for who makes it reads no case."""

    later: int = 0
    earlier: int = 0
    most_working_days: int = 0  # the largest shift, in whichever direction
    most_days: int = 0  # the same in calendar days
    made_overdue: int = 0
    no_longer_overdue: int = 0
    moves: tuple[DateShift, ...] = ()

    @property
    def total(self) -> int:
        """How many dates move."""
        return self.later + self.earlier

    @property
    def key(self) -> str:
        """All of it in one word: a form carries what its reader saw."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def own_dates(session: Session) -> Sequence[OwnDate]:
    """All dates that the installation keeps itself."""
    return session.scalars(select(OwnDate).order_by(OwnDate.day)).all()


def days_of(own: Iterable[OwnDate], years: Iterable[int]) -> list[CalendarDay]:
    """Official holidays and own dates of these years, in their order."""
    wanted = sorted(set(years))
    if not wanted:
        return []
    known = {row.day: row for row in own if row.day.year in wanted}
    official = build_calendar(range(wanted[0], wanted[-1] + 1), ()).holidays
    return [
        CalendarDay(day, official.get(day, ""), OwnKind(row.kind), row.name)
        if (row := known.get(day))
        else CalendarDay(day, official[day])
        for day in sorted({*known, *(d for d in official if d.year in wanted)})
    ]


def calendar_with(session: Session, day: date, kind: OwnKind | None) -> Calendar:
    """The calendar as it would be if this day were of this kind; None: if it were no own date."""
    own = {row.day: CountryDate(row.day, OwnKind(row.kind), row.name) for row in own_dates(session)}
    own.pop(day, None)
    if kind is not None:
        own[day] = CountryDate(day, kind)
    year = today().year
    return build_calendar(range(year - YEARS_BACK, year + YEARS_AHEAD), own.values())


def effect_of(session: Session, day: date, kind: OwnKind | None) -> Effect:
    """What it would do to the dates that run if this day were of this kind, or no own date any more."""
    calendar = calendar_with(session, day, kind)
    return summed(foresee(session, day, calendar), calendar)


def summed(shifts: Sequence[Shift], calendar: Calendar) -> Effect:
    """The numbers of these shifts; working days are counted by the calendar after the change."""
    day = today()
    alike = Counter((s.rule, s.before, s.after) for s in shifts)
    return Effect(
        later=sum(s.after > s.before for s in shifts),
        earlier=sum(s.after < s.before for s in shifts),
        most_working_days=max((abs(calendar.working_between(s.before, s.after)) for s in shifts), default=0),
        most_days=max((abs((s.after - s.before).days) for s in shifts), default=0),
        made_overdue=sum(s.after < day <= s.before for s in shifts),
        no_longer_overdue=sum(s.before < day <= s.after for s in shifts),
        moves=tuple(DateShift(*what, number) for what, number in sorted(alike.items())),
    )
