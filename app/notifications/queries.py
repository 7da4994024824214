"""The notices that exist for a person at this moment, and what each tells of; and what the administrator sees of mail.

A notice is of a case, a contribution or an access request; a vote on the Group itself, or a meeting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, literal, or_, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session, aliased

from app.access_requests.access import READERS, seen_by
from app.access_requests.models import AccessRequest, AccessRequestEvent
from app.accounts.models import Organisation, Person
from app.answers.access import requests_seen
from app.answers.models import ContributionRequest
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock, ClockState
from app.concerns.visibility import any_of, kept, state_organisations, title_for, told, visible
from app.core.actor import Actor
from app.core.db import asker, made_once
from app.core.paging import Cursor, Order, Page, Rows, capped, count_of, fetch_page, page_of
from app.meetings.access import meeting_exists
from app.meetings.models import Meeting
from app.notifications.models import Notification, SendState
from app.process.models import Event, Statement
from app.votes.models import Vote
from workflows.access_request import ACCESS_REQUEST
from workflows.escalation import REMINDED
from workflows.notifications import Topic
from workflows.periods import Rule
from workflows.recommendation import RECOMMENDATION, RecommendationAction
from workflows.roles import INSIDERS, Owner, Role

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
        .where(Notification.listed, Notification.person_id == actor.person_id)
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
        func.coalesce(Event.params, AccessRequestEvent.details).label("params"),
        sql_case((case_seen, Concern.public_id)).label("public_id"),
        sql_case((case_seen, Concern.reference)).label("reference"),
        and_(case_seen, Concern.urgent, Concern.is_open).label("urgent"),
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


def awaited(
    session: Session, actor: Actor, event_id: int | None, topic: Topic
) -> Row[Rule, date | None] | None:
    """What is awaited and by when, first: of the reader where it is their move, else what a date's notice is about."""
    event = session.get(Event, event_id) if event_id else None
    if event is None or topic not in (Topic.MOVE, Topic.DATE):
        return None
    running = select(Clock.rule, Clock.due_on).where(
        Clock.concern_id == event.concern_id, Clock.state == ClockState.RUNNING
    )
    if event.recommendation_id:
        running = running.where(Clock.recommendation_id == event.recommendation_id)
    if topic is Topic.MOVE:
        running = running.where(any_of([*_moves(actor)]))
    elif "rule" in event.params:
        running = running.where(Clock.rule == event.params["rule"])
    return session.execute(running.order_by(Clock.due_on, Clock.id).limit(1)).one_or_none()


def _moves(actor: Actor) -> Iterator[ColumnElement[bool]]:
    """The clocks of a case of which this reader is told as of their move."""
    own = Clock.organisation_id == actor.organisation_id
    if actor.is_(Role.MEMBER):
        yield and_(own, Clock.owner == Owner.FILER)
        yield Clock.owner == Owner.GROUP
        yield and_(Clock.owner == Owner.RAPPORTEUR, Clock.person_id == actor.person_id)
    if actor.is_(Role.CHAIR):
        yield Clock.owner == Owner.CHAIR
    if actor.is_(Role.SECRETARIAT):
        yield Clock.owner.in_([Owner.SECRETARIAT, Owner.CHAIR, Owner.GROUP])
    if actor.is_(Role.AGENCY):
        yield and_(own, Clock.owner == Owner.ADDRESSEE)
    if actor.is_(Role.MINISTRY):
        yield Clock.owner == Owner.MINISTRY
        yield and_(Clock.owner == Owner.ADDRESSEE, Clock.organisation_id.in_(state_organisations()))
    if actor.is_(Role.COORDINATOR):
        yield Clock.owner == Owner.COORDINATOR


# --- pages ---------------------------------------------------------------------------


class MailState(StrEnum):
    """Which mails the administrator lists."""

    WAITING = "waiting"
    TROUBLE = "trouble"  # what failed and is tried again, and what is not tried any more
    SENT = "sent"


NEWEST = Order("notices", (Notification.id,), falling=True)
NEWEST_MAIL = Order("outgoing", (Notification.id,), falling=True)
GIVEN_UP = (SendState.FAILED, SendState.BOUNCED)


def notices(
    session: Session, actor: Actor, place: Cursor | None, *, unread: bool, topic: Topic | None = None
) -> Page:
    """One page of the person's notices, the newest first: those that are unread, or all; or of one topic. One query."""
    return fetch_page(session, _page(actor, place, unread, topic), NEWEST, place, given=asker(actor))


@made_once
def _page(actor: Actor, place: Cursor | None, unread: bool, topic: Topic | None) -> Rows:
    query = lines_of(
        actor,
        Notification.read_at,
        title_for(actor),
        Recommendation.heading,
        AccessRequest.kind.label("asked_for"),
        Organisation.name.label("agency"),
    )
    if unread:
        query = query.where(Notification.read_at.is_(None))
    if topic is not None:
        query = query.where(Notification.topic == topic)
    return page_of(query, NEWEST, place)


def outgoing(session: Session, standing: MailState, place: Cursor | None) -> Page:
    """One page of mails: who, when and why not, never of which case. One query."""
    mail = Notification
    named = (Person.id == mail.person_id) | (mail.person_id.is_(None) & (Person.email == mail.email))
    columns = (
        mail.id,
        mail.kind,
        mail.topic,
        mail.state,
        mail.attempts,
        mail.created_at,
        mail.not_before,
        mail.sent_at,
        mail.error,
    )
    query: Rows = (
        select(*columns, Person.name, func.coalesce(Person.email, mail.email).label("email"))
        .select_from(mail)
        .outerjoin(Person, named)
        .where(_listed(standing))
    )
    return fetch_page(session, page_of(query, NEWEST_MAIL, place), NEWEST_MAIL, place)


def _listed(standing: MailState) -> ColumnElement[bool]:
    state = Notification.state
    if standing is MailState.SENT:
        return state == SendState.SENT
    if standing is MailState.WAITING:
        return state == SendState.WAITING
    return ((state == SendState.WAITING) & (Notification.error != "")) | state.in_(GIVEN_UP)


def counts(session: Session) -> dict[MailState, str]:
    """How many wait and how many do not get through. One query."""
    states = (MailState.WAITING, MailState.TROUBLE)
    row = session.execute(select(*(count_of(_listed(each), of=Notification.id) for each in states))).one()
    return {state: capped(number) for state, number in zip(states, row, strict=True)}


def colleagues(session: Session, actor: Actor) -> Sequence[Any]:
    """Who may be told in the person's place: the others of the same organisation."""
    return session.execute(
        select(Person.id, Person.name)
        .where(Person.organisation_id == actor.organisation_id, Person.id != actor.person_id, Person.active)
        .order_by(Person.name)
    ).all()
