"""Which meetings and which items exist for a person. A guest has those they are invited to; the Group has all of them.

An item about a case that does not exist for somebody is not there for them, neither by its number nor by its title.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session

from app.access_requests.access import OVERSIGHT
from app.accounts.models import Person
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import inside, visible, visible_recommendations
from app.core.actor import Actor
from app.core.refusals import NotFound
from app.core.time import local_day, today
from app.meetings.models import AgendaItem, Guest, Meeting
from workflows.meeting import CALLERS as MAY_CALL
from workflows.meeting import MEETING, Facts, MeetingAction, MeetingState
from workflows.roles import CONVENERS, INSIDERS, CaseRole, Role

GUESTS = (Role.MINISTRY, Role.AGENCY, Role.COORDINATOR)
CALLERS = (*CONVENERS, Role.COORDINATOR)
PROPOSERS = (Role.MEMBER, Role.MINISTRY, Role.COORDINATOR, Role.AGENCY)


def convenes(actor: Actor) -> bool:
    """Whether the person calls meetings, keeps their agenda and opens them."""
    return actor.is_(Role.SECRETARIAT) or {Role.CHAIR, Role.MEMBER} <= actor.roles


def calls(actor: Actor) -> bool:
    """Whether the person calls meetings. The coordinator does; the agenda stays with those who convene."""
    return convenes(actor) or actor.is_(Role.COORDINATOR)


def called_by(actor: Actor) -> ColumnElement[bool]:
    """The meetings that the coordinator's office called, for its people."""
    if not actor.is_(Role.COORDINATOR):
        return false()
    office = select(Person.id).where(Person.organisation_id == actor.organisation_id)
    return Meeting.called_by_id.in_(office)


def standing_in(session: Session, actor: Actor, meeting: Meeting) -> frozenset[CaseRole]:
    """Who the person is to a meeting. The coordinator is that to one that their own office called, or calls."""
    held = (
        (CaseRole.SECRETARIAT, actor.is_(Role.SECRETARIAT)),
        (CaseRole.CHAIR, {Role.CHAIR, Role.MEMBER} <= actor.roles),
        (CaseRole.GROUP, actor.is_(Role.MEMBER)),
        (CaseRole.COORDINATOR, actor.is_(Role.COORDINATOR) and _own(session, actor, meeting)),
    )
    return frozenset(role for role, holds in held if holds)


def _own(session: Session, actor: Actor, meeting: Meeting) -> bool:
    caller = session.get_one(Person, meeting.called_by_id)
    return caller.organisation_id == actor.organisation_id


def steps_of(session: Session, actor: Actor, meeting: Meeting) -> frozenset[MeetingAction]:
    """The steps that the person has as the meeting stands today; that its minutes wait for another is said there."""
    facts = Facts(day_has_come=local_day(meeting.starts_at) <= today())
    offers = MEETING.offers(meeting.state, facts, standing_in(session, actor, meeting))
    return frozenset(MeetingAction(offer.step.do) for offer in offers if offer.open)


def may_change(session: Session, actor: Actor, meeting: Meeting) -> bool:
    """Whether the person gives this meeting another time or place, or cancels it, while it is called."""
    return bool(standing_in(session, actor, meeting) & MAY_CALL)


def proposes(session: Session, actor: Actor) -> bool:
    """Whether the person proposes items: an institution while it is invited to a meeting that is to come."""
    if actor.is_(Role.MEMBER, Role.MINISTRY, Role.COORDINATOR):
        return True
    to_come = select(Meeting.id).where(Meeting.state == MeetingState.CALLED, meeting_exists(actor)).limit(1)
    return actor.is_(Role.AGENCY) and session.scalar(to_come) is not None


def item_exists(actor: Actor) -> ColumnElement[bool]:
    """The items that exist for this person: on AgendaItem, outer-joined with Concern and Recommendation."""
    of_a_case = or_(AgendaItem.concern_id.is_(None), visible(actor))
    inner = or_(AgendaItem.concern_id.is_(None), inside(actor))
    if actor.is_(*INSIDERS) and not actor.is_(Role.AGENCY):
        return inner
    invited = exists().where(Guest.item_id == AgendaItem.id, Guest.person_id == actor.person_id)
    sent = or_(AgendaItem.recommendation_id.is_(None), visible_recommendations(actor, drafts=False))
    as_guest = and_(invited, of_a_case, sent, *_of_no_access_request(actor))
    # a member that answers in one case, and is out of it as a member, comes to its item like any other guest
    return or_(inner, as_guest) if actor.is_(*INSIDERS) else as_guest


def _of_no_access_request(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The Group reads what an item about an access request is about; a guest where it exists for them."""
    return () if actor.is_(*OVERSIGHT) else (AgendaItem.access_request_id.is_(None),)


def meeting_exists(actor: Actor) -> ColumnElement[bool]:
    """The meetings that exist for this person."""
    if actor.is_(*INSIDERS):
        return true()
    invited = (
        select(AgendaItem.id)
        .outerjoin(Concern, Concern.id == AgendaItem.concern_id)
        .outerjoin(Recommendation, Recommendation.id == AgendaItem.recommendation_id)
        .where(AgendaItem.meeting_id == Meeting.id, item_exists(actor))
        .exists()
    )
    return or_(invited, called_by(actor)) if actor.is_(Role.COORDINATOR) else invited


def find_meeting(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Meeting:
    """The meeting at this address for this person. Raises NotFound."""
    query = (
        select(Meeting)
        .where(Meeting.public_id == public_id, meeting_exists(actor))
        .execution_options(populate_existing=True)
    )
    meeting = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if meeting is None:
        raise NotFound(public_id)
    return meeting


def find_item(session: Session, actor: Actor, meeting: Meeting, public_id: str) -> AgendaItem:
    """The item of this meeting at this address, for this person. Raises NotFound."""
    item = session.scalars(
        select(AgendaItem)
        .outerjoin(Concern, Concern.id == AgendaItem.concern_id)
        .outerjoin(Recommendation, Recommendation.id == AgendaItem.recommendation_id)
        .where(AgendaItem.public_id == public_id, AgendaItem.meeting_id == meeting.id, item_exists(actor))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if item is None:
        raise NotFound(public_id)
    return item
