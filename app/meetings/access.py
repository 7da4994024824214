"""Which meetings and which items exist for a person. A guest has those they are invited to; the Group has all of them.

An item about a case that does not exist for somebody is not there for them, neither by its number nor by its title.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from app.cases.access import NotFound
from app.cases.models import Concern, Recommendation
from app.cases.visibility import inside, visible, visible_recommendations
from app.core.actor import Actor
from app.facilitation.access import OVERSIGHT
from app.meetings.models import AgendaItem, Guest, Meeting
from workflows.standing import Role

GROUP = (Role.MEMBER, Role.SECRETARIAT)
GUESTS = (Role.MINISTRY, Role.AGENCY, Role.COORDINATOR)


def convenes(actor: Actor) -> bool:
    """Whether the person calls meetings and keeps their agenda."""
    return actor.is_(Role.SECRETARIAT) or {Role.CHAIR, Role.MEMBER} <= actor.roles


def item_exists(actor: Actor) -> ColumnElement[bool]:
    """The items that exist for this person: on AgendaItem, outer-joined with Concern and Recommendation."""
    of_a_case = or_(AgendaItem.concern_id.is_(None), visible(actor))
    inner = or_(AgendaItem.concern_id.is_(None), inside(actor))
    if actor.is_(*GROUP) and not actor.is_(Role.AGENCY):
        return inner
    invited = exists().where(Guest.item_id == AgendaItem.id, Guest.person_id == actor.person_id)
    sent = or_(AgendaItem.recommendation_id.is_(None), visible_recommendations(actor, drafts=False))
    as_guest = and_(invited, of_a_case, sent, *_of_no_way(actor))
    # a member that answers in one case, and is out of it as a member, comes to its item like any other guest
    return or_(inner, as_guest) if actor.is_(*GROUP) else as_guest


def _of_no_way(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The Group reads what an item about a way is about; a guest where the way exists for them."""
    return () if actor.is_(*OVERSIGHT) else (AgendaItem.way_id.is_(None),)


def meeting_exists(actor: Actor) -> ColumnElement[bool]:
    """The meetings that exist for this person."""
    if actor.is_(*GROUP):
        return true()
    return (
        select(AgendaItem.id)
        .outerjoin(Concern, Concern.id == AgendaItem.concern_id)
        .outerjoin(Recommendation, Recommendation.id == AgendaItem.recommendation_id)
        .where(AgendaItem.meeting_id == Meeting.id, item_exists(actor))
        .exists()
    )


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
