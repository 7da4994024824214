"""The list of recommendations: what was demanded, what is claimed, what was found."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import UNSENT, reads_inside, visible, visible_recommendations
from app.core.actor import Actor
from app.core.paging import Cursor, Order, Page, Rows, fetch_page, page_of
from app.core.statements import asker, made_once
from app.core.time import today
from app.dashboards.filters import RecommendationFilter, Sort
from workflows.recommendation import State

NEWEST = Order("recommendation-newest", (Recommendation.id,), falling=True)
DUE = Order("recommendation-due", (Recommendation.due_on, Recommendation.id))


def recommendations(
    session: Session, actor: Actor, chosen: RecommendationFilter, place: Cursor | None
) -> Page:
    """One page of the recommendations that the person may see: the transmitted ones, unless drafts are asked for."""
    statement = _page(actor, chosen, place, today())
    return fetch_page(session, statement, order_of(chosen), place, given=asker(actor))


@made_once
def _page(actor: Actor, chosen: RecommendationFilter, place: Cursor | None, day: date) -> Rows:
    query = (
        select(
            Recommendation.id,
            Recommendation.number,
            Recommendation.heading,
            Recommendation.state,
            Recommendation.answer,
            Recommendation.answered_at,
            Recommendation.disclaimed,
            Recommendation.claimed_at,
            Recommendation.grade,
            Recommendation.found_at,
            Recommendation.outcome,
            Recommendation.concluded_at,
            Recommendation.party,
            Recommendation.addressee_id,
            Recommendation.due_on,
            Recommendation.paused,
            Recommendation.moved,
            Recommendation.moved_days,
            Concern.public_id,
            Concern.reference,
            Concern.rapporteur_id,
            # scalars and not a join: the page is found by one index of one table
            _addressee(Organisation.name).label("addressee"),
            _addressee(Organisation.kind).label("addressee_kind"),
            reads_inside(actor).label("inside"),
        )
        .join(Concern, Concern.id == Recommendation.concern_id)
        .where(visible(actor), visible_recommendations(actor, drafts=chosen.state in UNSENT))
    )
    if chosen.state is not None:
        query = query.where(Recommendation.state == chosen.state)
    if chosen.state not in UNSENT:
        query = query.where(Recommendation.state.not_in(sorted(UNSENT)))
    if chosen.institution is not None:
        query = query.where(Recommendation.addressee_id == chosen.institution)
    if chosen.overdue:
        query = query.where(Recommendation.due_on < day)
    order = order_of(chosen)
    if order is DUE:
        query = query.where(Recommendation.due_on.is_not(None), Recommendation.state != State.CONCLUDED)
    return page_of(query, order, place)


def _addressee(column: Any) -> Any:
    return select(column).where(Organisation.id == Recommendation.addressee_id).scalar_subquery()


def order_of(chosen: RecommendationFilter) -> Order:
    """What is overdue is sorted by how late it is."""
    return DUE if chosen.overdue or chosen.sort is Sort.DUE else NEWEST
