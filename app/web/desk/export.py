"""What a list shows, as a file for a table of one's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from app.web.desk.dates import Today
from app.web.desk.rows import title_of
from app.web.desk.said import said
from app.web.format import current_language
from app.web.language import translate as _
from workflows.clock import days_late

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clocks_as_csv(rows: Iterable[Any], day: Today) -> str:
    """The lines of the coordinator's desk, with a mark that lets office programs read it as UTF-8."""
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
            row.due_on.isoformat() if row.due_on else "",
            days_late(row.due_on, day.day) if row.due_on else "",
            row.moved,
            row.moved_days,
        ]
        for row in rows
    ]
    return written([heads, *lines])


def written(lines: Iterable[Sequence[Any]]) -> str:
    """As CSV. A text that a table would take for a formula is kept as text."""
    file = io.StringIO()
    file.write("\ufeff")
    csv.writer(file).writerows([_plain(cell) for cell in line] for line in lines)
    return file.getvalue()


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
