"""What an agenda proposes of itself: what is ready for decision, late, claimed, or ends, with its caller's rights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, false, not_, or_, select, true
from sqlalchemy.orm import Session

from app.access_requests.access import seen_by
from app.access_requests.models import AccessRequest
from app.accounts.models import Organisation
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock
from app.concerns.visibility import inside, opened
from app.core.actor import Actor
from app.core.time import today
from app.group.models import Seat
from app.meetings.models import AgendaItem, ItemKind, Meeting
from app.meetings.queries import waiting
from workflows.access_request import AccessKind
from workflows.concern import Stage
from workflows.meeting import MeetingState
from workflows.recommendation import State

MOST = 40  # of each kind
ENDING = timedelta(days=90)
ABOUT = ("concern_id", "recommendation_id", "seat_id", "about_id", "access_request_id")
KINDS = {
    State.REJECTED: ItemKind.PROPOSAL,
    State.AWAITING: ItemKind.OVERDUE,
    State.REPORTED: ItemKind.CLAIM,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that could stand on the agenda; `key` names it in a form."""

    kind: ItemKind
    key: str
    concern_id: int | None = None
    recommendation_id: int | None = None
    seat_id: int | None = None
    about_id: int | None = None
    access_request_id: int | None = None
    proposal_id: int | None = None
    reference: str = ""
    title: str = ""
    number: int | None = None
    heading: str = ""
    organisation: str = ""
    asked_for: AccessKind | None = None
    due_on: date | None = None
    about_at: datetime | None = None


def suggestions(session: Session, actor: Actor, meeting: Meeting) -> list[Suggestion]:
    """What is not on this agenda yet, in the order of its kinds; what is due first stands first."""
    there = session.execute(
        select(*(getattr(AgendaItem, name) for name in ABOUT)).where(AgendaItem.meeting_id == meeting.id)
    ).all()
    taken = {tuple(row) for row in there}
    found = [
        *_minutes(session, meeting),
        *_proposals(session, actor),
        *_recommendations(session, actor),
        *_late_inside(session, actor),
        *_access_requests(session, actor),
        *_mandates(session),
        *_proposed(session),
    ]
    order = list(ItemKind)
    left = [s for s in found if s.proposal_id or tuple(getattr(s, name) for name in ABOUT) not in taken]
    return sorted(left, key=lambda s: order.index(s.kind))


def _proposed(session: Session) -> Iterator[Suggestion]:
    for row in waiting(session):
        name = row.organisation.name
        yield Suggestion(
            ItemKind.FREE,
            f"proposal:{row.public_id}",
            proposal_id=row.id,
            title=row.title,
            organisation=name,
        )


def _minutes(session: Session, meeting: Meeting) -> Iterator[Suggestion]:
    rows = session.scalars(
        select(Meeting)
        .where(
            Meeting.state.in_([MeetingState.HELD, MeetingState.CIRCULATED]),
            Meeting.starts_at < meeting.starts_at,
        )
        .order_by(Meeting.starts_at)
    )
    for row in rows:
        yield Suggestion(
            ItemKind.MINUTES, f"minutes:{row.public_id}", about_id=row.id, about_at=row.starts_at
        )


def _proposals(session: Session, actor: Actor) -> Iterator[Suggestion]:
    rows = session.execute(
        select(Concern.id, Concern.public_id, Concern.reference, Concern.title, Concern.due_on)
        .where(Concern.stage == Stage.DELIBERATION, inside(actor))
        .order_by(Concern.due_on, Concern.id)
        .limit(MOST)
    )
    for row in rows:
        yield Suggestion(
            ItemKind.PROPOSAL,
            f"concern:{row.public_id}",
            concern_id=row.id,
            reference=row.reference,
            title=row.title,
            due_on=row.due_on,
        )


def _recommendations(session: Session, actor: Actor) -> Iterator[Suggestion]:
    late = and_(
        Recommendation.state == State.AWAITING,
        Recommendation.due_on < today(),
        Recommendation.paused == false(),
    )
    raised = Recommendation.id.in_(_raised(Clock.recommendation_id))
    decided = Recommendation.state.in_([State.REJECTED, State.REPORTED])
    for condition in (decided, and_(or_(late, raised), not_(decided))):
        rows = session.execute(
            select(
                Recommendation.id,
                Recommendation.public_id,
                Recommendation.number,
                Recommendation.heading,
                Recommendation.state,
                Recommendation.due_on,
                Concern.id.label("concern_id"),
                Concern.reference,
                Concern.title,
                opened(actor).label("open"),
                Organisation.name,
            )
            .join(Concern, Concern.id == Recommendation.concern_id)
            .join(Organisation, Organisation.id == Recommendation.addressee_id)
            .where(condition, inside(actor))
            .order_by(Recommendation.due_on, Recommendation.id)
            .limit(MOST)
        )
        for row in rows:
            yield Suggestion(
                KINDS.get(row.state, ItemKind.OVERDUE),
                f"recommendation:{row.public_id}",
                concern_id=row.concern_id,
                recommendation_id=row.id,
                reference=row.reference,
                title=row.title,
                number=row.number if row.open else None,
                heading=row.heading if row.open else "",
                organisation=row.name if row.open else "",
                due_on=row.due_on,
            )


def _raised(column: Any) -> Select[Any]:
    """What escalation or the coordinator has put on the agenda."""
    return select(column).where(Clock.on_agenda == true(), column.is_not(None))


def _late_inside(session: Session, actor: Actor) -> Iterator[Suggestion]:
    """Concerns that the Group itself is so late with that escalation has brought them before a meeting."""
    own = _raised(Clock.concern_id).where(Clock.recommendation_id.is_(None))
    rows = session.execute(
        select(Concern.id, Concern.public_id, Concern.reference, Concern.title, Concern.due_on)
        .where(Concern.id.in_(own), Concern.stage != Stage.DELIBERATION, inside(actor))
        .order_by(Concern.due_on, Concern.id)
        .limit(MOST)
    )
    for row in rows:
        yield Suggestion(
            ItemKind.OVERDUE,
            f"concern:{row.public_id}",
            concern_id=row.id,
            reference=row.reference,
            title=row.title,
            due_on=row.due_on,
        )


def _access_requests(session: Session, actor: Actor) -> Iterator[Suggestion]:
    """Access requests that the ministry is so late with that escalation has brought them before a meeting."""
    rows = session.execute(
        select(
            AccessRequest.id,
            AccessRequest.public_id,
            AccessRequest.kind,
            AccessRequest.due_on,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == AccessRequest.agency_id)
        .where(AccessRequest.on_agenda == true(), seen_by(actor))
        .order_by(AccessRequest.due_on, AccessRequest.id)
        .limit(MOST)
    )
    for row in rows:
        yield Suggestion(
            ItemKind.ACCESS_REQUEST,
            f"access_request:{row.public_id}",
            access_request_id=row.id,
            organisation=row.name,
            asked_for=row.kind,
            due_on=row.due_on,
        )


def _mandates(session: Session) -> Iterator[Suggestion]:
    rows = session.execute(
        select(Seat.id, Seat.public_id, Seat.to_on, Organisation.name)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.ended_on.is_(None), Seat.to_on <= today() + ENDING)
        .order_by(Seat.to_on, Seat.id)
        .limit(MOST)
    )
    for row in rows:
        yield Suggestion(
            ItemKind.MANDATE,
            f"seat:{row.public_id}",
            seat_id=row.id,
            organisation=row.name,
            due_on=row.to_on,
        )
