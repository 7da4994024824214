"""How an item of an agenda is called, for whoever may see it."""

from __future__ import annotations

from typing import Any

from app.meetings.models import ItemKind
from app.web.format import day
from app.web.language import translate as _


def item_title(line: Any) -> str:
    """Of a line of an agenda, or of a suggestion for one: what it is about, without saying why it stands there."""
    match line.kind:
        case ItemKind.FREE:
            return str(line.item.title)
        case ItemKind.MINUTES:
            return _("Minutes of the meeting of %(day)s", day=day(line.about_at))
        case ItemKind.MANDATE:
            return _("Mandate of %(organisation)s", organisation=line.organisation)
    return " · ".join(part for part in (line.reference, line.heading or line.title) if part)
