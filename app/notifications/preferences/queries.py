"""What the page of preferences reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.actor import Actor


def colleagues(session: Session, actor: Actor) -> Sequence[Any]:
    """Who may be told in the person's place: the others of the same organisation."""
    return session.execute(
        select(Person.id, Person.name)
        .where(Person.organisation_id == actor.organisation_id, Person.id != actor.person_id, Person.active)
        .order_by(Person.name)
    ).all()
