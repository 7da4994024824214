"""Clocks: how a ledger of entries and a period become a due date, and why each day counted or not."""

import datetime as dt
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from workflows.calendar import ONE_DAY, Calendar, OffDay
from workflows.periods import PERIODS, URGENT_PERIODS, Period, Rule, Unit, period_for

# The periods belong to the clock's interface: who reckons a due date needs one import.
__all__ = (
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


class EntryKind(StrEnum):
    """What a ledger records."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    RESET = "reset"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger: `on` is its effective local date, `until` a promised date."""

    kind: EntryKind
    on: dt.date
    days: int = 0
    until: dt.date | None = None
    reason: str = ""


class LedgerError(ValueError):
    """The ledger tells no possible story."""


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
    `days` runs from the start to the due day, or to the eve of the pause that still lasts.
    `paused_days` are the days that pauses took from the count, `extended_by` is in the unit of the period.
    """

    date: dt.date | None
    days: tuple[Day, ...]
    paused_since: dt.date | None
    stopped_on: dt.date | None
    extended_by: int
    paused_days: int


@dataclass(slots=True)
class _Run:
    """What a ledger says, read from its last start or reset."""

    start: dt.date
    until: dt.date | None
    extended_by: int = 0
    pauses: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    paused_since: dt.date | None = None
    stopped_on: dt.date | None = None

    def resume(self, on: dt.date) -> None:
        if self.paused_since is not None:
            self.pauses.append((self.paused_since, on))
            self.paused_since = None

    def is_paused(self, day: dt.date) -> bool:
        return any(first <= day < resumed for first, resumed in self.pauses)


def due(ledger: Sequence[Entry], period: Period, calendar: Calendar) -> Due:
    """The due date, and every day on the way to it with why it counted or not."""
    run = _read_ledger(ledger)
    if run is None:
        return Due(None, (), None, None, 0, 0)
    days = tuple(_walk(run, period, calendar))
    return Due(
        date=days[-1].date if run.paused_since is None else None,
        days=days,
        paused_since=run.paused_since,
        stopped_on=run.stopped_on,
        extended_by=run.extended_by,
        paused_days=sum(day.why is Why.PAUSED for day in days),
    )


def _read_ledger(ledger: Sequence[Entry]) -> _Run | None:
    run: _Run | None = None
    last: dt.date | None = None
    for entry in ledger:
        if last is not None and entry.on < last:
            raise LedgerError(f"{entry.kind} on {entry.on} stands after an entry of {last}")
        last = entry.on
        run = _started(run, entry) if run is None or entry.kind is EntryKind.START else _continued(run, entry)
    return run


def _started(run: _Run | None, entry: Entry) -> _Run:
    if run is not None:
        raise LedgerError("started twice")
    if entry.kind is not EntryKind.START:
        raise LedgerError(f"{entry.kind} before the start")
    return _Run(entry.on, entry.until)


def _continued(run: _Run, entry: Entry) -> _Run:
    if run.stopped_on is not None:
        raise LedgerError(f"{entry.kind} after the stop")
    match entry.kind:
        case EntryKind.RESET:
            return _Run(entry.on, entry.until)
        case EntryKind.PAUSE:
            if run.paused_since is not None:
                raise LedgerError("paused twice")
            run.paused_since = entry.on
        case EntryKind.RESUME:
            if run.paused_since is None:
                raise LedgerError("resumed without a pause")
            run.resume(entry.on)
        case EntryKind.EXTEND:
            if entry.days < 1:
                raise LedgerError("an extension gives at least one day")
            run.extended_by += entry.days
        case EntryKind.STOP:
            # Stopped while paused: the pause ends with the clock, so that its due date can be told.
            run.resume(entry.on)
            run.stopped_on = entry.on
    return run


def _walk(run: _Run, period: Period, calendar: Calendar) -> Iterator[Day]:
    """Days from the start on, as long as the ledger lets the clock run.

    The last number is given to a working day only: for calendar days, months and promised dates this is the
    roll forward, for working days it is so anyway.
    """
    last = _length(run, period) + run.extended_by
    day, number = run.start, min(last, 1)
    if last:
        yield Day(day, Why.START)
        day += ONE_DAY
    while run.paused_since is None or day < run.paused_since:
        off = calendar.why_off(day)
        if off is not None and (period.unit is Unit.WORKING_DAYS or number == last):
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


def _length(run: _Run, period: Period) -> int:
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
    present = due(ledger, period, calendar)
    if present.date is None or present.stopped_on is not None:
        raise ValueError("only a running clock can be extended to a date")
    if until <= present.date:
        raise ValueError(f"{until} is not after the present due date {present.date}")

    def due_with(days: int) -> dt.date:
        extended = (*ledger, replace(ledger[-1], kind=EntryKind.EXTEND, days=days))
        return due(extended, period, calendar).days[-1].date

    # Each day of extension moves the count by a day at least, so the way from the start is more than enough.
    candidates = range(1, (until - present.days[0].date).days + 1)
    return candidates[bisect_left(candidates, until, key=due_with)]
