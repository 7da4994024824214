"""Whose working papers are: those who read the review from inside; and how pages find them."""

from __future__ import annotations

from flask import abort
from sqlalchemy.orm import Session

from app.concerns.access import Case, find
from app.concerns.models import Recommendation
from app.core.actor import Actor
from app.core.db import db
from app.core.refusals import NotFound
from workflows.concern import REVIEWED
from workflows.permissions import Right
from workflows.recommendation import State
from workflows.roles import CaseRole

READERS = frozenset({CaseRole.RAPPORTEUR, CaseRole.SECOND_READER})
DECIDERS = READERS | {CaseRole.CHAIR}


def find_working_papers(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Case:
    """The case with its working papers, for this person. Raises NotFound."""
    case = find(session, actor, public_id, lock=lock)
    if Right.REVIEW not in case.rights:
        raise NotFound(public_id)
    return case


def draft_at(case: Case, number: int) -> Recommendation:
    """The recommendation with this number. Raises NotFound."""
    for recommendation in case.recommendations:
        if recommendation.number == number:
            return recommendation
    raise NotFound(f"{case.concern.public_id}/{number}")


def may_assess(case: Case) -> bool:
    """Whether the person writes the assessment now: as rapporteur or second reader, while the review goes on."""
    return bool(case.standing & READERS) and case.concern.stage in REVIEWED


def is_open(recommendation: Recommendation) -> bool:
    """Whether something can still be said of it: it is a draft."""
    return recommendation.state is State.DRAFTED


def found(actor: Actor, public_id: str) -> Case:
    """The case with its working papers for this person, else the page of what does not exist."""
    try:
        return find_working_papers(db.session(), actor, public_id)
    except NotFound:
        abort(404)


def undeclared(actor: Actor, public_id: str) -> bool:
    """Whether the person has first to say if there is a conflict of interest."""
    try:
        return find(db.session(), actor, public_id).undeclared
    except NotFound:
        return False


def found_draft(actor: Actor, public_id: str, number: int) -> tuple[Case, Recommendation]:
    """The case and one recommendation of it."""
    case = found(actor, public_id)
    try:
        return case, draft_at(case, number)
    except NotFound:
        abort(404)
