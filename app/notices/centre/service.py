"""What a person does with notices: read them."""

from __future__ import annotations

from sqlalchemy import update

from app.cases.access import find
from app.cases.outbox import Outbox
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.time import now


def mark_case_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this case. Raises NotFound."""
    with unit_of_work() as session:
        concern = find(session, actor, public_id).concern
        session.execute(
            update(Outbox)
            .where(Outbox.person_id == actor.person_id, Outbox.read_at.is_(None))
            .where(Outbox.concern_id == concern.id)
            .values(read_at=now())
        )


def mark_all_read(actor: Actor) -> None:
    """The person has read all that came so far."""
    with unit_of_work() as session:
        session.execute(
            update(Outbox)
            .where(Outbox.person_id == actor.person_id, Outbox.read_at.is_(None))
            .values(read_at=now())
        )
