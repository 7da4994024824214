"""Concerns that may be about the same: same institution, subject, area, or words of the title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.concerns.access import Case
from app.concerns.models import Concern, ConcernInstitution
from app.concerns.search.index import titled
from app.concerns.visibility import inside
from workflows.concern import Stage

MOST = 5
LONG_WORD = 6  # shorter words say little of a matter
WORDS = 4
ENOUGH = 3
HIDDEN = (Stage.DRAFT, Stage.DISCARDED)
_ABOUT = aliased(ConcernInstitution)


def similar(session: Session, to: Case) -> Sequence[Any]:
    """The most similar concerns that exist for the person, with what they share; none where nothing weighs enough."""
    concern = to.concern
    signs = _signs(to)
    score: ColumnElement[int] = literal(0)
    for weight, condition in signs.values():
        score = score + case((condition, weight), else_=0)
    return session.execute(
        select(
            Concern.id,
            Concern.public_id,
            Concern.reference,
            Concern.title,
            Concern.stage,
            Concern.submitted_at,
            score.label("score"),
            *(case((condition, 1), else_=0).label(name) for name, (_weight, condition) in signs.items()),
        )
        .where(
            inside(to.actor),
            Concern.id != concern.id,
            Concern.stage.not_in(HIDDEN),
            or_(*(condition for _weight, condition in signs.values())),
            score >= ENOUGH,
        )
        .order_by(score.desc(), Concern.id.desc())
        .limit(MOST)
    ).all()


def _signs(to: Case) -> dict[str, tuple[int, ColumnElement[bool]]]:
    """What may be shared, and how much it weighs. An institution or the words must be among it to weigh enough."""
    concern = to.concern
    own = select(ConcernInstitution.organisation_id).where(ConcernInstitution.concern_id == concern.id)
    about = select(_ABOUT.concern_id).where(_ABOUT.organisation_id.in_(own))
    signs: dict[str, tuple[int, ColumnElement[bool]]] = {"institution": (2, Concern.id.in_(about))}
    if concern.subject:
        signs["subject"] = (1, Concern.subject == concern.subject)
    if concern.county:
        signs["county"] = (1, Concern.county == concern.county)
    words = sorted({w for w in concern.title.split() if len(w) >= LONG_WORD}, key=len, reverse=True)[:WORDS]
    if words:
        signs["words"] = (2, or_(*(titled(word) for word in words)))
    return signs
