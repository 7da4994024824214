"""The words of what was sent, for the search: each reader's own alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from app.concerns.models import Concern
from app.concerns.transmissions import Transmission
from app.concerns.visibility import sent_to
from app.core.actor import Actor


def in_what_was_sent(actor: Actor, terms: list[tuple[str, bool]]) -> ColumnElement[bool]:
    """That the words stand in one thing that the person was sent: what others were sent is not looked at."""
    named = literal(" ") + func.lower(func.replace(Concern.reference, "-", " ")) + " "

    def holds(text_: Any) -> list[ColumnElement[bool]]:
        return [text_.like(f"% {word}%" if begins else f"% {word} %") for word, begins in terms]

    sent = exists().where(
        Transmission.concern_id == Concern.id, sent_to(actor), *holds(Transmission.words + named)
    )
    return or_(and_(*holds(named)), sent.correlate(Concern))


def words_sent(session: Session, concerns: Sequence[int]) -> dict[int, list[str]]:
    """Of each of these concerns."""
    found: dict[int, list[str]] = {key: [] for key in concerns}
    query = select(Transmission.concern_id, Transmission.words).where(Transmission.concern_id.in_(concerns))
    for concern_id, said in session.execute(query.order_by(Transmission.id)):
        found[concern_id].append(said)
    return found
