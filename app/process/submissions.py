"""A form that is sent: in one transaction, once for its key, with the case locked before it is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.concerns.access import Case, find
from app.concerns.models import Recommendation
from app.core.actor import Actor
from app.core.db import is_busy, unit_of_work
from app.core.not_found import NotFound
from app.process.keys import Submission
from app.process.outcome import Busy, Missing, NotNow, NotYours, Refusal, Stale, Taken
from workflows import engine

T = TypeVar("T")


def attempted(attempt: Callable[[Session], T]) -> T | Refusal:
    """What comes of an attempt in a transaction of its own: refusals of the engine are values. Raises NotFound."""
    try:
        with unit_of_work() as session:
            return attempt(session)
    except engine.NotNow as refused:
        return NotNow(str(refused))
    except engine.NotYours:
        return NotYours()
    except engine.Unmet as refused:
        return Missing(refused.missing)
    except OperationalError as error:
        if not is_busy(error):
            raise
        return Busy()


def remember(session: Session, case: Case, do: str, key: str, target: str, at: datetime) -> None:
    """Keep what came of the form with this key."""
    session.add(
        Submission(
            key=key,
            person_id=case.actor.person_id,
            concern_id=case.concern.id,
            do=do,
            target=target,
            at=at,
        )
    )


def locked_case(session: Session, actor: Actor, public_id: str, do: str, key: str) -> Case | Taken:
    """The case with its row locked, or what came of this very form when it was sent before. Raises NotFound.

    The key is looked for again once the lock is held, because the first sending may have held it; it counts even
    if the step has taken the case out of the person's sight.
    """
    try:
        case = find(session, actor, public_id, lock=True)
    except NotFound:
        if (used := _used(session, actor, do, key)) is not None:
            return used
        raise
    return _used(session, actor, do, key) or case


def opened(
    session: Session, actor: Actor, public_id: str, do: str, number: int | None, *, version: int, key: str
) -> tuple[Case, Recommendation | None] | Taken | Stale:
    """The locked case and its recommendation `number`, as they were when the form was made. Raises NotFound."""
    case = locked_case(session, actor, public_id, do, key)
    if isinstance(case, Taken):
        return case
    recommendation = numbered(case, number)
    if (recommendation or case.concern).version != version:
        return Stale(version)
    return case, recommendation


def _used(session: Session, actor: Actor, do: str, key: str) -> Taken | None:
    used = session.get(Submission, key)
    if used is None:
        return None
    if used.person_id != actor.person_id or used.do != do:
        raise NotFound(key)  # a key is one person's for one step: anything else is not a repeat
    return Taken(used.target, repeated=True)


def numbered(case: Case, number: int | None) -> Recommendation | None:
    """The recommendation with this number, as far as the person sees it; None for none. Raises NotFound."""
    if number is None:
        return None
    for recommendation in case.recommendations:
        if recommendation.number == number:
            return recommendation
    raise NotFound(f"{case.concern.public_id}/{number}")
