"""What a person does with notices: read them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from app.access_requests.access import find as find_access_request
from app.access_requests.models import AccessRequestEvent
from app.answers.access import find_request
from app.concerns.access import find
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import NotFound
from app.core.time import now
from app.meetings.access import find_meeting
from app.notifications.models import Notification
from app.votes.models import Vote
from app.votes.queries import case_of


def mark_case_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this case. Raises NotFound."""
    with unit_of_work() as session:
        concern = find(session, actor, public_id).concern
        session.execute(_read(actor).where(Notification.concern_id == concern.id))


def mark_request_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this request for a contribution. Raises NotFound."""
    with unit_of_work() as session:
        request = find_request(session, actor, public_id).request
        session.execute(_read(actor).where(Notification.request_id == request.id))


def mark_access_request_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this access request. Raises NotFound."""
    with unit_of_work() as session:
        access_request = find_access_request(session, actor, public_id)
        of_it = select(AccessRequestEvent.id).where(AccessRequestEvent.access_request_id == access_request.id)
        session.execute(_read(actor).where(Notification.access_request_event_id.in_(of_it)))


def mark_vote_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this vote on the Group itself. Raises NotFound."""
    with unit_of_work() as session:
        vote = session.scalars(select(Vote).where(Vote.public_id == public_id)).one_or_none()
        if vote is None or case_of(session, actor, vote) is not None:
            raise NotFound(public_id)
        session.execute(_read(actor).where(Notification.vote_id == vote.id))


def mark_meeting_read(actor: Actor, public_id: str) -> None:
    """The person has read what came of this meeting. Raises NotFound."""
    with unit_of_work() as session:
        meeting = find_meeting(session, actor, public_id)
        session.execute(_read(actor).where(Notification.meeting_id == meeting.id))


def mark_all_read(actor: Actor) -> None:
    """The person has read all that came so far."""
    with unit_of_work() as session:
        session.execute(_read(actor))


def _read(actor: Actor) -> Any:
    mine = Notification.person_id == actor.person_id, Notification.read_at.is_(None)
    return update(Notification).where(*mine).values(read_at=now())
