"""Addresses that take no mail."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import AccountEvent, BouncingAddress, Change, Person
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.time import now


class NoAddress(Exception):
    """No account has this address."""


def bouncing(session: Session, email: str) -> BouncingAddress | None:
    """Since when and why nothing is sent to this address, or None."""
    return session.get(BouncingAddress, email.lower(), populate_existing=True)


def mark_bouncing(session: Session, email: str, reason: str) -> None:
    """Send nothing to this address any more. No commit."""
    session.merge(BouncingAddress(email=email.lower(), since=now(), reason=" ".join(reason.split())[:300]))


def mark(actor: Actor | None, email: str, reason: str) -> None:
    """Send nothing to this address until it is cleared. Raises NoAddress."""
    with unit_of_work() as session:
        _note(session, actor, email, Change.BOUNCING)
        mark_bouncing(session, email, reason)


def clear(actor: Actor | None, email: str) -> None:
    """The address takes mail again. Raises NoAddress."""
    with unit_of_work() as session:
        _note(session, actor, email, Change.REACHABLE)
        row = session.get(BouncingAddress, email.lower())
        if row is not None:
            session.delete(row)


def _note(session: Session, actor: Actor | None, email: str, what: Change) -> None:
    person_id = session.scalar(select(Person.id).where(Person.email == email.lower()))
    if person_id is None:
        raise NoAddress(email)
    session.add(
        AccountEvent(
            at=now(), actor_id=actor.person_id if actor else None, person_id=person_id, what=what, details={}
        )
    )
