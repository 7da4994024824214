"""The calendar: its days, what a change of it does to dates that run, and the change."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.concerns.periods import YEARS_AHEAD, YEARS_BACK, OwnDate, load_calendar
from app.core.country import OwnDate as CountryDate
from app.core.country import OwnKind, build_calendar
from app.core.db import unit_of_work
from app.core.time import today
from app.deadlines.recompute import Shift, foresee, look_again, move
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


# A day may be announced when it is over, and only clocks that still run are reckoned anew: that harms nobody. Further
# back it is rather a slip of the pen, such as last year's number in January.
BACK = timedelta(days=90)


class AlreadyThere(Exception):
    """The day is an own date already."""


class WorksAlready(Exception):
    """The day is a working day without being said to be one."""


class Gone(Exception):
    """The own date was removed meanwhile."""


class Changed(Exception):
    """More or other dates would move than the person was shown."""


class Busy(Exception):
    """Others are at work on cases, and did not end in time."""


def first_day() -> date:
    """The earliest day that may be added."""
    return today() - BACK


def last_day() -> date:
    """The latest day that may be added: the last that the page shows."""
    return date(today().year + 1, 12, 31)


def check_new(session: Session, day: date, kind: OwnKind) -> None:
    """Raise AlreadyThere or WorksAlready for a day that cannot be added."""
    if session.get(OwnDate, day) is not None:
        raise AlreadyThere
    if kind is OwnKind.WORKING and load_calendar(session, today()).is_working(day):
        raise WorksAlready


def add(day: date, kind: OwnKind, name: str, shown: str) -> Effect:
    """Add an own date. `shown` is the key of the effect that the person was shown.

    Raises AlreadyThere, WorksAlready, Changed, Busy; nothing is changed then.
    """
    with alone() as session:
        check_new(session, day, kind)
        session.add(OwnDate(day=day, kind=kind.value, name=name.strip()))
        return _follow(session, day, shown)


def remove(day: date, shown: str) -> Effect:
    """Remove an own date. Raises Gone, Changed, Busy; nothing is changed then."""
    with alone() as session:
        row = session.get(OwnDate, day)
        if row is None:
            raise Gone
        session.delete(row)
        return _follow(session, day, shown)


def _follow(session: Session, day: date, shown: str) -> Effect:
    session.flush()
    calendar = load_calendar(session, today())
    shifts = foresee(session, day, calendar)
    effect = summed(shifts, calendar)
    if effect.key != shown:
        raise Changed
    move(session, shifts)
    look_again(session)
    return effect


@contextmanager
def alone() -> Iterator[Session]:
    """A transaction beside which no case moves: a step under way would reckon by the calendar of before.

    SQLite has one writer anyway. On PostgreSQL every step begins by locking the row of its concern, or of its access
    request, which this lock of the tables excludes; who only reads does not notice it.
    """
    try:
        with unit_of_work() as session:
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("LOCK TABLE concern, access_request IN EXCLUSIVE MODE"))
            yield session
    except OperationalError as error:
        if "lock" not in str(error):
            raise
        raise Busy from error
