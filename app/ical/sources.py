"""What stands in a person's calendar: each source gives entries, with that person's rights and no title of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.ical import Entry
from app.meetings.agenda import meeting_entry
from app.meetings.queries import in_calendar

Source = Callable[[Session, Actor, str], Iterator[Entry]]
SOURCES: list[Source] = []


def register_source(function: Source) -> None:
    """Register what gives entries for a person, whose addresses begin with the address that people type."""
    if function not in SOURCES:
        SOURCES.append(function)


def meetings(session: Session, actor: Actor, base_url: str) -> Iterator[Entry]:
    """The meetings to which the person is invited, and those of the past year."""
    for meeting in in_calendar(session, actor):
        yield meeting_entry(meeting, meeting.sequence, f"{base_url}/meetings/{meeting.public_id}")


def entries(session: Session, actor: Actor, base_url: str) -> list[Entry]:
    """All of them. `base_url` is the address that people type."""
    return [entry for give in SOURCES for entry in give(session, actor, base_url.rstrip("/"))]
