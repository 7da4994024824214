"""Which requests for a contribution exist for a person, as conditions on rows."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased

from app.answers.models import ContributionRequest
from app.concerns.models import Recommendation
from app.concerns.visibility import UNSENT, any_of, state_organisations
from app.core.actor import Actor
from workflows.roles import Role

_ASKED_OF = aliased(Recommendation)  # made once: a second name for a large table is no small thing


def requests_seen(actor: Actor) -> ColumnElement[bool]:
    """The requests for a contribution that exist for this person: of who asks, and of the agency that is asked."""
    theirs: list[ColumnElement[bool]] = []
    if actor.is_(Role.MINISTRY):
        theirs.append(ContributionRequest.by_organisation_id == actor.organisation_id)
    if actor.is_(Role.MINISTRY, Role.AGENCY):
        theirs.append(ContributionRequest.agency_id == actor.organisation_id)
    return and_(any_of(theirs), still_asked())


def still_asked() -> ColumnElement[bool]:
    """That the recommendation of a request is still one that the ministry answers."""
    rec = _ASKED_OF
    asked = exists().where(
        rec.id == ContributionRequest.recommendation_id,
        rec.state.not_in(sorted(UNSENT)),
        rec.addressee_id.in_(state_organisations()),
    )
    return asked.correlate(ContributionRequest)
