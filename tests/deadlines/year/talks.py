"""When the coordinator is to be asked to decide, at first and again after talks.

By the words of docs/coordinator.md, from the dates and steps of the slow reckoning and from what was decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tests.deadlines.year.reckoning import Stand, Step, day_of

Decision = tuple[datetime, date | None]  # the day is that of talks; another remedy has none


@dataclass(frozen=True)
class Over:
    """Talks whose day has passed without an answer: which, noticed when, and of which date of the clock."""

    at: datetime
    until: date
    number: int


@dataclass
class Asked:
    """Of one clock: when it became a question, which talks were over, and what stands now."""

    opened: list[datetime]
    over: list[Over]
    is_open: bool = False
    until: date | None = None


def asked(
    stands: Sequence[Stand],
    steps: Sequence[tuple[Stand, Step]],
    decisions: Sequence[Decision],
    looks: Sequence[datetime],
) -> Asked:
    """Live through what happened to a clock, in order."""
    asks = [step.at for stand, step in steps if 10 in step.folded or stand.due is None]
    happened: list[tuple[datetime, int, Stand | Decision | None]] = [
        *((decision[0], 0, decision) for decision in decisions),
        *((stand.at, 1, stand) for stand in stands),
        *((look, 2, None) for look in looks if decisions and look > decisions[0][0]),
        *((at, 3, None) for at in asks),
    ]
    found, number = Asked([], []), 0
    for at, kind, what in sorted(happened, key=lambda each: each[:2]):
        if isinstance(what, Stand):
            number = what.number
            if what.ended or what.due is None or what.due >= day_of(at):
                found.is_open, found.until = False, None  # nothing is late any more
        elif what is not None:
            if found.is_open or found.until:
                found.is_open, found.until = False, what[1]
        elif kind == 2 and found.until and found.until < day_of(at):
            found.over.append(Over(at, found.until, number))
            found.until = None
            _ask(found, at)
        elif kind == 3:
            _ask(found, at)
    return found


def _ask(found: Asked, at: datetime) -> None:
    if not found.is_open:
        found.opened.append(at)
        found.is_open = True
