"""When a person was here."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, update

from app.accounts.models import Person
from app.core.db import unit_of_work
from app.core.time import now

NOTED_EVERY = timedelta(minutes=1)


def note_visit(person_id: int, *, begins: bool) -> None:
    """The person is here now. Where a visit begins, the last moment of the one before it is kept."""
    at = now()
    change = update(Person).where(Person.id == person_id).execution_options(synchronize_session=False)
    with unit_of_work() as session:
        if begins:
            session.execute(change.values(previous_seen_at=Person.last_seen_at, last_seen_at=at))
        else:
            stale = or_(Person.last_seen_at.is_(None), Person.last_seen_at < at - NOTED_EVERY)
            session.execute(change.where(stale).values(last_seen_at=at))
