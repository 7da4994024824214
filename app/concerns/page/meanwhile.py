"""What happened while somebody was typing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.page.history import tell
from app.concerns.page.queries import Line, events_of
from app.process.outcome import NotNow, Refusal, Stale

MOST = 5


def what_happened(
    session: Session, case: Case, recommendation: Recommendation | None, refusal: Refusal | None
) -> list[Line]:
    """The steps that were taken since the form was made, newest first, as far as the person may see them."""
    if not isinstance(refusal, Stale | NotNow):
        return []
    lines = [x for x in events_of(session, case) if _about(x, recommendation)]
    if isinstance(refusal, Stale):
        lines = [x for x in lines if x.params.get("version", 0) > refusal.since]
    lines = lines[:MOST]
    tell(lines, case.all_recommendations)
    return lines


def _about(line: Line, recommendation: Recommendation | None) -> bool:
    return line.recommendation_id == (recommendation.id if recommendation else None)
