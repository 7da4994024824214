"""What lists show, kept in the rows they list: whose move, by when. Derived, so it can be rebuilt."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.clocks import Ledger, next_due
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock, ClockState
from app.concerns.search import index_text
from app.concerns.visibility import STATE_KINDS, UNSENT
from workflows.concern import CONCERN, Stage
from workflows.periods import FOLLOW_UP_REVIEWS, Rule
from workflows.recommendation import RECOMMENDATION, State
from workflows.roles import Owner

CLOSED_PARTIES = (Owner.NOBODY, Owner.LEAD)


def update_listing(session: Session, case: Case, ledger: Ledger) -> None:
    """Bring the concern's, its recommendations' and its clocks' list columns up to date."""
    concern = case.concern
    by_id = {r.id: r for r in case.all_recommendations}
    for rec in case.all_recommendations:
        _update_recommendation(rec, concern, ledger.open(rec))
    for clock in ledger.clocks:
        if clock.state is ClockState.STOPPED:
            continue  # it keeps who owed it
        update_clock(clock, concern, by_id.get(clock.recommendation_id) if clock.recommendation_id else None)
    update_concern(concern, case.all_recommendations, ledger.clocks)
    case.clear_case_roles()
    relations = case.relations
    concern.through_ministry = relations.through_ministry or relations.checked_through_ministry
    index_text(session, concern)


def concern_owner(concern: Concern) -> Owner:
    """Whose move the concern itself is: the chair's, who names a rapporteur, where there is none."""
    return _or_chair(CONCERN.places[concern.stage].owner, concern)


def recommendation_owner(rec: Recommendation, concern: Concern) -> Owner:
    """Whose move the recommendation of this concern is."""
    if rec.state is State.AWAITING and rec.disclaimed:
        return Owner.MINISTRY if rec.addressee.kind in STATE_KINDS else Owner.SECRETARIAT
    owner = RECOMMENDATION.places[rec.state].owner
    return _or_chair(owner, concern) if rec.state is State.CLARIFICATION else owner


def _or_chair(owner: Owner, concern: Concern) -> Owner:
    return Owner.CHAIR if owner is Owner.RAPPORTEUR and concern.rapporteur_id is None else owner


def update_clock(clock: Clock, concern: Concern, rec: Recommendation | None) -> None:
    """Who owes what this clock measures, and who may see it."""
    if rec is not None:
        clock.owner = Owner.GROUP if clock.rule in FOLLOW_UP_REVIEWS else recommendation_owner(rec, concern)
        clock.addressee_id = rec.addressee_id
    else:
        clock.owner = Owner.CHAIR if clock.rule is Rule.RATIFICATION else concern_owner(concern)
    follow_up = rec is not None and clock.rule in FOLLOW_UP_REVIEWS
    clock.organisation_id = (
        rec.follow_up_reviewer_id if rec and follow_up else owing_organisation(clock.owner, concern, rec)
    )
    clock.person_id = concern.rapporteur_id if clock.owner is Owner.RAPPORTEUR else None
    clock.outside = seen_by_coordinator(concern) and (rec is None or rec.transmitted_at is not None)


def seen_by_coordinator(concern: Concern) -> bool:
    """Whether the coordinator may see the case and not only count it."""
    return concern.transmitted_at is not None or (concern.urgent and concern.coordinator_told)


def owing_organisation(owner: Owner, concern: Concern, rec: Recommendation | None) -> int | None:
    """The organisation whose move it is, where it is one organisation's."""
    if owner is Owner.FILER:
        return concern.filer_organisation_id
    if owner is Owner.ADDRESSEE:
        return rec.addressee_id if rec else concern.fact_check_addressee_id
    return None


def _update_recommendation(rec: Recommendation, concern: Concern, clocks: list[Clock]) -> None:
    rec.owner = recommendation_owner(rec, concern)
    rec.owner_organisation_id = rec.addressee_id if rec.owner is Owner.ADDRESSEE else None
    first = next_due(clocks)
    rec.due_on = first.due_on if first else None
    rec.moved, rec.moved_days = _moved(first)
    rec.paused = any(c.state is ClockState.PAUSED for c in clocks)


def _moved(clock: Clock | None) -> tuple[int, int]:
    return (clock.moved, clock.moved_days) if clock else (0, 0)


def update_concern(concern: Concern, recommendations: Iterable[Recommendation], clocks: list[Clock]) -> None:
    """Whose move the concern is now, and by when: of itself, or of the recommendation that is due first."""
    first = next_due(clocks)
    concern.due_on = first.due_on if first else None
    concern.moved, concern.moved_days = _moved(first)
    concern.paused = any(c.state is ClockState.PAUSED for c in clocks)
    concern.owner = concern_owner(concern)
    concern.owner_organisation_id = owing_organisation(concern.owner, concern, None)
    if concern.stage in (Stage.RESPONSE, Stage.FOLLOW_UP):
        waiting = [r for r in recommendations if r.state not in UNSENT and r.state is not State.CONCLUDED]
        if not waiting:
            concern.owner = Owner.SECRETARIAT  # to close it
            concern.owner_organisation_id = None
        else:
            next_one = min(waiting, key=lambda r: (r.due_on is None, r.due_on, r.number))
            concern.owner = next_one.owner
            concern.owner_organisation_id = next_one.owner_organisation_id
    concern.is_open = CONCERN.places[concern.stage].owner not in CLOSED_PARTIES
