"""What is written down while a meeting sits: attendance, decisions, action items."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.queries import reader
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.random_ids import public_id as new_public_id
from app.core.refusals import NotFound, Refusal
from app.core.time import local_day, now
from app.group.queries import seats_on
from app.meetings.access import GUESTS, find_item
from app.meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceException,
    Meeting,
    Resolution,
)
from app.meetings.service import within
from app.process.data import Words
from workflows.meeting import MeetingAction
from workflows.roles import INSIDERS, Role


def take_attendance(
    actor: Actor,
    public_id: str,
    present: Collection[int],
    *,
    chaired_by: int | None = None,
    taken_by: int | None = None,
) -> None:
    """Which member organisations are there, who chairs and who takes the minutes. Raises NotFound, Refusal."""
    with unit_of_work() as session:
        meeting = within(session, actor, public_id, MeetingAction.RECORD)
        session.execute(delete(Attendance).where(Attendance.meeting_id == meeting.id))
        session.add_all(
            Attendance(meeting_id=meeting.id, organisation_id=key)
            for key in seated(session, meeting, present)
        )
        meeting.chaired_by_id, meeting.taken_by_id = chaired_by, taken_by


def note_exceptions(actor: Actor, public_id: str, item_id: str, present: Collection[int]) -> None:
    """Who was there at this item, kept as what differs from the meeting. Raises NotFound, Refusal."""
    with unit_of_work() as session:
        meeting = within(session, actor, public_id, MeetingAction.RECORD)
        item = find_item(session, actor, meeting, item_id)
        session.execute(delete(AttendanceException).where(AttendanceException.item_id == item.id))
        there = set(
            session.scalars(select(Attendance.organisation_id).where(Attendance.meeting_id == meeting.id))
        )
        session.add_all(
            AttendanceException(item_id=item.id, organisation_id=key, present=key not in there)
            for key in there ^ seated(session, meeting, present)
        )


def seated(session: Session, meeting: Meeting, given: Collection[int]) -> set[int]:
    """Of these organisations, those that held a seat on the day of the meeting."""
    return {h.seat.organisation_id for h in seats_on(session, local_day(meeting.starts_at))} & set(given)


def resolve(actor: Actor, public_id: str, item_id: str, text: str, *, override_reason: str = "") -> None:
    """Write down what was decided at an item. Raises NotFound, Refusal."""
    with unit_of_work() as session:
        words = Words(text, override_reason=override_reason)
        item = _open_item(session, actor, public_id, item_id, words)
        same = Resolution.item_id == item.id, Resolution.text == text
        if session.scalar(select(Resolution.id).where(*same).limit(1)):
            return  # it was sent twice
        session.add(
            Resolution(
                public_id=new_public_id(),
                item_id=item.id,
                text=text,
                override_reason=override_reason,
                at=now(),
                by_id=actor.person_id,
            )
        )


def assign(
    actor: Actor,
    public_id: str,
    item_id: str,
    what: str,
    owner_id: int,
    due_on: date,
    *,
    override_reason: str = "",
) -> None:
    """Write down who does what until when. Raises NotFound, Refusal for who may not see the item."""
    with unit_of_work() as session:
        words = Words(what, override_reason=override_reason)
        item = _open_item(session, actor, public_id, item_id, words)
        owner = reader(session, owner_id)
        if owner is None or not owner.as_actor().is_(*INSIDERS, *GUESTS):
            raise Refusal("owner")
        try:
            find_item(session, owner.as_actor(), session.get_one(Meeting, item.meeting_id), item_id)
        except NotFound:
            raise Refusal("owner_case") from None
        same = ActionItem.item_id == item.id, ActionItem.what == what, ActionItem.owner_id == owner.id
        if session.scalar(select(ActionItem.id).where(*same, ActionItem.due_on == due_on).limit(1)):
            return  # it was sent twice
        session.add(
            ActionItem(
                public_id=new_public_id(),
                item_id=item.id,
                what=what,
                override_reason=override_reason,
                owner_id=owner.id,
                due_on=due_on,
                created_at=now(),
            )
        )


def _open_item(
    session: Session, actor: Actor, public_id: str, item_id: str, words: Words | None = None
) -> AgendaItem:
    meeting = within(session, actor, public_id, MeetingAction.RECORD, words)
    return find_item(session, actor, meeting, item_id)


def strike(actor: Actor, public_id: str, item_id: str, row_id: str) -> None:
    """Take back a decision or an action item that was written down wrongly. Raises NotFound, Refusal."""
    with unit_of_work() as session:
        item = _open_item(session, actor, public_id, item_id)
        for table in (Resolution, ActionItem):
            session.execute(delete(table).where(table.item_id == item.id, table.public_id == row_id))


def finish(actor: Actor, action_id: str) -> str:
    """An action item is done, says its owner or the secretariat; gives the meeting's public id. Raises NotFound."""
    with unit_of_work() as session:
        action = session.scalars(
            select(ActionItem)
            .where(ActionItem.public_id == action_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if action is None or not (action.owner_id == actor.person_id or actor.is_(Role.SECRETARIAT)):
            raise NotFound(action_id)
        item = session.get_one(AgendaItem, action.item_id)
        meeting = session.get_one(Meeting, item.meeting_id)
        find_item(session, actor, meeting, item.public_id)
        if action.done_at is None:
            action.done_at, action.done_by_id = now(), actor.person_id
        return meeting.public_id
