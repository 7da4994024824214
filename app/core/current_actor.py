"""Pages: layout, errors, the generic page of a case, and the right that every address declares."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from app.core.actor import Actor


def me() -> Actor:
    """Who is signed in, as services know them. Raises RuntimeError where nobody is: such a view declares `anyone`."""
    actor = actor_or_none()
    if actor is None:
        raise RuntimeError("nobody is signed in")
    return actor


def become_nobody() -> None:
    """For the rest of this request: who is signed in stands in the database, and that may be what failed."""
    g.actor, g.nobody = None, True


def is_nobody() -> bool:
    """Whether the database must not be asked who is signed in."""
    return bool(g.get("nobody"))


def actor_or_none() -> Actor | None:
    """Who is signed in, or None. Read once for each request."""
    if "actor" not in g:
        person = current_user
        g.actor = person.as_actor() if person and person.is_authenticated else None
    actor: Actor | None = g.actor
    return actor
