"""What the notice centre reads."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access_requests.models import AccessRequest
from app.accounts.models import Organisation
from app.concerns.models import Recommendation
from app.concerns.visibility import title_for
from app.core.actor import Actor
from app.core.db import asker, made_once
from app.core.paging import Cursor, Order, Page, Rows, fetch_page, page_of
from app.notifications.models import Notification
from app.notifications.queries import lines_of

NEWEST = Order("notices", (Notification.id,), falling=True)


def notices(session: Session, actor: Actor, place: Cursor | None, *, unread: bool) -> Page:
    """One page of the person's notices, the newest first: those that are unread, or all. One query."""
    return fetch_page(session, _page(actor, place, unread), NEWEST, place, given=asker(actor))


@made_once
def _page(actor: Actor, place: Cursor | None, unread: bool) -> Rows:
    query = lines_of(
        actor,
        Notification.read_at,
        title_for(actor),
        Recommendation.heading,
        AccessRequest.kind.label("asked_for"),
        Organisation.name.label("agency"),
    )
    if unread:
        query = query.where(Notification.read_at.is_(None))
    return page_of(query, NEWEST, place)
