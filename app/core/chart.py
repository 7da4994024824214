"""Where the marks of a small chart stand. Drawn by attributes alone: the content policy forbids style."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 14, 14, 24, 28  # what is left for words around the marks


@dataclass(frozen=True, slots=True)
class Mark:
    """A square or a circle, in units of the view box."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Column:
    """A rectangle that stands for a number."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Scale:
    """From days and values to the view box. Values grow upwards."""

    first: dt.date
    last: dt.date
    low: float
    high: float

    @classmethod
    def over(cls, days: Sequence[dt.date], values: Sequence[float]) -> Scale:
        """A scale that holds them all; a single day or value stands in the middle."""
        return cls(min(days), max(days), min(values), max(values))

    def x(self, day: dt.date) -> float:
        """From left to right."""
        return round(
            LEFT + _share((day - self.first).days, (self.last - self.first).days) * (WIDTH - LEFT - RIGHT), 1
        )

    def y(self, value: float) -> float:
        """From below to above."""
        share = _share(value - self.low, self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def mark(self, day: dt.date, value: float) -> Mark:
        """Where a value of a day stands."""
        return Mark(self.x(day), self.y(value))

    def column(self, day: dt.date, low: float, high: float, width: float = 26) -> Column:
        """From one value up to another, in the middle of which the day stands."""
        top = self.y(high)
        return Column(round(self.x(day) - width / 2, 1), top, width, round(self.y(low) - top, 1))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.5


def path(marks: Sequence[Mark]) -> str:
    """The line through the marks, as the points of a polyline."""
    return " ".join(f"{mark.x:g},{mark.y:g}" for mark in marks)
