"""What a list or the figures show, as a file for a table of one's own."""

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
from app.dashboards.figures.charts import ESCALATED, EXTENSIONS
from app.dashboards.figures.queries import AWAITED, Answers, Load, Overdue
from app.dashboards.rows import title_of
from app.deadlines.today import Today
from workflows.deadlines import days_late

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clock_sheet(name: str, rows: Iterable[Any], day: Today) -> Sheet:
    """The lines of the coordinator's desk."""
    language = current_language()
    heads = [
        _("Case"),
        _("Recommendation"),
        _("What"),
        _("Who acts next"),
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
            row.holder or said(language, row.owner),
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


def month_sheet(rows: Iterable[Any]) -> Sheet:
    """The months, the oldest first; each by its first day."""
    heads = [
        _("Month"),
        _("Newly transmitted"),
        _("Answered in time"),
        _("Answered late"),
        _("Concluded"),
        _("Overdue at its end"),
    ]
    lines = [[r.month, r.sent, r.in_time, r.late, r.concluded, r.overdue] for r in rows]
    return Sheet(_("Month by month"), heads, lines)


def overdue_sheet(rows: Sequence[Overdue]) -> Sheet:
    """What is overdue, by institution and what is awaited."""
    language = current_language()
    awaited = [rule for rule in AWAITED if any(rule in row.numbers for row in rows)]
    heads = [_("Institution"), _("All together"), *(said(language, rule) for rule in awaited)]
    lines = [
        [row.name, counted(row.whole), *(counted(row.numbers.get(rule, 0)) for rule in awaited)]
        for row in rows
    ]
    return Sheet(_("Overdue"), heads, lines)


def answer_sheet(rows: Iterable[Answers]) -> Sheet:
    """How institutions answered within a year."""
    heads = [
        _("Institution"),
        _("In time"),
        _("Late"),
        _("On paper"),
        _("Median time (days)"),
        _("The longest (days)"),
        _("Extensions"),
        _("Escalations"),
    ]
    lines = [
        [
            row.name,
            row.in_time,
            row.late,
            row.on_paper,
            "" if row.median is None else row.median,
            "" if row.worst is None else row.worst,
            ", ".join(
                say(row.extensions[kind]) for kind, say in EXTENSIONS.items() if kind in row.extensions
            ),
            ", ".join(say(row.escalated[kind]) for kind, say in ESCALATED.items() if kind in row.escalated),
        ]
        for row in rows
    ]
    return Sheet(_("Answers of institutions"), heads, lines)


def load_sheet(rows: Iterable[Load]) -> Sheet:
    """What rapporteurs carry, without names."""
    heads = [
        _("Cases each"),
        _("Rapporteurs"),
        _("Of their cases, with something overdue"),
        _("Unanswered questions of institutions"),
    ]
    lines = [[counted(row.cases), row.rapporteurs, row.late, row.asked] for row in rows]
    return Sheet(_("Rapporteurs"), heads, lines)
