"""What of a person's desk stands in their calendar."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.ical import Entry
from app.core.labels import label
from app.dashboards.work import clocks


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
