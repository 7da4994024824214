"""The slow reckoning: dates and steps from plain facts, by sets and lists, without the rules that it checks.

What the country's official days off are is read from the same library as the program's; everything else stands here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import holidays

TIRANA = ZoneInfo("Europe/Tirane")
ONE = timedelta(days=1)
LONGEST = 900  # days of any clock of this year

BEFORE = (-5, -1)
AFTER = (1, 5, 10, 15, 20)
EVERY = 10  # working days after the last of them, again and again
PATIENCE = 60  # calendar days of a pause


def day_of(moment: datetime) -> date:
    """The day on a wall in the country."""
    return moment.astimezone(TIRANA).date()


# --- days ----------------------------------------------------------------------------


@dataclass
class Week:
    """Working days as they were known at some moment."""

    first: date
    off: set[date]

    @cached_property
    def days(self) -> list[date]:
        """All of them, in order."""
        span = (self.first + n * ONE for n in range(-200, LONGEST))
        return [day for day in span if day.isoweekday() < 6 and day not in self.off]

    @cached_property
    def known(self) -> frozenset[date]:
        """The same, to ask whether a day is one."""
        return frozenset(self.days)

    def away_from(self, day: date, n: int) -> date:
        """So many working days after this day, or before it."""
        if n > 0:
            return self.days[bisect_right(self.days, day) + n - 1]
        return self.days[bisect_left(self.days, day) + n]

    def in_hours(self, moment: datetime) -> bool:
        """Whether an office is open."""
        local = moment.astimezone(TIRANA)
        return local.date() in self.known and 8 <= local.hour < 17


@dataclass
class Country:
    """Days off and when they were announced: `told` are a moment, a day, and whether it is off from then on."""

    first: date
    told: list[tuple[datetime, date, bool]] = field(default_factory=list)
    _kept: dict[int, Week] = field(default_factory=dict)

    def at(self, moment: datetime) -> Week:
        """What was known at this moment."""
        number = sum(when <= moment for when, _day, _off in self.told)
        if number not in self._kept:
            years = range(self.first.year - 1, self.first.year + 4)
            own = {day: is_off for _when, day, is_off in self.told[:number]}
            off = {day for day, is_off in own.items() if is_off}
            self._kept[number] = Week(self.first, off | set(holidays.country_holidays("AL", years=years)))
        return self._kept[number]


# --- dates ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line of a ledger, and the moment at which it was written."""

    at: datetime
    kind: str
    on: date
    days: int = 0
    until: date | None = None


@dataclass(frozen=True)
class Stand:
    """What a clock said from some moment on: a date, or since when it was paused; `number` counts its changes."""

    number: int
    at: datetime
    due: date | None
    paused: date | None = None
    ended: bool = False


def due_date(lines: Sequence[Line], amount: int, unit: str, week: Week) -> date | None:
    """The date that a ledger comes to; None while it is paused."""
    begins = max(n for n, line in enumerate(lines) if line.kind in ("start", "reset"))
    start, rest = lines[begins], lines[begins + 1 :]
    edges = [line.on for line in rest if line.kind in ("pause", "resume")]
    if len(edges) % 2:
        stopped = [line.on for line in rest if line.kind == "stop"]
        if not stopped:
            return None
        edges += stopped
    paused = {
        first + n * ONE
        for first, last in zip(edges[::2], edges[1::2], strict=True)
        for n in range((last - first).days)
    }
    extra = sum(line.days for line in rest if line.kind == "extend")
    if unit == "working_days":
        worked = [day for day in week.days[bisect_right(week.days, start.on) :] if day not in paused]
        return worked[amount + extra - 1]
    count = extra + {"calendar_days": amount, "months": 0, "by_date": 0}[unit]
    if unit == "months":
        month = start.on.month - 1 + amount
        year, month = start.on.year + month // 12, month % 12 + 1
        count += (date(year, month, min(start.on.day, monthrange(year, month)[1])) - start.on).days
    if unit == "by_date":
        assert start.until is not None
        count += (start.until - start.on).days
    running = [day for n in range(LONGEST) if (day := start.on + n * ONE) not in paused or not n]
    return next(day for day in running[count:] if day in week.known and day not in paused)


def stands(lines: Sequence[Line], amount: int, unit: str, country: Country) -> list[Stand]:
    """All that a clock said, one after the other; what changed nothing is left out."""
    first = lines[0].at
    changes = [(line.at, line) for line in lines]
    changes += [(when, None) for when, _day, _off in country.told if when > first]
    said: list[Stand] = []
    for at, line in sorted(changes, key=lambda change: change[0]):
        seen = [line for line in lines if line.at <= at]
        if line is None and (said[-1].due is None or said[-1].ended):
            continue  # what is paused is reckoned when it goes on; what has ended keeps its date
        due = due_date(seen, amount, unit, country.at(at))
        ended = line is not None and line.kind == "stop"
        if said and due == said[-1].due and not ended:
            continue
        paused = seen[-1].on if due is None else None
        said.append(Stand(len(said) + 1, at, due, paused, ended))
    return said


# --- steps ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """What is to be taken at a look: the highest level, and all that fold into it."""

    at: datetime
    level: int
    folded: frozenset[int]


def steps_of(stand: Stand, until: datetime | None, looks: Sequence[datetime], country: Country) -> list[Step]:
    """What the looks between this stand and the next one take of it."""
    if stand.ended:
        return []
    set_on = day_of(stand.at)
    left = [*BEFORE, *AFTER, *range(AFTER[-1] + EVERY, LONGEST // 2, EVERY)]
    steps: list[Step] = []
    end = bisect_left(looks, until) if until else len(looks)
    for look in looks[bisect_right(looks, stand.at) : end]:
        week, today = country.at(look), day_of(look)
        if stand.due is None:
            assert stand.paused is not None
            if not steps and (today - stand.paused).days > PATIENCE:
                steps.append(Step(look, PATIENCE, frozenset({PATIENCE})))
            continue
        come = set()
        for level in left:
            day = week.away_from(stand.due, level)
            if day > today:
                break
            if day > set_on:
                come.add(level)
        if come:
            steps.append(Step(look, max(come), frozenset(come)))
            left = [level for level in left if level > max(come)]
    return steps
