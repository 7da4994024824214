"""Clocks: how a ledger of entries and a period become a due date, and why each day counted or not."""

import datetime as dt
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from workflows.ledger import Entry, EntryKind, LedgerError, Run, read_ledger
from workflows.periods import PERIODS, URGENT_PERIODS, Period, Rule, Unit, period_for
from workflows.workdays import ONE_DAY, Calendar, OffDay

# The periods belong to the clock's interface: who reckons a due date needs one import.
__all__ = (
    "LISTED",
    "PERIODS",
    "URGENT_PERIODS",
    "Day",
    "Due",
    "Entry",
    "EntryKind",
    "LedgerError",
    "Period",
    "Reading",
    "Rule",
    "Unit",
    "Why",
    "begun",
    "days_late",
    "due",
    "due_moment",
    "extension_to",
    "period_for",
    "read",
    "soon_until",
)


LISTED = 1200  # days, more than three years: nobody reads further


class Why(StrEnum):
    """What a day was to a clock."""

    START = "start"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the strip; `number` stands on counted days alone, the due day's being the last."""

    date: dt.date
    why: Why
    number: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What a ledger comes to.

    `date` is None while paused and before a start; a stopped clock keeps it, for lateness is read from it.
    `days` runs from the start to the due day, or to the eve of the pause that still lasts; of a long way the first
    days stand there and the due day, and `unlisted` says how many lie between.
    `paused_days` are the days that pauses took from the count, `extended_by` is in the unit of the period.
    """

    date: dt.date | None
    days: tuple[Day, ...]
    paused_since: dt.date | None
    stopped_on: dt.date | None
    extended_by: int
    paused_days: int

    @property
    def unlisted(self) -> int:
        """Days before the due day that are not listed."""
        return max(0, (self.days[-1].date - self.days[-2].date).days - 1) if len(self.days) > 1 else 0


def due(ledger: Sequence[Entry], period: Period, calendar: Calendar, listed: int = LISTED) -> Due:
    """The due date, and the days on the way to it with why each counted or not.

    At most `listed` days, and the due day after them: a promise for the year 9999 is listed as any other.
    """
    run = read_ledger(ledger)
    if run is None:
        return Due(None, (), None, None, 0, 0)
    last = _length(run, period) + run.extended_by
    reached, paused_days = _reached(run, last, period.unit is Unit.WORKING_DAYS, calendar)
    return Due(
        date=reached if run.paused_since is None else None,
        days=_listed(run, last, period.unit, calendar, reached, listed),
        paused_since=run.paused_since,
        stopped_on=run.stopped_on,
        extended_by=run.extended_by,
        paused_days=paused_days,
    )


def _reached(run: Run, last: int, working: bool, calendar: Calendar) -> tuple[dt.date, int]:
    """The day that the last number falls on, or the beginning of the pause that lasts; and the days paused until then.

    Reckoned from pause to pause and not day by day, so that a far date costs no more than a near one.
    """
    day, number, paused = run.start + ONE_DAY * bool(last), min(last, 1), 0
    for first, resumed in run.pauses:
        if resumed <= day or first == resumed:
            continue
        found, number = _within(day, first, number, last, working, calendar)
        if found is not None:
            return found, paused
        day = max(day, first)
        counts = (
            working or number == last
        )  # days off within a pause are days off where only working days count
        paused += (
            calendar.working_between(day - ONE_DAY, resumed - ONE_DAY) if counts else (resumed - day).days
        )
        day = resumed
    if run.paused_since is not None:
        found, number = _within(day, run.paused_since, number, last, working, calendar)
        return found or run.paused_since, paused
    found, number = _within(day, dt.date.max, number, last, working, calendar)
    return found or dt.date.max, paused


def _within(
    day: dt.date, until: dt.date, number: int, last: int, working: bool, calendar: Calendar
) -> tuple[dt.date | None, int]:
    """The day before `until` on which the last number falls, where `day` has `number`; else the number reached."""
    if day >= until:
        return None, number
    if working:
        there = calendar.working_between(day - ONE_DAY, until - ONE_DAY)
        if there > last - number:
            return calendar.nth_working(day, last - number + 1), number
        return None, number + there
    there = (until - day).days
    if there <= last - number:
        return None, number + there
    found = calendar.next_working_before(day + ONE_DAY * (last - number), until)
    return (None, last) if found is None else (found, number)


def _listed(
    run: Run, last: int, unit: Unit, calendar: Calendar, reached: dt.date, most: int
) -> tuple[Day, ...]:
    days = tuple(islice(_walk(run, last, unit, calendar), most))
    if not most or run.paused_since is not None or days[-1].why is Why.DUE:
        return days
    return (*days, Day(reached, Why.DUE, last))


def _walk(run: Run, last: int, unit: Unit, calendar: Calendar) -> Iterator[Day]:
    """Days from the start on, as long as the ledger lets the clock run.

    The last number is given to a working day only: for calendar days, months and promised dates this is the
    roll forward, for working days it is so anyway.
    """
    day, number = run.start, min(last, 1)
    if last:
        yield Day(day, Why.START)
        day += ONE_DAY
    while run.paused_since is None or day < run.paused_since:
        off = calendar.why_off(day)
        if off is not None and (unit is Unit.WORKING_DAYS or number == last):
            yield Day(day, _WHY_OFF[off], name=calendar.holiday_name(day))
        elif run.is_paused(day):
            yield Day(day, Why.PAUSED)
        elif number == last:
            yield Day(day, Why.DUE, number)
            return
        else:
            yield Day(day, Why.COUNTED, number)
            number += 1
        day += ONE_DAY


_WHY_OFF = {OffDay.WEEKEND: Why.WEEKEND, OffDay.HOLIDAY: Why.HOLIDAY}


def _length(run: Run, period: Period) -> int:
    """Days to count before extensions: working days for a period in working days, else calendar days."""
    if period.unit is Unit.MONTHS:
        return (_add_months(run.start, period.amount) - run.start).days
    if period.unit is not Unit.BY_DATE:
        return period.amount
    if run.until is None:
        raise LedgerError("a promised date is missing")
    if run.until < run.start:
        raise LedgerError(f"promised for {run.until}, before the start on {run.start}")
    return (run.until - run.start).days


def _add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


class Reading(StrEnum):
    """How a clock stands today."""

    STOPPED = "stopped"
    PAUSED = "paused"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    ON_TIME = "on_time"


def read(due: Due, today: dt.date, calendar: Calendar, soon: int = 5) -> Reading:
    """How the clock stands; one that never started is on time. `soon` is in working days."""
    if due.stopped_on is not None:
        return Reading.STOPPED
    if due.paused_since is not None:
        return Reading.PAUSED
    if due.date is None:
        return Reading.ON_TIME
    if today > due.date:
        return Reading.OVERDUE
    return Reading.DUE_SOON if due.date <= soon_until(today, calendar, soon) else Reading.ON_TIME


def soon_until(today: dt.date, calendar: Calendar, soon: int = 5) -> dt.date:
    """The last due date that counts as soon."""
    return calendar.add_working(today, soon)


def days_late(due_on: dt.date, today: dt.date) -> int:
    """Calendar days past the due day, 0 while it lasts."""
    return max(0, (today - due_on).days)


def due_moment(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """The UTC instant at which the day ends in the zone: whatever happens before it is in time."""
    return dt.datetime.combine(day + ONE_DAY, dt.time.min, tzinfo=zone).astimezone(dt.UTC)


def begun(ledger: Sequence[Entry]) -> dt.date:
    """When the time began to run, or began anew. The ledger has a start."""
    return max(entry.on for entry in ledger if entry.kind in (EntryKind.START, EntryKind.RESET))


def extension_to(ledger: Sequence[Entry], period: Period, calendar: Calendar, until: dt.date) -> int:
    """The fewest days of extension that make the clock due on `until` or later.

    Working days for a period in working days, else calendar days.
    """
    present = due(ledger, period, calendar, listed=0)
    if present.date is None or present.stopped_on is not None:
        raise ValueError("only a running clock can be extended to a date")
    if until <= present.date:
        raise ValueError(f"{until} is not after the present due date {present.date}")

    def due_with(days: int) -> dt.date:
        extended = (*ledger, replace(ledger[-1], kind=EntryKind.EXTEND, days=days))
        found = due(extended, period, calendar, listed=0).date
        assert found is not None
        return found

    # Each day of extension moves the count by a day at least, so the way from the start is more than enough.
    candidates = range(1, (until - begun(ledger)).days + 1)
    return candidates[bisect_left(candidates, until, key=due_with)]
