"""An institution that becomes a member: it is out of what is about it, and of what a recommendation puts to it."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.concerns.access import Case, load_recommendations
from app.concerns.clocks import Ledger
from app.concerns.listing import update_listing
from app.concerns.models import Concern, ConcernInstitution, Recommendation
from app.concerns.periods import load_calendar
from app.core.time import local_day, now
from app.deadlines.recompute import NOBODY
from app.recusals.service import Given, take_out
from workflows.concern import Stage
from workflows.recommendation import State
from workflows.roles import CaseRole

NOT_FILED = (Stage.DRAFT, Stage.DISCARDED)  # when they are filed, whom they are about is recused


def take_out_of_what_names_it(session: Session, organisation: Organisation) -> None:
    """As if it had been a member when it was named. No commit."""
    asked = select(Recommendation.concern_id).where(
        Recommendation.addressee_id == organisation.id, Recommendation.state != State.DROPPED
    )
    about = set(
        session.scalars(
            select(ConcernInstitution.concern_id).where(ConcernInstitution.organisation_id == organisation.id)
        )
    )
    concerns = session.scalars(
        select(Concern)
        .where(
            Concern.stage.not_in(NOT_FILED),
            Concern.filer_organisation_id != organisation.id,
            or_(Concern.id.in_(asked), Concern.id.in_(about)),
        )
        .order_by(Concern.id)
        .with_for_update()
    ).all()
    at = now()
    for concern in concerns:
        case = Case(NOBODY, concern, load_recommendations(session, concern.id))
        concern.about_member = concern.about_member or concern.id in about
        take_out(session, case, organisation, Given(), CaseRole.SYSTEM, at)
        update_listing(session, case, Ledger.of(session, concern, load_calendar(session, local_day(at))))
