"""My work as an inbox: what waits for the person alone, for any colleague, for anybody in a circle; urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.formats import last_day
from app.core.language import translate as _
from app.core.templates import address
from app.dashboards.line_actions import Action, Addresses
from app.dashboards.queries import Whose
from app.dashboards.rows import DATED, Line, awaited, my_clock, numbered
from app.dashboards.waiting import Awaited
from app.deadlines.labels import Cell, Today
from app.votes.labels import voted_on
from app.votes.queries import Awaiting

HEADINGS: dict[Whose, Callable[[], str]] = {
    Whose.ME: lambda: _("For you alone"),
    Whose.ORGANISATION: lambda: _("For your organisation"),
    Whose.GROUP: lambda: _("For anybody in the Group"),
    Whose.INSTITUTIONS: lambda: _("With institutions of the State"),
}
# What waits without a clock waits for anybody of the organisation, but for these.
MINE = frozenset(
    {
        Awaited.GO_ON,
        Awaited.URGENT,
        Awaited.VIEW,
        Awaited.SECOND_READER,
        Awaited.EXTENSION,
        Awaited.ESCALATION,
        Awaited.TALKS,
    }
)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that wait for the same."""

    whose: Whose
    heading: str
    lines: Sequence[Line]


Sorted = tuple[bool, date, int, Line]


def sections(
    clocks: Sequence[Any], waiting: Iterable[tuple[Awaited, Any]], voting: Awaiting, day: Today, to: Addresses
) -> list[Section]:
    """The sections that hold something, closest first; in each what is urgent first, then by date."""
    found: dict[Whose, list[Sorted]] = {whose: [] for whose in Whose}
    whose_of = list(Whose)
    for row in clocks:
        _add(found[whose_of[row.rank]], my_clock(row, day, to), row.due_on)
    for what, row in waiting:
        whose = Whose.ME if what in MINE else Whose.ORGANISATION
        _add(found[whose], awaited(what, row, day, to), row.due_on if what in DATED else None)
    for line, until in _votes(voting):
        _add(found[Whose.ME], line, until)
    return [
        Section(whose, HEADINGS[whose](), [line for *_order, line in sorted(rows, key=lambda row: row[:3])])
        for whose, rows in found.items()
        if rows
    ]


def _add(rows: list[Sorted], line: Line, due_on: date | None) -> None:
    rows.append((not line.urgent, due_on or date.max, len(rows), line))


def _votes(voting: Awaiting) -> Iterator[tuple[Line, date | None]]:
    for row in (*voting.ballots, *voting.to_declare):
        url = page = address("votes.page", vote_id=row.public_id)
        if row.declare_on:
            title, words = _("A vote of the Group"), _("Declare and vote")
            url = address("recusals.declare", public_id=row.declare_on, next=page)
        else:
            title, words = str(voted_on(row.machine, row.do)), _("Vote")
        if not row.reference and (name := row.given.get("name")):
            title = f"{title}: {name}"
        ends = _("open until %(day)s", day=last_day(row.until)) if row.until else _("open, in the meeting")
        detail = numbered(row.reference, row.number) if row.reference else ""
        action = Action(words, url, quiet=False)
        line = Line(
            title, url, detail, "", _("Your ballot"), Cell(ends), action, declare=bool(row.declare_on)
        )
        yield line, row.until.date() if row.until else None
