"""Seals of the ends of chains: the count of events and the last hash, signed with a key outside the database."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.process.models import ChainEnd, Event
from config import Settings


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
