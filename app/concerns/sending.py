"""Keeping what is sent to an addressee, as it stands at that moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.concerns.models import Concern, Recommendation
from app.concerns.search.index import words
from app.concerns.transmissions import Transmission
from app.process.data import plain

DEMAND = (
    "number",
    "heading",
    "text",
    "duty",
    "measure",
    "baseline",
    "target",
    "proposed_on",
    "weight",
    "will_look_at",
)


def keep_sent(
    session: Session, concern: Concern, recommendations: Sequence[Recommendation], extract: str, at: datetime
) -> None:
    """One transmission to the addressee that these recommendations have in common."""
    found = dict.fromkeys(words(f"{concern.extract_title} {extract}"))
    session.add(
        Transmission(
            concern_id=concern.id,
            addressee_id=recommendations[0].addressee_id,
            at=at,
            title=concern.extract_title,
            extract=extract,
            words=f" {' '.join(found)} ",
            demands=[{name: plain(getattr(r, name)) for name in DEMAND} for r in recommendations],
        )
    )
