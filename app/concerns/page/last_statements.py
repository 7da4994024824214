"""What was said last with a step, where a page shows it apart from the history."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.process.models import Statement
from workflows.concern import Do
from workflows.permissions import Right
from workflows.recommendation import Do as RecommendationDo


def facts_of(session: Session, case: Case) -> str:
    """The facts that an addressee is asked to check; empty for everybody else."""
    if Right.FACTS not in case.rights:
        return ""
    return facts_sent(session, case)


def facts_sent(session: Session, case: Case) -> str:
    """The facts that were sent to be checked, for who is asked and for who records what it says."""
    return _last_words(session, Statement.concern_id == case.concern.id, Do.CHECK_FACTS)


def why_disclaimed(session: Session, recommendation: Recommendation) -> str:
    """Why its addressee says that it is not competent."""
    if not recommendation.disclaimed:
        return ""
    about = Statement.recommendation_id == recommendation.id
    return _last_words(session, about, RecommendationDo.DISCLAIM)


def _last_words(session: Session, about: ColumnElement[bool], do: str) -> str:
    latest = select(Statement.text).where(about, Statement.do == do).order_by(Statement.id.desc()).limit(1)
    return session.scalar(latest) or ""
