"""What is written in minutes, and what members want corrected. Circulated and adopted they are by `MEETING`."""

from __future__ import annotations

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import Refusal
from app.core.time import now
from app.meetings.access import convenes, find_item
from app.meetings.models import Correction, Meeting
from app.meetings.service import within
from app.process.keys import as_filled, comes_again
from workflows.meeting import Do, MeetingState
from workflows.roles import INSIDERS


def write(
    actor: Actor,
    public_id: str,
    item_id: str,
    text: str,
    version: int,
    *,
    key: str = "",
    override_reason: str = "",
) -> None:
    """The minutes of one item, with the reason why what looks like an identifier may stay.

    Raises NotFound, Refusal (`moved`: somebody wrote meanwhile).
    """
    with unit_of_work() as session:
        meeting = within(session, actor, public_id, Do.WRITE)
        item = find_item(session, actor, meeting, item_id)
        if comes_again(session, actor, Do.WRITE, key and as_filled(key, text, override_reason)):
            return
        if item.minutes_version != version:
            raise Refusal("moved")
        item.minutes, item.minutes_at, item.minutes_by_id = text, now(), actor.person_id
        item.minutes_override = override_reason
        item.minutes_version += 1


def correct(actor: Actor, public_id: str, item_id: str, text: str, *, override_reason: str = "") -> None:
    """Say what is to be corrected at an item. Raises NotFound, Refusal once the minutes are adopted."""
    with unit_of_work() as session:
        meeting = within(session, actor, public_id, Do.CORRECT)
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


def may_read(actor: Actor, meeting: Meeting) -> bool:
    """Whether the person reads the minutes: from circulation the Group, before it those who keep the meeting."""
    if meeting.state in (MeetingState.CIRCULATED, MeetingState.ADOPTED):
        return actor.is_(*INSIDERS)
    return meeting.state is MeetingState.HELD and convenes(actor)
