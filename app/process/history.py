"""The history of a concern: events in a chain of hashes, one chain for each concern, its end sealed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.process.models import ChainEnd, Event, Statement
from config import Settings
from workflows.roles import CaseRole

GENESIS = "0" * 64
UNSEALED = "the end is not sealed"
UNSAID: dict[str, type] = {"source": str, "target": str, "public": bool, "params": dict}


def digest(event: Event) -> str:
    """SHA-256 over everything the event says and the hash of the one before it."""
    said = [
        event.previous_hash,
        event.concern_id,
        event.number,
        event.recommendation_id,
        _instant(event.at),
        event.person_id,
        event.organisation_id,
        event.standing,
        event.machine,
        event.do,
        event.source,
        event.target,
        event.public,
        event.params,
    ]
    return hashlib.sha256(_canonical(said).encode()).hexdigest()


def words_digest(text: str, grade: str | None, details: dict[str, Any]) -> str:
    """SHA-256 of the words that came with a step; the event holds it, so that the words cannot be changed either."""
    return hashlib.sha256(_canonical([text, grade, details]).encode()).hexdigest()


_LAST = (
    select(Event.number, Event.hash)
    .where(Event.concern_id == bindparam("concern"))
    .order_by(Event.number.desc())
    .limit(1)
)


def add(session: Session, event: Event) -> Event:
    """Append the event to its concern's chain. The concern's row must be locked by this transaction."""
    last = session.execute(_LAST, {"concern": event.concern_id}).first()
    for name, kind in UNSAID.items():  # what the database would fill in is hashed as it will be read back
        if getattr(event, name) is None:
            setattr(event, name, kind())
    event.number = last.number + 1 if last else 1
    event.previous_hash = last.hash if last else GENESIS
    event.hash = digest(event)
    session.add(event)
    session.flush()
    save_end(session, event)
    return event


def note(
    session: Session,
    concern_id: int | None,
    recommendation_id: int | None,
    *,
    by: Actor | None,
    at: datetime,
    standing: CaseRole,
    machine: str,
    do: str,
    source: str = "",
    target: str = "",
    public: bool = False,
    organisation_id: int | None = None,
    **params: Any,
) -> Event:
    """Append what moves no row of the case: done by a person for their organisation, or by itself.

    What has an `owner` among its parameters that organisation reads, and nobody else.
    The concern's row must be locked by this transaction.
    """
    event = Event(
        concern_id=concern_id,
        recommendation_id=recommendation_id,
        at=at,
        person_id=by.person_id if by else None,
        organisation_id=by.organisation_id if by else organisation_id,
        standing=standing,
        machine=machine,
        do=do,
        source=source,
        target=target,
        public=public,
        params=params,
    )
    return add(session, event)


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and why."""

    concern_id: int
    number: int
    why: str


def verify(session: Session) -> Iterator[Break | int]:
    """Walk every chain: yields each break, and at the end the count of events seen."""
    seen, concern, expected, number = 0, None, GENESIS, 0
    sealed = dict(ends(session))
    rows = session.execute(
        select(Event, Statement)
        .outerjoin(Statement, Statement.event_id == Event.id)
        .order_by(Event.concern_id, Event.number)
        .execution_options(yield_per=2000)
    )
    for event, statement in rows:
        if event.concern_id != concern:
            if concern is not None:
                yield from _end_breaks(concern, number, expected, sealed.pop(concern, None))
            concern, expected, number = event.concern_id, GENESIS, 0
        number += 1
        seen += 1
        if event.number != number:
            yield Break(concern, number, "an event is missing")
            number = event.number
        if event.previous_hash != expected:
            yield Break(concern, event.number, "does not follow the event before it")
        if event.hash != digest(event):
            yield Break(concern, event.number, "the event was changed")
        if not _words_hold(event, statement):
            yield Break(concern, event.number, "the words were changed")
        expected = event.hash
    if concern is not None:
        yield from _end_breaks(concern, number, expected, sealed.pop(concern, None))
    for left in sealed.values():
        yield Break(left.concern_id, 0, "all events were cut off")
    yield seen


def _end_breaks(concern_id: int, number: int, last: str, end: Any) -> Iterator[Break]:
    """Whether the chain ends where its seal says."""
    if end is None:
        yield Break(concern_id, number, UNSEALED)
    elif not holds(end):
        yield Break(concern_id, number, "the seal of the end is not of this key")
    elif (end.number, end.hash) != (number, last):
        cut = end.number - number
        yield Break(
            concern_id,
            number,
            f"events were cut off the end: {cut}" if cut > 0 else "the end is not the sealed one",
        )


def _words_hold(event: Event, statement: Statement | None) -> bool:
    kept = event.params.get("words")
    if statement is None:
        return kept is None
    return bool(kept == words_digest(statement.text, statement.grade, statement.details))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


# --- seals of the ends, signed with a key outside the database --------------------------


def seal(concern_id: int, number: int, last: str) -> str:
    """With the key of today."""
    return _sealed(_keys()[0], concern_id, number, last)


def holds(end: Any) -> bool:
    """Whether the seal is ours: by the key of today or by the one before it."""
    made = (_sealed(key, end.concern_id, end.number, end.hash) for key in _keys())
    return any(hmac.compare_digest(each, end.seal) for each in made)


def save_end(session: Session, event: Event) -> None:
    """The chain ends with this event now. The concern's row must be locked by this transaction."""
    end = session.get(ChainEnd, event.concern_id)
    if end is None:
        end = ChainEnd(concern_id=event.concern_id)
        session.add(end)
    end.number, end.hash = event.number, event.hash
    end.seal = seal(event.concern_id, event.number, event.hash)


def ends(session: Session) -> Mapping[int, Any]:
    """Every end, by concern."""
    rows = session.execute(select(ChainEnd.concern_id, ChainEnd.number, ChainEnd.hash, ChainEnd.seal))
    return {row.concern_id: row for row in rows}


def _sealed(key: str, concern_id: int, number: int, last: str) -> str:
    secret = hmac.new(key.encode(), b"tryeza history", hashlib.sha256).digest()
    return hmac.new(secret, json.dumps([concern_id, number, last]).encode(), hashlib.sha256).hexdigest()


def _keys() -> tuple[str, ...]:
    settings: Settings = current_app.extensions["tryeza.settings"]
    before = (settings.history_key_before,) if settings.history_key_before else ()
    return (settings.history_key or settings.secret_key, *before)
