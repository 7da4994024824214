"""How an item of an agenda is called, for whoever may see it."""

from __future__ import annotations

from typing import Any

from app.core.formats import day
from app.core.ical import Entry
from app.core.labels import label
from app.core.language import translate as _
from app.meetings.models import ItemKind, Meeting
from app.meetings.suggestions import Suggestion


def item_title(line: Any) -> str:
    """Of a line of an agenda, or of a suggestion for one: what it is about, without saying why it stands there."""
    match line.kind:
        case ItemKind.FREE:
            return str(line.title if isinstance(line, Suggestion) else line.item.title)
        case ItemKind.MINUTES:
            return _("Minutes of the meeting of %(day)s", day=day(line.about_at))
        case ItemKind.MANDATE:
            return _("Mandate of %(organisation)s", organisation=line.organisation)
        case ItemKind.ACCESS_REQUEST:
            return f"{label(line.asked_for)} · {line.organisation}"
    return " · ".join(part for part in (line.reference, line.heading or line.title) if part)


def meeting_entry(meeting: Meeting, sequence: int, url: str) -> Entry:
    """A meeting as calendars have it: no title of its own and no item, for they are kept by others."""
    lines = [_("Take part from afar") + f": {meeting.link}"] if meeting.link else []
    return Entry(
        uid=f"{meeting.public_id}@tryeza",
        summary=_("Meeting of the Group"),
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        sequence=sequence,
        place=meeting.place or meeting.link,
        text="\n".join([*lines, _("Agenda and papers, after signing in: %(link)s", link=url)]),
        url=url,
    )
