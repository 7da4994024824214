"""What stands in a person's calendar: each source gives entries, with that person's rights and no title of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.ical import Entry
from app.core.labels import label
from app.dashboards.work import clocks
from app.meetings.agenda import meeting_entry
from app.meetings.queries import in_calendar

Source = Callable[[Session, Actor, str], Iterator[Entry]]


def meetings(session: Session, actor: Actor, base_url: str) -> Iterator[Entry]:
    """The meetings to which the person is invited, and those of the past year."""
    for meeting in in_calendar(session, actor):
        yield meeting_entry(meeting, meeting.sequence, f"{base_url}/meetings/{meeting.public_id}")


def due_dates(session: Session, actor: Actor, base_url: str) -> Iterator[Entry]:
    """The dates that wait for the person, on their days: a case stands there by its number alone."""
    for row in clocks(session, actor):
        case = f"{row.reference} · {row.number}" if row.number else row.reference
        yield Entry(
            uid=f"clock-{row.id}@tryeza",
            summary=f"{label(row.rule)} · {case}",
            starts=row.due_on,
            sequence=row.moved,
            url=f"{base_url}/concerns/{row.public_id}",
        )


SOURCES: tuple[Source, ...] = (meetings, due_dates)


def entries(session: Session, actor: Actor, base_url: str) -> list[Entry]:
    """All of them. `base_url` is the address that people type."""
    return [entry for source in SOURCES for entry in source(session, actor, base_url.rstrip("/"))]
