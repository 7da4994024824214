"""The notices that exist for a person at this moment, and what each tells of.

A case, a contribution or an access request; a vote on the Group itself, or a meeting.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import aliased

from app.access_requests.access import READERS, seen_by
from app.access_requests.models import AccessRequest, AccessRequestEvent
from app.accounts.models import Organisation, Person
from app.answers.access import requests_seen
from app.answers.models import ContributionRequest
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import any_of, kept, told, visible
from app.core.actor import Actor
from app.core.paging import Rows
from app.meetings.access import meeting_exists
from app.meetings.models import Meeting
from app.notifications.models import Notification
from app.process.models import Event, Statement
from app.votes.models import Vote
from workflows.access_request import ACCESS_REQUEST
from workflows.escalation import REMINDED
from workflows.recommendation import RECOMMENDATION, RecommendationAction
from workflows.roles import INSIDERS, Role

_ABSENT = aliased(Person)

# what who reminds adds to it: the one text that a mail of an event holds, written for it and looked through before
_NOTE = (
    select(Statement.text)
    .where(Statement.event_id == Event.id, Event.do == REMINDED)
    .correlate(Event)
    .scalar_subquery()
)


def notices_of(actor: Actor, query: Rows) -> Rows:
    """The query, of the person's notices alone, and of those that tell of what exists for them."""
    taken_back = and_(
        Event.machine == RECOMMENDATION.name, Event.do == RecommendationAction.REVOKE, kept(actor)
    )
    of_a_case = and_(Notification.request_id.is_(None), or_(and_(visible(actor), told(actor)), taken_back))
    return (
        query.select_from(Notification)
        .outerjoin(Event, Event.id == Notification.event_id)
        .outerjoin(Concern, Concern.id == Notification.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Event.recommendation_id)
        .where(Notification.person_id == actor.person_id)
        .where(any_of([of_a_case, *_of_dates(actor), *_of_the_group(actor)]))
    )


def _of_dates(actor: Actor) -> list[ColumnElement[bool]]:
    asked, line = ContributionRequest, AccessRequestEvent
    request = (
        exists().where(asked.id == Notification.request_id, requests_seen(actor)).correlate(Notification)
    )
    wanted = exists().where(
        line.id == Notification.access_request_event_id,
        AccessRequest.id == line.access_request_id,
        seen_by(actor),
    )
    seen = []
    if actor.is_(Role.MINISTRY, Role.AGENCY):
        seen.append(and_(Notification.request_id.is_not(None), request))
    if actor.is_(*READERS):
        seen.append(and_(Notification.access_request_event_id.is_not(None), wanted.correlate(Notification)))
    return seen


def _of_the_group(actor: Actor) -> list[ColumnElement[bool]]:
    meeting = (
        exists().where(Meeting.id == Notification.meeting_id, meeting_exists(actor)).correlate(Notification)
    )
    seen = [and_(Notification.meeting_id.is_not(None), meeting)]
    if actor.is_(*INSIDERS):
        seen.append(Notification.vote_id.is_not(None))
    return seen


def lines_of(actor: Actor, *more: Any) -> Rows:
    """What there is to say of each of these notices. The reference is that of a case which exists for the person."""
    asked, wanted = ContributionRequest, AccessRequest
    case_seen = or_(visible(actor), kept(actor))
    columns = (
        func.coalesce(Event.at, AccessRequestEvent.at, Notification.created_at).label("at"),
        func.coalesce(Event.machine, literal(ACCESS_REQUEST.name)).label("machine"),
        func.coalesce(Event.do, AccessRequestEvent.do, Notification.did).label("do"),
        func.coalesce(Event.params, AccessRequestEvent.said).label("params"),
        sql_case((case_seen, Concern.public_id)).label("public_id"),
        sql_case((case_seen, Concern.reference)).label("reference"),
        Recommendation.number,
        asked.public_id.label("request"),
        wanted.public_id.label("access_request"),
        Vote.public_id.label("vote"),
        Vote.do.label("question"),
        Vote.state.label("vote_state"),
        Meeting.public_id.label("meeting"),
        Meeting.starts_at,
        _NOTE.label("note"),
        _ABSENT.name.label("absent"),
    )
    return (
        notices_of(actor, select(Notification.topic, *columns, *more))
        .outerjoin(_ABSENT, _ABSENT.id == Notification.absent_id)
        .outerjoin(asked, asked.id == Notification.request_id)
        .outerjoin(AccessRequestEvent, AccessRequestEvent.id == Notification.access_request_event_id)
        .outerjoin(wanted, wanted.id == AccessRequestEvent.access_request_id)
        .outerjoin(Organisation, Organisation.id == wanted.agency_id)
        .outerjoin(Vote, Vote.id == Notification.vote_id)
        .outerjoin(Meeting, Meeting.id == Notification.meeting_id)
    )
