"""What the notice centre reads."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.cases.models import Concern, Recommendation
from app.cases.outbox import Outbox, notices_of
from app.cases.records import Event
from app.core.actor import Actor
from app.core.paging import Order, Page, Place, Rows, fetch_page, page_of
from app.desks.queries import KEPT, title_for
from app.people.models import Person

ABSENT = aliased(Person)
NEWEST = Order("notices", (Outbox.id,), falling=True)


def notices(session: Session, actor: Actor, place: Place | None, *, unread: bool) -> Page:
    """One page of the person's notices, the newest first: those that are unread, or all. One query."""
    return fetch_page(session, _page(actor, place, unread), NEWEST, place)


@lru_cache(maxsize=KEPT)
def _page(actor: Actor, place: Place | None, unread: bool) -> Rows:
    query = notices_of(
        actor,
        select(
            Outbox.topic,
            Outbox.read_at,
            Event.at,
            Event.machine,
            Event.do,
            Event.params,
            Concern.public_id,
            Concern.reference,
            title_for(actor),
            Recommendation.number,
            ABSENT.name.label("absent"),
        ),
    ).outerjoin(ABSENT, ABSENT.id == Outbox.absent_id)
    if unread:
        query = query.where(Outbox.read_at.is_(None))
    return page_of(query, NEWEST, place)
