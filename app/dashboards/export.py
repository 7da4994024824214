"""What a list shows, as a file for a table of one's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from app.core.formats import current_language
from app.core.labels import said
from app.core.language import translate as _
from app.core.paging import MOST, capped
from app.core.workbook import Sheet
from app.dashboards.rows import title_of
from app.deadlines.due_dates import Today
from workflows.deadlines import days_late

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clock_sheet(name: str, rows: Iterable[Any], day: Today) -> Sheet:
    """The lines of the coordinator's desk."""
    language = current_language()
    heads = [
        _("Case"),
        _("Recommendation"),
        _("What"),
        _("Whose move"),
        _("What is awaited"),
        _("By when"),
        _("Days late"),
        _("Dates moved"),
        _("Days moved"),
    ]
    lines = [
        [
            row.reference,
            row.number or "",
            row.heading or title_of(row),
            row.holder or said(language, row.party),
            said(language, row.rule),
            row.due_on or "",
            days_late(row.due_on, day.day) if row.due_on else "",
            row.moved,
            row.moved_days,
        ]
        for row in rows
    ]
    return Sheet(name, heads, lines)


def institution_sheet(name: str, rows: Iterable[Any]) -> Sheet:
    """What waits with each institution."""
    heads = [
        _("Institution"),
        _("Overdue"),
        _("Due soon"),
        _("Paused"),
        _("Dates moved"),
        _("Days moved"),
    ]
    lines = [
        [
            row.name,
            *(counted(number) for number in (row.overdue, row.soon, row.paused)),
            row.moved,
            row.moved_days,
        ]
        for row in rows
    ]
    return Sheet(name, heads, lines)


def counted(number: int) -> int | str:
    """A number with which one reckons; where counting ended, as the screen says it."""
    return capped(number) if number >= MOST else number


def as_csv(sheet: Sheet) -> str:
    """One table as CSV, with a mark that lets office programs read it as UTF-8."""
    return written([sheet.heads, *sheet.lines])


def written(lines: Iterable[Sequence[Any]]) -> str:
    """As CSV. A text that a table would take for a formula is kept as text.

    Columns are cut as office programs of the reader's language expect it: where a comma stands in numbers, by `;`.
    """
    file = io.StringIO()
    file.write("\ufeff")
    mark = ";" if current_language() == "sq" else ","
    csv.writer(file, delimiter=mark).writerows([_plain(cell) for cell in line] for line in lines)
    return file.getvalue()


def _plain(cell: Any) -> Any:
    if isinstance(cell, date):
        return cell.isoformat()
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
