"""What people do with notices and mails: read them, send them again; and how they want to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.access_requests.access import find as find_access_request
from app.access_requests.models import AccessRequestEvent
from app.accounts.models import Person
from app.answers.access import find_request
from app.concerns.access import find
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import NotFound
from app.core.time import now
from app.meetings.access import find_meeting
from app.notifications.models import Notification, Preferences, SendState
from app.notifications.queries import GIVEN_UP, colleagues
from app.votes.models import Vote
from app.votes.queries import case_of
from workflows.notifications import Frequency, Topic, without


class NotWaiting(Exception):
    """The mail was sent, or is not to be sent."""


class NoColleague(Exception):
    """The deputy belongs to another organisation, or to none."""


@dataclass(frozen=True, slots=True)
class PreferencesData:
    """How a person wants to be told."""

    by_topic: dict[Topic, Frequency]
    quiet_from: time | None = None
    quiet_to: time | None = None
    away_from: date | None = None
    away_to: date | None = None
    deputy: int | None = None


def send_again(row_id: int) -> None:
    """Let this mail leave at once, with all attempts before it. Raises LookupError, NotWaiting."""
    with unit_of_work() as session:
        row = session.get(Notification, row_id, with_for_update=True)
        if row is None:
            raise LookupError(row_id)
        if row.state not in (SendState.WAITING, *GIVEN_UP):
            raise NotWaiting
        row.state, row.attempts, row.not_before, row.error = SendState.WAITING, 0, now(), ""


def send_all_again() -> None:
    """The same for every mail that is not tried any more."""
    with unit_of_work() as session:
        session.execute(
            update(Notification)
            .where(Notification.state.in_(GIVEN_UP))
            .values(state=SendState.WAITING, attempts=0, not_before=now(), error="")
        )


def mark_case_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this case. Raises NotFound."""
    with unit_of_work() as session:
        concern = find(session, actor, public_id).concern
        session.execute(_mark_read(actor).where(Notification.concern_id == concern.id))


def mark_request_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this request for a contribution. Raises NotFound."""
    with unit_of_work() as session:
        request = find_request(session, actor, public_id).request
        session.execute(_mark_read(actor).where(Notification.request_id == request.id))


def mark_access_request_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this access request. Raises NotFound."""
    with unit_of_work() as session:
        access_request = find_access_request(session, actor, public_id)
        of_it = select(AccessRequestEvent.id).where(AccessRequestEvent.access_request_id == access_request.id)
        session.execute(_mark_read(actor).where(Notification.access_request_event_id.in_(of_it)))


def mark_vote_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this vote on the Group itself. Raises NotFound."""
    with unit_of_work() as session:
        vote = session.scalars(select(Vote).where(Vote.public_id == public_id)).one_or_none()
        if vote is None or case_of(session, actor, vote) is not None:
            raise NotFound(public_id)
        session.execute(_mark_read(actor).where(Notification.vote_id == vote.id))


def mark_meeting_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this meeting. Raises NotFound."""
    with unit_of_work() as session:
        meeting = find_meeting(session, actor, public_id)
        session.execute(_mark_read(actor).where(Notification.meeting_id == meeting.id))


def mark_all_read(actor: Actor) -> datetime:
    """The person has read all that came so far; gives the moment, by which it can be taken back."""
    at = now()
    with unit_of_work() as session:
        session.execute(_mark_read(actor, at))
    return at


def mark_unread(actor: Actor, at: datetime) -> None:
    """What the person marked as read in this moment is unread again."""
    mine = Notification.listed & (Notification.person_id == actor.person_id)
    with unit_of_work() as session:
        session.execute(update(Notification).where(mine, Notification.read_at == at).values(read_at=None))


def _mark_read(actor: Actor, at: datetime | None = None) -> Any:
    mine = Notification.listed & (Notification.person_id == actor.person_id)
    return update(Notification).where(mine, Notification.read_at.is_(None)).values(read_at=at or now())


def save_preferences(actor: Actor, chosen: PreferencesData) -> None:
    """Save how the person wants to be told. Raises NoColleague."""
    with unit_of_work() as session:
        if chosen.deputy is not None and chosen.deputy not in {row.id for row in colleagues(session, actor)}:
            raise NoColleague
        preferences = _own_preferences(session, actor.person_id)
        preferences.by_topic = {topic.value: frequency.value for topic, frequency in chosen.by_topic.items()}
        preferences.quiet_from, preferences.quiet_to = chosen.quiet_from, chosen.quiet_to
        preferences.away_from, preferences.away_to, preferences.deputy_id = (
            chosen.away_from,
            chosen.away_to,
            chosen.deputy,
        )


def less_mail(person_id: int, topic: Topic | None) -> Preferences:
    """The person wants less mail of this topic; where it is None, of what comes in digests."""
    with unit_of_work() as session:
        preferences = _own_preferences(session, person_id)
        preferences.by_topic = without(preferences.by_topic, topic)
        return preferences


def _own_preferences(session: Session, person_id: int) -> Preferences:
    session.get_one(Person, person_id, with_for_update={"key_share": True})
    preferences = session.get(Preferences, person_id, populate_existing=True)
    if preferences is None:
        preferences = Preferences(person_id=person_id, by_topic={})
        session.add(preferences)
    return preferences
