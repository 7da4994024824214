"""Working days of a country, given its holidays and its announced working weekends."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class OffDay(StrEnum):
    """Why nobody works on a day."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"


def _falls_on_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off by date, with their names; `working_days` wins over weekend and holiday alike."""

    holidays: Mapping[date, str]
    working_days: frozenset[date] = frozenset()
    # Ordinals that differ from the plain week, sorted: counting is then arithmetic and not a walk over days.
    _lost: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _gained: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lost = (d for d in self.holidays if not _falls_on_weekend(d) and d not in self.working_days)
        gained = (d for d in self.working_days if _falls_on_weekend(d))
        object.__setattr__(self, "_lost", tuple(sorted(d.toordinal() for d in lost)))
        object.__setattr__(self, "_gained", tuple(sorted(d.toordinal() for d in gained)))

    def why_off(self, day: date) -> OffDay | None:
        """Why the day is off, or None; a holiday on a weekend is named as a holiday."""
        if day in self.working_days:
            return None
        if day in self.holidays:
            return OffDay.HOLIDAY
        return OffDay.WEEKEND if _falls_on_weekend(day) else None

    def holiday_name(self, day: date) -> str:
        """Name of the holiday, empty where the day is none or is worked."""
        return "" if day in self.working_days else self.holidays.get(day, "")

    def is_working(self, day: date) -> bool:
        return self.why_off(day) is None

    def next_working(self, day: date) -> date:
        """That day, or the first working day after it."""
        found = self.next_working_before(day, None)
        assert found is not None
        return found

    def next_working_before(self, day: date, until: date | None) -> date | None:
        """That day, or the first working day after it, where one comes before `until`."""
        while not self.is_working(day):
            if day in (until, date.max):
                return None
            day += ONE_DAY
        return None if day == until else day

    def nth_working(self, first: date, n: int) -> date:
        """The nth working day from `first` on, which counts where it is one. There is one."""
        wanted = self._working_until(first) - self.is_working(first) + n
        ordinals = range(first.toordinal(), date.max.toordinal() + 1)
        place = bisect_left(
            ordinals, wanted, key=lambda ordinal: self._working_until(date.fromordinal(ordinal))
        )
        return date.fromordinal(ordinals[place])

    def add_working(self, start: date, n: int) -> date:
        """The nth working day after `start` (before it, where n is negative); `start` itself never counts."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        day, left = start, abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative if `end` is earlier."""
        return self._working_until(end) - self._working_until(start)

    def _working_until(self, day: date) -> int:
        """Working days from 0001-01-01, a Monday, up to and including `day`."""
        ordinal = day.toordinal()
        weeks, rest = divmod(ordinal, 7)
        plain = weeks * 5 + min(rest, 5)
        return plain - bisect_right(self._lost, ordinal) + bisect_right(self._gained, ordinal)
