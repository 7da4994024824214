"""The year in two small charts: what is overdue at the end of each month, and how answers came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.chart import Column, Mark, Scale, path
from app.core.language import translate as _
from app.dashboards.figures.queries import Answers
from workflows.escalation_decision import EscalationState, Remedy
from workflows.extension import ExtensionState


@dataclass(frozen=True, slots=True)
class Point:
    """A month in a chart. `said` is its number: the last month says it."""

    month: date
    mark: Mark
    said: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """The answers of a month: what came in time, and what came late above it."""

    month: date
    x: float
    in_time: Column
    late: Column


@dataclass(frozen=True, slots=True)
class Trend:
    """What the page of figures draws. The table beside it is made of the same rows."""

    rows: Sequence[Any]
    points: Sequence[Point]
    line: str
    pairs: Sequence[Pair]
    most_overdue: int
    most_answers: int
    overdue_top: float  # where the largest number stands
    answers_top: float
    base: float
    computed_at: datetime

    @classmethod
    def of(cls, rows: Sequence[Any]) -> Trend | None:
        """Of the months that are kept; None where no worker has reckoned one yet."""
        if not rows:
            return None
        months = [row.month for row in rows]
        overdue = Scale.over(months, [0, max(1, *(row.overdue for row in rows))])
        answers = Scale.over(months, [0, max(1, *(row.in_time + row.late for row in rows))])
        marks = [overdue.mark(row.month, row.overdue) for row in rows]
        return cls(
            rows=rows,
            points=[
                Point(row.month, mark, row.overdue if row is rows[-1] else None)
                for row, mark in zip(rows, marks, strict=True)
            ],
            line=path(marks),
            pairs=[
                Pair(
                    row.month,
                    answers.x(row.month),
                    answers.column(row.month, 0, row.in_time),
                    answers.column(row.month, row.in_time, row.in_time + row.late),
                )
                for row in rows
            ],
            most_overdue=int(overdue.high),
            most_answers=int(answers.high),
            overdue_top=overdue.y(overdue.high),
            answers_top=answers.y(answers.high),
            base=overdue.y(0),
            computed_at=max(row.computed_at for row in rows),
        )


# --- institutions --------------------------------------------------------------------

EXTENSIONS: dict[str, Callable[[int], str]] = {
    ExtensionState.ASKED: lambda n: _("waiting: %(number)s", number=n),
    ExtensionState.GRANTED: lambda n: _("granted: %(number)s", number=n),
    ExtensionState.REFUSED: lambda n: _("refused: %(number)s", number=n),
    ExtensionState.LAPSED: lambda n: _("never decided: %(number)s", number=n),
}
ESCALATED: dict[str, Callable[[int], str]] = {
    EscalationState.OPEN: lambda n: _("waiting: %(number)s", number=n),
    Remedy.MEDIATE: lambda n: _("mediated: %(number)s", number=n),
    Remedy.EXTEND: lambda n: _("deadline extended: %(number)s", number=n),
    Remedy.RAISE: lambda n: _("raised at a meeting: %(number)s", number=n),
    Remedy.WRITE: lambda n: _("head written to: %(number)s", number=n),
    EscalationState.ENDED: lambda n: _("closed automatically: %(number)s", number=n),
}


@dataclass(frozen=True, slots=True)
class Answering:
    """How an institution answered, with what became of its requests for more time and of what was escalated."""

    answers: Answers
    extensions: list[str]
    escalated: list[str]


def answering(one: Answers) -> Answering:
    """In the reader's words."""
    return Answering(
        one,
        [say(one.extensions[kind]) for kind, say in EXTENSIONS.items() if kind in one.extensions],
        [say(one.escalated[kind]) for kind, say in ESCALATED.items() if kind in one.escalated],
    )
