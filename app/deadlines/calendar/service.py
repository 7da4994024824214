"""What is done with the calendar: an own date comes or goes, and in the same transaction the dates that run follow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.concerns.periods import OwnDate, load_calendar
from app.core.country import OwnKind
from app.core.db import unit_of_work
from app.core.time import today
from app.deadlines.calendar.queries import Effect, summed
from app.deadlines.recompute import foresee, look_again, move

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
