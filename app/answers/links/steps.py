"""Who holds a link, and what they may do by it now."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.answers.links.access import Gone
from app.answers.models import AnswerLink
from app.answers.owed import Owed, owed_in
from app.concerns.access import NotFound, find
from app.core.actor import Actor
from workflows.roles import Role


def owed_by(session: Session, link: AnswerLink) -> Owed:
    """What is owed by the organisation of a link that is no request's. Raises Gone."""
    try:
        case = find(session, holder_of(link), link.concern.public_id)
    except NotFound:
        raise Gone from None
    rec = next((r for r in case.recommendations if r.id == link.recommendation_id), None)
    if rec is None and link.recommendation_id is not None:
        raise Gone
    owed = owed_in(session, case, rec)
    if not owed.steps:
        raise Gone
    return owed


def holder_of(link: AnswerLink) -> Actor:
    """Whoever holds the link: nobody's account, and of its organisation."""
    return Actor(
        person_id=0,
        organisation_id=link.organisation_id,
        organisation_kind=link.organisation.kind,
        name="",
        organisation_name=link.organisation.name,
        email=link.email,
        roles=frozenset({Role.AGENCY}),
    )
