"""What happened while somebody was typing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cases.access import Case
from app.cases.models import Recommendation
from app.cases.outcome import Moved, NotNow, Refusal
from app.web.case.reading import Line, events_of
from app.web.case.sentences import tell

MOST = 5


def what_happened(
    session: Session, case: Case, recommendation: Recommendation | None, refusal: Refusal | None
) -> list[Line]:
    """The steps that were taken since the form was made, newest first, as far as the person may see them."""
    if not isinstance(refusal, Moved | NotNow):
        return []
    lines = [x for x in events_of(session, case) if _about(x, recommendation)]
    if isinstance(refusal, Moved):
        lines = [x for x in lines if x.params.get("version", 0) > refusal.since]
    lines = lines[:MOST]
    tell(lines, case.all_recommendations)
    return lines


def _about(line: Line, recommendation: Recommendation | None) -> bool:
    return line.recommendation_id == (recommendation.id if recommendation else None)
