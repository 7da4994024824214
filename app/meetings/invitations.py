"""Who is invited to a meeting: the Group and the secretariat, guests of single items; and who was invited before.

Mails are put down here, in the transaction of what they tell of; `app/meetings/mails.py` writes them later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Select, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from app.accounts.models import Person, person_role
from app.accounts.models import Role as RoleRow
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import NotFound
from app.core.time import now
from app.meetings.access import find_meeting
from app.meetings.models import AgendaItem, Guest, Meeting, MeetingMail, MeetingNews
from app.notifications.models import Notification, SendState
from app.notifications.queue import add
from workflows.meeting import MeetingState
from workflows.roles import INSIDERS, Role

COORDINATOR = (Role.COORDINATOR,)
_OF_A_MEETING = Notification.meeting_id.is_not(None), Notification.kind == MeetingMail.INVITATION


def invite_all(session: Session, meeting: Meeting) -> None:
    """Tell everybody who is to come; who was told earlier and is not to come any more is told that."""
    session.flush()
    wanted, invited = _audience(session, meeting), _invited(session, meeting)
    _invite(session, meeting, wanted)
    _cancel(session, meeting, invited - wanted)


def cancel_all(session: Session, meeting: Meeting) -> None:
    """Tell everybody who was told."""
    _cancel(session, meeting, _invited(session, meeting))


def invite_guest(session: Session, meeting: Meeting, person_id: int) -> None:
    """Tell somebody who is invited to an item, unless they know of the meeting."""
    if person_id in _invited(session, meeting) | _group(session):
        return
    if rows_of(session, meeting, person_id):
        meeting.sequence += 1  # after a cancellation a calendar believes only what is newer
    _invite(session, meeting, [person_id])


def invite_newcomers() -> bool:
    """Tell those who joined the Group after a meeting was called, of one meeting; False when there are none.

    As well those whose invitation did not leave because their account was off, once it is on before the meeting ends.
    Called by any number of workers: the meeting's row is locked, as by whoever changes it.
    """
    newest = (
        select(
            sql_case((Notification.state == SendState.DROPPED, MeetingNews.CANCELLED), else_=Notification.did)
        )
        .where(*_OF_A_MEETING, Notification.meeting_id == Meeting.id, Notification.person_id == Person.id)
        .order_by(Notification.id.desc())
        .limit(1)
        .correlate(Meeting, Person)
        .scalar_subquery()
    )
    invited = func.coalesce(newest, MeetingNews.CANCELLED) != MeetingNews.CANCELLED
    missed = select(Person.id).where(Person.id.in_(_members()), ~invited).correlate(Meeting).exists()
    waiting = select(Meeting).where(Meeting.state == MeetingState.CALLED, Meeting.ends_at > now(), missed)
    with unit_of_work() as session:
        meeting = session.scalars(
            waiting.order_by(Meeting.id).limit(1).with_for_update(of=Meeting, skip_locked=True)
        ).one_or_none()
        if meeting is None:
            return False
        newcomers = _group(session) - _invited(session, meeting, left=True)
        if any(rows_of(session, meeting, person_id) for person_id in newcomers):
            meeting.sequence += 1  # after a cancellation a calendar believes only what is newer
        _invite(session, meeting, newcomers)
        return True


def take_back(session: Session, meeting: Meeting, person_ids: Iterable[int]) -> None:
    """Tell those of these who were told, and are now invited to no item."""
    session.flush()
    gone = (set(person_ids) & _invited(session, meeting)) - _audience(session, meeting)
    if gone:
        meeting.sequence += 1
        _cancel(session, meeting, gone)


def still_holds(session: Session, row: Notification, meeting: Meeting, actor: Actor) -> bool:
    """Whether this mail is to leave: the newest for its reader, with a right to be there or something to take back."""
    rows = rows_of(session, meeting, row.person_id)
    if any(other.id > row.id for other in rows):
        return False
    if not _invites(row):
        return is_known(row, rows)
    to_come = meeting.state is MeetingState.CALLED and meeting.ends_at > now()
    return to_come and may_come(session, actor, meeting)


def may_come(session: Session, actor: Actor, meeting: Meeting) -> bool:
    """Whether the meeting exists for the person now."""
    try:
        find_meeting(session, actor, meeting.public_id)
    except NotFound:
        return False
    return True


def knows_already(session: Session, row: Notification, meeting: Meeting) -> bool:
    """Whether the meeting stands in the reader's calendar, as far as we know."""
    return is_known(row, rows_of(session, meeting, row.person_id))


