"""What is done with a meeting and its agenda: each in one transaction, with the meeting's row locked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.concerns.access import find
from app.concerns.models import Concern, Recommendation
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.not_found import NotFound
from app.core.random_ids import public_id as new_public_id
from app.core.time import local_day, now, today
from app.meetings import invitations
from app.meetings.access import (
    GUESTS,
    calls,
    convenes,
    find_item,
    find_meeting,
    item_exists,
    may_change,
)
from app.meetings.models import AgendaItem, AgendaProposal, Guest, ItemKind, Meeting, MeetingState
from app.meetings.suggestions import suggestions
from app.process.keys import one_at_a_time

PARTICULARS = ("title", "starts_at", "ends_at", "place", "link", "note")


class MeetingRefusal(Exception):
    """Nothing was changed. `name` is the key of its words."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Particulars:
    """When and where; `title` and `note` are for the Group alone."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    note: str = ""


def call(actor: Actor, given: Particulars) -> str:
    """Call a meeting; gives its public id, of the first where it is sent again. Raises NotFound, MeetingRefusal."""
    if not calls(actor):
        raise NotFound("meeting")
    _check(given)
    with unit_of_work() as session:
        one_at_a_time(session, actor)
        if there := _called_already(session, actor, given):
            return there
        meeting = Meeting(public_id=new_public_id(), called_by_id=actor.person_id, called_at=now())
        _take(meeting, given)
        session.add(meeting)
        invitations.invite_all(session, meeting)
        return meeting.public_id


def change(actor: Actor, public_id: str, given: Particulars, version: int) -> None:
    """Another time or place. Raises NotFound, MeetingRefusal (`moved`: somebody changed it meanwhile)."""
    with unit_of_work() as session:
        meeting = changeable(session, actor, public_id)
        if meeting.version != version:
            raise MeetingRefusal("moved")
        _check(given)
        if not convenes(actor):  # by now they may hold words of the Group
            given = replace(given, title=meeting.title, note=meeting.note)
        before = _told(meeting)
        _take(meeting, given)
        meeting.version += 1
        if _told(meeting) != before:
            meeting.sequence += 1
            invitations.invite_all(session, meeting)


def cancel(actor: Actor, public_id: str) -> None:
    """The meeting will not be. Raises NotFound, MeetingRefusal."""
    with unit_of_work() as session:
        meeting = changeable(session, actor, public_id)
        meeting.state, meeting.cancelled_at = MeetingState.CANCELLED, now()
        meeting.version += 1
        meeting.sequence += 1
        invitations.cancel_all(session, meeting)


def open_meeting(actor: Actor, public_id: str) -> None:
    """The meeting begins; its agenda stands from now on. Raises NotFound, MeetingRefusal before its day."""
    with unit_of_work() as session:
        meeting = convened(session, actor, public_id)
        if local_day(meeting.starts_at) > today():
            raise MeetingRefusal("not_yet")
        meeting.state, meeting.held_at = MeetingState.HELD, now()
        meeting.version += 1


def _called_already(session: Session, actor: Actor, given: Particulars) -> str | None:
    """The meeting that the person called with these very particulars, where it is still to come."""
    mine = session.scalars(
        select(Meeting).where(
            Meeting.called_by_id == actor.person_id,
            Meeting.state == MeetingState.CALLED,
            Meeting.starts_at == given.starts_at,
        )
    )
    same = (m for m in mine if all(getattr(m, name) == getattr(given, name) for name in PARTICULARS))
    return next((meeting.public_id for meeting in same), None)


def _check(given: Particulars) -> None:
    if local_day(given.starts_at) < today():
        raise MeetingRefusal("past")
    if given.ends_at <= given.starts_at:
        raise MeetingRefusal("times")
    if not given.place and not given.link:
        raise MeetingRefusal("where")


def _take(meeting: Meeting, given: Particulars) -> None:
    for name in PARTICULARS:
        setattr(meeting, name, getattr(given, name))


def _told(meeting: Meeting) -> tuple[object, ...]:
    """What invitations tell."""
    return meeting.starts_at, meeting.ends_at, meeting.place, meeting.link


def changeable(session: Session, actor: Actor, public_id: str) -> Meeting:
    """The meeting, locked, for who may change or cancel it. Raises NotFound, and MeetingRefusal once it has begun."""
    meeting = find_meeting(session, actor, public_id, lock=True)
    if not may_change(session, actor, meeting):
        raise NotFound(public_id)
    if meeting.state is not MeetingState.CALLED:
        raise MeetingRefusal("not_now")
    return meeting


def convened(
    session: Session,
    actor: Actor,
    public_id: str,
    states: Collection[MeetingState] = (MeetingState.CALLED,),
) -> Meeting:
    """The meeting, locked, for who convenes it. Raises NotFound, and MeetingRefusal where it stands elsewhere."""
    meeting = find_meeting(session, actor, public_id, lock=True)
    if not convenes(actor):
        raise NotFound(public_id)
    if meeting.state not in states:
        raise MeetingRefusal("not_now")
    return meeting


# --- the agenda ----------------------------------------------------------------------


def pick(actor: Actor, public_id: str, keys: Collection[str]) -> int:
    """Put suggestions on the agenda; gives how many. What is none for this person any more is left out."""
    with unit_of_work() as session:
        meeting = convened(session, actor, public_id)
        place, chosen = _last(session, meeting), 0
        for offered in suggestions(session, actor, meeting):
            if offered.key in keys:
                chosen += 1
                item = AgendaItem(
                    public_id=new_public_id(),
                    meeting_id=meeting.id,
                    place=place + chosen,
                    kind=offered.kind,
                    title=offered.title if offered.kind is ItemKind.FREE else "",
                    concern_id=offered.concern_id,
                    recommendation_id=offered.recommendation_id,
                    seat_id=offered.seat_id,
                    about_id=offered.about_id,
                    way_id=offered.way_id,
                )
                session.add(item)
                if offered.proposal_id is not None:
                    session.flush()
                    session.get_one(AgendaProposal, offered.proposal_id).item_id = item.id
        return chosen


def add_free(actor: Actor, public_id: str, title: str) -> None:
    """An item of one's own. Raises NotFound, MeetingRefusal."""
    with unit_of_work() as session:
        meeting = convened(session, actor, public_id)
        free = AgendaItem.meeting_id == meeting.id, AgendaItem.kind == ItemKind.FREE
        if session.scalar(select(AgendaItem.id).where(*free, AgendaItem.title == title).limit(1)):
            return  # it was sent twice
        item = AgendaItem(
            public_id=new_public_id(),
            meeting_id=meeting.id,
            place=_last(session, meeting) + 1,
            kind=ItemKind.FREE,
            title=title,
        )
        session.add(item)


