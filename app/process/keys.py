"""Keys of forms that were sent: a form that is sent twice does one thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import Base, UtcDateTime
from app.core.refusals import NotFound
from app.core.time import now
from app.process.data import StepData, plain
from app.process.outcome import Taken
from workflows import engine

T = TypeVar("T")
LONGEST = 40  # of a key; of what is longer, and so made by hand, the beginning counts


class Submission(Base):
    """A one-time key that was used, and what came of it: sending a form twice does one thing."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    do: Mapped[str] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def once(session: Session, actor: Actor, do: str, key: str, opened: Callable[[], T]) -> T | Taken:
    """What this opens with its row locked, or what came of this very form when it was sent before. Raises NotFound.

    The key is looked for once the lock is held, because the first sending may have held it; it counts even if the
    step has taken the row out of the person's sight, or led it to where it could not be taken again.
    """
    try:
        found = opened()
    except (NotFound, engine.Refused):
        if (before := used(session, actor, do, key)) is not None:
            return before
        raise
    return used(session, actor, do, key) or found


def as_filled(key: str, *given: Any) -> str:
    """The key of a form as it was filled in: sent again with something else, it is another form.

    A browser's Back may bring a form with the key that was used. Files are left out: they come under a new name.
    """
    typed = [replace(each, files=()) if isinstance(each, StepData) else each for each in given]
    return sha256(f"{key}\n{json.dumps(plain(typed), default=str)}".encode()).hexdigest()[:LONGEST]


def used(session: Session, actor: Actor, do: str, key: str) -> Taken | None:
    """What came of the form with this key, if it came. Raises NotFound where it is another's or of another step."""
    row = session.get(Submission, key[:LONGEST])
    if row is None:
        return None
    if row.person_id != actor.person_id or row.do != do:
        raise NotFound(key)  # a key is one person's for one step: anything else is not a repeat
    return Taken(row.target, repeated=True)


def forget(session: Session, key: str) -> None:
    """What came of the form with this key is there no more: it is sent anew."""
    session.execute(delete(Submission).where(Submission.key == key[:LONGEST]))


def one_at_a_time(session: Session, actor: Actor) -> None:
    """Whoever sends a form twice at once waits here with the second, and finds what the first has made."""
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())


def remember(session: Session, actor: Actor, do: str, key: str, target: str, at: datetime) -> None:
    """Keep what came of the form with this key."""
    session.add(Submission(key=key[:LONGEST], person_id=actor.person_id, do=do, target=target, at=at))


def comes_again(session: Session, actor: Actor, do: str, key: str) -> bool:
    """Whether the form with this key was sent before; if not, it is from now on. What it asks for is locked."""
    if not key:
        return False
    if used(session, actor, do, key) is not None:
        return True
    remember(session, actor, do, key, "", now())
    return False
