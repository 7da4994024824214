"""The coordinator's figures as sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.core.formats import current_language
from app.core.labels import said
from app.core.language import translate as _
from app.core.workbook import Sheet
from app.dashboards.export import counted
from app.dashboards.figures.charts import ESCALATED, EXTENSIONS
from app.dashboards.figures.institutions import Answers
from app.dashboards.figures.queries import AWAITED, Load, Overdue


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
        _("Half of them within (days)"),
        _("The longest (days)"),
        _("More time"),
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
        _("Questions of institutions that wait for them"),
    ]
    lines = [[counted(row.cases), row.rapporteurs, row.late, row.asked] for row in rows]
    return Sheet(_("Rapporteurs"), heads, lines)
