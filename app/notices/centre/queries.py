"""What the notice centre reads."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy.orm import Session

from app.cases.models import Recommendation
from app.cases.outbox import Outbox
from app.core.actor import Actor
from app.core.paging import Order, Page, Place, Rows, fetch_page, page_of
from app.desks.notices import lines_of
from app.desks.queries import KEPT, title_for
from app.facilitation.models import Facilitation
from app.people.models import Organisation

NEWEST = Order("notices", (Outbox.id,), falling=True)


def notices(session: Session, actor: Actor, place: Place | None, *, unread: bool) -> Page:
    """One page of the person's notices, the newest first: those that are unread, or all. One query."""
    return fetch_page(session, _page(actor, place, unread), NEWEST, place)


@lru_cache(maxsize=KEPT)
def _page(actor: Actor, place: Place | None, unread: bool) -> Rows:
    query = lines_of(
        actor,
        Outbox.read_at,
        title_for(actor),
        Recommendation.heading,
        Facilitation.way.label("asked_for"),
        Organisation.name.label("agency"),
    )
    if unread:
        query = query.where(Outbox.read_at.is_(None))
    return page_of(query, NEWEST, place)
