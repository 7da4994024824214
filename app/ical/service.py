"""Calendar addresses made, renewed, revoked and found, and what stands in a calendar."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import AccountEvent, Change, Person
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.ical import Entry
from app.core.time import now
from app.ical.models import CalendarFeed
from app.meetings.pages import meeting_entry
from app.meetings.queries import in_calendar

RANDOM_BYTES = 32


def make(actor: Actor) -> str:
    """A new address part for this person, given this once; one that was there before ends."""
    token = secrets.token_urlsafe(RANDOM_BYTES)
    with unit_of_work() as session:
        session.merge(CalendarFeed(person_id=actor.person_id, token_hash=_hash(token), made_at=now()))
    return token


def revoke(actor: Actor) -> None:
    """The person's address ends."""
    with unit_of_work() as session:
        session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == actor.person_id))


def made_at(session: Session, actor: Actor) -> datetime | None:
    """Since when the person has an address."""
    own = CalendarFeed.person_id == actor.person_id
    return session.scalar(select(CalendarFeed.made_at).where(own, ~_ended()))


def _ended() -> ColumnElement[bool]:
    """That the account was off since the address was made: it ended with the sessions, and its owner makes another."""
    return exists().where(
        AccountEvent.person_id == CalendarFeed.person_id,
        AccountEvent.what == Change.DISABLED,
        AccountEvent.at >= CalendarFeed.made_at,
    )


def owner(session: Session, token: str) -> Person | None:
    """Whose address this is, if the account is active."""
    return (
        session.scalars(
            select(Person)
            .join(CalendarFeed, CalendarFeed.person_id == Person.id)
            .where(CalendarFeed.token_hash == _hash(token), Person.active, ~_ended())
            .options(joinedload(Person.organisation), joinedload(Person.roles))
        )
        .unique()
        .one_or_none()
    )


def _hash(token: str) -> str:
    """The token is random and long: a plain hash of it cannot be tried out."""
    return hashlib.sha256(token.encode()).hexdigest()


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
