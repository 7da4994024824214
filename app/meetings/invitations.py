"""Who is told of a meeting: the Group and the secretariat, guests of single items, and who was told before.

Mails are put down here, in the transaction of what they tell of; `app/meetings/mails.py` writes them later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Select, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Person, person_role
from app.accounts.models import Role as RoleRow
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.mail import new_message_id
from app.core.outbox import SendState
from app.core.refusals import NotFound
from app.core.time import now
from app.meetings.access import find_meeting
from app.meetings.models import AgendaItem, Guest, Invitation, Meeting, Method, Said
from app.notifications.models import Notification
from workflows.meeting import MeetingState
from workflows.notifications import Topic
from workflows.roles import INSIDERS, Role

COORDINATOR = (Role.COORDINATOR,)


def invite_all(session: Session, meeting: Meeting) -> None:
    """Tell everybody who is to come; who was told earlier and is not to come any more is told that."""
    session.flush()
    wanted, told = _audience(session, meeting), _told(session, meeting)
    _post(session, meeting, wanted, Method.REQUEST)
    _post(session, meeting, told - wanted, Method.CANCEL)


def cancel_all(session: Session, meeting: Meeting) -> None:
    """Tell everybody who was told."""
    _post(session, meeting, _told(session, meeting), Method.CANCEL)


def invite_guest(session: Session, meeting: Meeting, person_id: int) -> None:
    """Tell somebody who is invited to an item, unless they know of the meeting."""
    if person_id in _told(session, meeting) | _group(session):
        return
    if _rows(session, meeting, person_id):
        meeting.sequence += 1  # after a cancellation a calendar believes only what is newer
    _post(session, meeting, [person_id], Method.REQUEST)


def invite_newcomers() -> bool:
    """Tell those who joined the Group after a meeting was called, of one meeting; False when there are none.

    As well those whose invitation did not leave because their account was off, once it is on before the meeting ends.
    Called by any number of workers: the meeting's row is locked, as by whoever changes it.
    """
    newest = (
        select(sql_case((Invitation.state == SendState.DROPPED, Method.CANCEL), else_=Invitation.method))
        .where(Invitation.meeting_id == Meeting.id, Invitation.person_id == Person.id)
        .order_by(Invitation.id.desc())
        .limit(1)
        .correlate(Meeting, Person)
        .scalar_subquery()
    )
    told = func.coalesce(newest, Method.CANCEL) == Method.REQUEST
    unheard = select(Person.id).where(Person.id.in_(_members()), ~told).correlate(Meeting).exists()
    waiting = select(Meeting).where(Meeting.state == MeetingState.CALLED, Meeting.ends_at > now(), unheard)
    with unit_of_work() as session:
        meeting = session.scalars(
            waiting.order_by(Meeting.id).limit(1).with_for_update(of=Meeting, skip_locked=True)
        ).one_or_none()
        if meeting is None:
            return False
        newcomers = _group(session) - _told(session, meeting, left=True)
        if any(_rows(session, meeting, person_id) for person_id in newcomers):
            meeting.sequence += 1  # after a cancellation a calendar believes only what is newer
        _post(session, meeting, newcomers, Method.REQUEST)
        return True


def take_back(session: Session, meeting: Meeting, person_ids: Iterable[int]) -> None:
    """Tell those of these who were told, and are now invited to no item."""
    session.flush()
    gone = (set(person_ids) & _told(session, meeting)) - _audience(session, meeting)
    if gone:
        meeting.sequence += 1
        _post(session, meeting, gone, Method.CANCEL)


def still_holds(session: Session, row: Invitation, meeting: Meeting, actor: Actor) -> bool:
    """Whether this mail is to leave: the newest for its reader, with a right to be there or something to take back."""
    rows = _rows(session, meeting, row.person_id)
    if any(other.id > row.id for other in rows):
        return False
    if row.method is Method.CANCEL:
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


def knows_already(session: Session, row: Invitation, meeting: Meeting) -> bool:
    """Whether the meeting stands in the reader's calendar, as far as we know."""
    return is_known(row, _rows(session, meeting, row.person_id))


def is_known(row: Invitation, rows: Iterable[Invitation]) -> bool:
    """Whether the last mail before this one that left, or may have left, was an invitation."""
    left = [
        other
        for other in rows
        if other.id < row.id and other.attempts > 0 and other.state is not SendState.DROPPED
    ]
    return bool(left) and left[-1].method is Method.REQUEST


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


def _told(session: Session, meeting: Meeting, *, left: bool = False) -> set[int]:
    """Those whose newest mail is an invitation; with `left` one that has left or may still leave."""
    newest = {row.person_id: row for row in _rows(session, meeting)}
    return {
        person
        for person, row in newest.items()
        if row.method is Method.REQUEST and not (left and row.state is SendState.DROPPED)
    }


def _rows(session: Session, meeting: Meeting, person_id: int | None = None) -> list[Invitation]:
    rows = select(Invitation).where(Invitation.meeting_id == meeting.id).order_by(Invitation.id)
    return list(session.scalars(rows if person_id is None else rows.where(Invitation.person_id == person_id)))


def _post(session: Session, meeting: Meeting, person_ids: Iterable[int], method: Method) -> None:
    told = _told(session, meeting)
    rows = [
        Invitation(
            meeting_id=meeting.id,
            person_id=person_id,
            method=method,
            sequence=meeting.sequence,
            message_id=new_message_id(),
            not_before=now(),
            created_at=now(),
        )
        for person_id in sorted(person_ids)
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        said = Said.CANCELLED if method is Method.CANCEL else Said.INVITED
        if said is Said.INVITED and row.person_id in told:
            said = Said.CHANGED
        if said is not Said.INVITED or row.person_id != meeting.called_by_id:  # who called it knows
            _note(session, row, said)


def _note(session: Session, row: Invitation, said: Said) -> None:
    """It stands among the notices as well. Its mail is the invitation itself, with its file: no other one leaves."""
    session.add(
        Notification(
            key=f"invitation-{row.id}",
            person_id=row.person_id,
            meeting_id=row.meeting_id,
            did=said.value,
            topic=Topic.CASE,
            state=SendState.SILENT,
            message_id=row.message_id,
            not_before=row.created_at,
            created_at=row.created_at,
        )
    )


def reader_of(session: Session, person_id: int) -> Person | None:
    """The person, with what their rights stand on, if the account is active."""
    return (
        session.scalars(
            select(Person)
            .where(Person.id == person_id, Person.active)
            .options(joinedload(Person.organisation), joinedload(Person.roles))
        )
        .unique()
        .one_or_none()
    )
