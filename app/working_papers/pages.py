"""What the pages of working papers share: finding the case for who asks, and telling a refusal."""

from __future__ import annotations

from flask import abort

from app.concerns.access import Case, find
from app.concerns.models import Recommendation
from app.core.actor import Actor
from app.core.db import db
from app.core.not_found import NotFound
from app.working_papers.access import draft_at, find_papers


def found(actor: Actor, public_id: str) -> Case:
    """The case with its working papers for this person, else the page of what does not exist."""
    try:
        return find_papers(db.session(), actor, public_id)
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
