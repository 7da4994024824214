"""What is done with minutes: the secretariat writes and circulates, members correct, the chair adopts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.not_found import NotFound
from app.core.time import local_day, now, today
from app.meetings.access import GROUP, find_item, find_meeting
from app.meetings.models import AgendaItem, Correction, Meeting, MeetingState
from app.meetings.service import MeetingRefusal
from workflows.roles import Role

WRITTEN = (MeetingState.HELD, MeetingState.CIRCULATED)


def write(
    actor: Actor, public_id: str, item_id: str, text: str, version: int, *, override_reason: str = ""
) -> None:
    """The minutes of one item, with the reason why what looks like an identifier may stay.

    Raises NotFound, MeetingRefusal (`moved`: somebody wrote meanwhile).
    """
    with unit_of_work() as session:
        meeting = _kept(session, actor, public_id, WRITTEN)
        item = find_item(session, actor, meeting, item_id)
        if item.minutes_version != version:
            raise MeetingRefusal("moved")
        item.minutes, item.minutes_at, item.minutes_by_id = text, now(), actor.person_id
        item.minutes_override = override_reason
        item.minutes_version += 1


def circulate(actor: Actor, public_id: str) -> None:
    """Put the minutes before the members. Raises NotFound, MeetingRefusal."""
    with unit_of_work() as session:
        meeting = _kept(session, actor, public_id, (MeetingState.HELD,))
        meeting.state, meeting.circulated_at = MeetingState.CIRCULATED, now()
        meeting.version += 1


def correct(actor: Actor, public_id: str, item_id: str, text: str, *, override_reason: str = "") -> None:
    """Say what is to be corrected at an item. Raises NotFound, MeetingRefusal once the minutes are adopted."""
    with unit_of_work() as session:
        meeting = find_meeting(session, actor, public_id, lock=True)
        if not actor.is_(*GROUP):
            raise NotFound(public_id)
        if meeting.state is not MeetingState.CIRCULATED:
            raise MeetingRefusal("not_now")
        item = find_item(session, actor, meeting, item_id)
        same = Correction.item_id == item.id, Correction.person_id == actor.person_id, Correction.text == text
        if session.scalar(select(Correction.id).where(*same).limit(1)):
            return  # it was sent twice
        session.add(
            Correction(
                item_id=item.id,
                person_id=actor.person_id,
                text=text,
                at=now(),
                override_reason=override_reason,
            )
        )


def adopt(actor: Actor, public_id: str) -> None:
    """The next meeting adopts the minutes: from now on nothing of them changes. Raises NotFound, MeetingRefusal."""
    if not {Role.CHAIR, Role.MEMBER} <= actor.roles:
        raise NotFound(public_id)
    with unit_of_work() as session:
        meeting = find_meeting(session, actor, public_id, lock=True)
        if meeting.state is not MeetingState.CIRCULATED:
            raise MeetingRefusal("not_now")
        adopting = adopting_meeting(session, meeting)
        if adopting is None:
            raise MeetingRefusal("next_meeting")
        meeting.state, meeting.adopted_at = MeetingState.ADOPTED, now()
        meeting.adopted_by_id, meeting.adopted_in_id = actor.person_id, adopting.id
        meeting.version += 1


def adopting_meeting(session: Session, meeting: Meeting) -> Meeting | None:
    """A later meeting that has come and has these minutes on its agenda."""
    rows = session.scalars(
        select(Meeting)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(
            AgendaItem.about_id == meeting.id,
            Meeting.starts_at > meeting.starts_at,
            Meeting.held_at.is_not(None),
        )
        .order_by(Meeting.starts_at)
    )
    return next((row for row in rows if local_day(row.starts_at) <= today()), None)


def _kept(session: Session, actor: Actor, public_id: str, states: tuple[MeetingState, ...]) -> Meeting:
    meeting = find_meeting(session, actor, public_id, lock=True)
    if not actor.is_(Role.SECRETARIAT):
        raise NotFound(public_id)
    if meeting.state not in states:
        raise MeetingRefusal("not_now")
    return meeting


def may_read(actor: Actor, meeting: Meeting) -> bool:
    """Whether the person reads the minutes: from circulation the Group, before it those who keep the meeting."""
    if meeting.state in (MeetingState.CIRCULATED, MeetingState.ADOPTED):
        return actor.is_(*GROUP)
    return meeting.state is MeetingState.HELD and (
        actor.is_(Role.SECRETARIAT) or {Role.CHAIR, Role.MEMBER} <= actor.roles
    )