def move(actor: Actor, public_id: str, item_id: str, *, up: bool) -> None:
    """Change places with the neighbour that the person sees. Raises NotFound, MeetingRefusal."""
    with unit_of_work() as session:
        meeting = convened(session, actor, public_id)
        item = find_item(session, actor, meeting, item_id)
        rows = _seen(session, actor, meeting)
        here = rows.index(item)
        there = here - 1 if up else here + 1
        if 0 <= there < len(rows):
            item.place, rows[there].place = rows[there].place, item.place


def remove(actor: Actor, public_id: str, item_id: str) -> None:
    """Take an item off the agenda. Raises NotFound, MeetingRefusal."""
    with unit_of_work() as session:
        meeting = convened(session, actor, public_id)
        item = find_item(session, actor, meeting, item_id)
        guests = session.scalars(select(Guest.person_id).where(Guest.item_id == item.id)).all()
        session.delete(item)
        invitations.take_back(session, meeting, guests)


def _seen(session: Session, actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    return list(
        session.scalars(
            select(AgendaItem)
            .outerjoin(Concern, Concern.id == AgendaItem.concern_id)
            .outerjoin(Recommendation, Recommendation.id == AgendaItem.recommendation_id)
            .where(AgendaItem.meeting_id == meeting.id, item_exists(actor))
            .order_by(AgendaItem.place, AgendaItem.id)
        )
    )


def _last(session: Session, meeting: Meeting) -> int:
    return session.scalar(select(func.max(AgendaItem.place)).where(AgendaItem.meeting_id == meeting.id)) or 0


# --- guests --------------------------------------------------------------------------


def invite(actor: Actor, public_id: str, item_id: str, person_id: int) -> None:
    """Invite a guest to one item. Raises NotFound, MeetingRefusal where its case does not exist for the guest."""
    with unit_of_work() as session:
        meeting = convened(session, actor, public_id)
        item = find_item(session, actor, meeting, item_id)
        person = invitations.reader_of(session, person_id)
        if person is None or not person.as_actor().is_(*GUESTS):
            raise MeetingRefusal("guest")
        if session.get(Guest, (item.id, person.id)) is None:
            session.add(Guest(item_id=item.id, person_id=person.id, at=now()))
            session.flush()
            _exists_for(session, person.as_actor(), meeting, item)
            invitations.invite_guest(session, meeting, person.id)


def _exists_for(session: Session, guest: Actor, meeting: Meeting, item: AgendaItem) -> None:
    """Nobody learns of a case by an invitation: it must be theirs to see already."""
    try:
        find_item(session, guest, meeting, item.public_id)
        if item.concern_id is not None:
            find(session, guest, session.get_one(Concern, item.concern_id).public_id)
    except NotFound:
        raise MeetingRefusal("guest_case") from None


def uninvite(actor: Actor, public_id: str, item_id: str, person_id: int) -> None:
    """Take an invitation back. Raises NotFound, MeetingRefusal."""
    with unit_of_work() as session:
        meeting = convened(session, actor, public_id)
        item = find_item(session, actor, meeting, item_id)
        guest = session.get(Guest, (item.id, person_id))
        if guest is not None:
            session.delete(guest)
            invitations.take_back(session, meeting, [person_id])
