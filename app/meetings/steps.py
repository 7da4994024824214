"""The table of meetings, as the driver runs it, and what its steps do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.random_ids import public_id as new_public_id
from app.core.time import local_day, now
from app.meetings import invitations
from app.meetings.access import convenes, find_meeting, standing_in
from app.meetings.models import AgendaItem, Meeting
from app.process.data import StepData
from app.process.effects import StepEffects
from app.process.keys import one_at_a_time
from app.process.tables import Address, Process, StepContext, process_of
from workflows.engine import ClockEffect, Step
from workflows.meeting import ADDS, MEETING, Facts, MeetingAction, MeetingState
from workflows.roles import CaseRole

effects = StepEffects()


@dataclass(frozen=True)
class Particulars(StepData):
    """When and where; `title` and `note` are for the Group alone."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    note: str = ""

    def put(self, meeting: Meeting) -> None:
        """Give them to the meeting."""
        for name in ("title", "starts_at", "ends_at", "place", "link", "note", "override_reason"):
            setattr(meeting, name, getattr(self, name))


@dataclass(kw_only=True)
class MeetingStep(StepContext):
    """A step of a meeting: its row is locked, once it is stored."""

    meeting: Meeting
    actor: Actor
    adopting: Meeting | None = None
    told: bool = False  # whether who was invited has to hear of it

    @property
    def process(self) -> Process[Any]:
        """That of meetings."""
        return process_of(MEETING)

    @property
    def subject(self) -> Meeting:
        """The meeting."""
        return self.meeting

    @property
    def by(self) -> Actor:
        """Who takes the step."""
        return self.actor


class MeetingProcess(Process[MeetingStep]):
    """A meeting. Calling makes it."""

    workflow = MEETING

    def open(self, session: Session, actor: Actor, address: Address, do: str, data: Any) -> MeetingStep:
        """One that exists for the person, or a new one."""
        if do == MeetingAction.CALL:
            one_at_a_time(session, actor)
            meeting = Meeting(
                public_id=new_public_id(),
                version=0,
                state=MeetingState.NEW,
                called_by_id=actor.person_id,
                called_at=now(),
            )
            data.put(meeting)
        else:
            meeting = find_meeting(session, actor, address.public_id, lock=True)
        adopting = adopting_meeting(session, meeting) if do == MeetingAction.ADOPT else None
        return MeetingStep(session, now(), data, do, meeting=meeting, actor=actor, adopting=adopting)

    def roles(self, step: MeetingStep) -> frozenset[CaseRole]:
        """In the Group, or as the coordinator who calls it."""
        return standing_in(step.session, step.actor, step.meeting)

    def facts(self, step: MeetingStep) -> Facts:
        """Of the meeting, and of the one that adopts its minutes."""
        come = local_day(step.meeting.starts_at) <= step.day
        return Facts(day_has_come=come, adopting=step.adopting is not None)

    def moved(self, step: MeetingStep, target: StrEnum) -> None:
        """When it was opened, circulated, adopted or cancelled."""
        meeting = step.meeting
        match target:
            case MeetingState.HELD:
                meeting.held_at = step.at
            case MeetingState.CIRCULATED:
                meeting.circulated_at = step.at
            case MeetingState.CANCELLED:
                meeting.cancelled_at = step.at
            case MeetingState.ADOPTED:
                meeting.adopted_at, meeting.adopted_by_id = step.at, step.actor.person_id
                meeting.adopted_in_id = step.adopting.id if step.adopting else None

    def outdates(self, step: MeetingStep) -> bool:
        """Not what is added to it."""
        return step.do not in ADDS

    def record(self, step: MeetingStep, row: Step[Any], _source: str, _target: str) -> None:
        """It stands in no history but its own row."""
        if row.do is MeetingAction.CALL:
            step.session.add(step.meeting)
            step.session.flush()

    def apply(self, step: MeetingStep, effects: Iterable[ClockEffect]) -> None:
        """It has no clock."""
        if tuple(effects):
            raise ValueError(f"{MEETING.name}: {step.do} declares a clock")

    def result(self, step: MeetingStep, target: StrEnum) -> str:
        """Where a new one is found."""
        return step.meeting.public_id if step.do == MeetingAction.CALL else target.value


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
    return next((row for row in rows if local_day(row.starts_at) <= local_day(now())), None)


@effects.before(MEETING, MeetingAction.CALL, MeetingAction.CHANGE)
def check_particulars(step: MeetingStep, given: Particulars) -> None:
    """It is to come, has an end and a place."""
    if local_day(given.starts_at) < step.day:
        step.refuse("date_ahead")
    if given.ends_at <= given.starts_at:
        step.refuse("times")
    if not given.place and not given.link:
        step.refuse("where")


@effects.before(MEETING, MeetingAction.CHANGE)
def save_particulars(step: MeetingStep, given: Particulars) -> None:
    """Another time or place. Who was invited hears of what invitations tell."""
    meeting = step.meeting
    if not convenes(step.actor):  # by now they may hold words of the Group
        because = given.override_reason or meeting.override_reason
        given = replace(given, title=meeting.title, note=meeting.note, override_reason=because)
    before = _told(meeting)
    given.put(meeting)
    step.told = _told(meeting) != before
    meeting.sequence += step.told


def _told(meeting: Meeting) -> tuple[object, ...]:
    """What invitations tell."""
    return meeting.starts_at, meeting.ends_at, meeting.place, meeting.link


@effects.after(MEETING, MeetingAction.CALL, MeetingAction.CHANGE)
def invite(step: MeetingStep, _given: Particulars) -> None:
    """Who is to come."""
    if step.told or step.do == MeetingAction.CALL:
        invitations.invite_all(step.session, step.meeting)


@effects.after(MEETING, MeetingAction.CANCEL)
def take_invitations_back(step: MeetingStep, _given: object) -> None:
    """From everybody who was told."""
    step.meeting.sequence += 1
    invitations.cancel_all(step.session, step.meeting)