def is_known(row: Notification, rows: Iterable[Notification]) -> bool:
    """Whether the last mail before this one that left, or may have left, was an invitation."""
    left = [
        other
        for other in rows
        if other.id < row.id and other.attempts > 0 and other.state is not SendState.DROPPED
    ]
    return bool(left) and _invites(left[-1])


# --- who -----------------------------------------------------------------------------


def _audience(session: Session, meeting: Meeting) -> set[int]:
    called = Person.id == meeting.called_by_id  # the coordinator who called it is of no group, and comes
    guests = session.scalars(
        select(Guest.person_id)
        .join(AgendaItem, AgendaItem.id == Guest.item_id)
        .where(AgendaItem.meeting_id == meeting.id)
    )
    return _group(session) | set(guests) | set(session.scalars(_holding(COORDINATOR).where(called)))


def _group(session: Session) -> set[int]:
    return set(session.scalars(_members()))


def _members() -> Select[int]:
    return _holding(INSIDERS)


def _holding(roles: Collection[Role]) -> Select[int]:
    return (
        select(Person.id)
        .join(person_role, person_role.c.person_id == Person.id)
        .join(RoleRow, RoleRow.id == person_role.c.role_id)
        .where(Person.active, RoleRow.name.in_([role.value for role in roles]))
    )


def _invites(row: Notification) -> bool:
    return row.did != MeetingNews.CANCELLED


def _invited(session: Session, meeting: Meeting, *, left: bool = False) -> set[int]:
    """Those whose newest mail is an invitation; with `left` one that has left or may still leave."""
    newest = {row.person_id: row for row in rows_of(session, meeting)}
    return {
        person
        for person, row in newest.items()
        if person and _invites(row) and not (left and row.state is SendState.DROPPED)
    }


def rows_of(session: Session, meeting: Meeting, person_id: int | None = None) -> list[Notification]:
    """The mails about a meeting, to everybody or to one person, in their order."""
    rows = select(Notification).where(*_OF_A_MEETING, Notification.meeting_id == meeting.id)
    rows = rows if person_id is None else rows.where(Notification.person_id == person_id)
    return list(session.scalars(rows.order_by(Notification.id)))


def _invite(session: Session, meeting: Meeting, person_ids: Iterable[int]) -> None:
    invited = _invited(session, meeting)
    for person_id in sorted(person_ids):
        news = MeetingNews.CHANGED if person_id in invited else MeetingNews.INVITED
        knows = news is MeetingNews.INVITED and person_id == meeting.called_by_id
        _add(session, meeting, person_id, news, "request", listed=not knows)


def _cancel(session: Session, meeting: Meeting, person_ids: Iterable[int]) -> None:
    for person_id in sorted(person_ids):
        _add(session, meeting, person_id, MeetingNews.CANCELLED, "cancel", listed=True)


def _add(
    session: Session, meeting: Meeting, person_id: int, news: MeetingNews, method: str, *, listed: bool
) -> None:
    """Once for each version of the meeting."""
    add(
        session,
        MeetingMail.INVITATION,
        key=f"meeting-{meeting.id}-{meeting.sequence}-{method}-{person_id}",
        person_id=person_id,
        meeting_id=meeting.id,
        did=news.value,
        listed=listed,
    )
    session.flush()
