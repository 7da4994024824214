"""What the program has for each person at a moment: to be compared with who may hear of what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.queries import reader
from app.concerns.models import Concern
from app.concerns.visibility import visible
from app.core.db import db
from app.notifications.models import Notification
from app.notifications.queries import notices_of


@dataclass(frozen=True)
class Shown:
    """What the program had for a person at a moment: their list of notices, and all concerns that exist for them."""

    at: datetime
    person: int
    told: frozenset[int]
    there: frozenset[int]


def look_around(at: datetime) -> Iterator[Shown]:
    """What it has for everybody now."""
    session = db.session()
    session.rollback()
    for person_id in session.scalars(select(Person.id).where(Person.active)).all():
        person = reader(session, person_id)
        assert person is not None
        actor = person.as_actor()
        told = session.scalars(notices_of(actor, select(Notification.id)))
        there = session.scalars(select(Concern.id).where(visible(actor)))
        yield Shown(at, person_id, frozenset(told), frozenset(there))
    session.rollback()
