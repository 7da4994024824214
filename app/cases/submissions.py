"""One-time keys of forms: sending the same form again does nothing more, and the case is locked before it is read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.access import Case, NotFound, find
from app.cases.keeping import Submission
from app.cases.models import Recommendation
from app.cases.outcome import Taken
from app.core.actor import Actor


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
