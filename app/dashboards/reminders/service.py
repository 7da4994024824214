"""Reminding: each line is an event in its case and a notice for each who owes, all in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.models import Concern
from app.concerns.records import Clock
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.time import now
from app.dashboards.coordinator import MOST_REMINDED
from app.dashboards.reminders.queries import Last, Matter, WhyNot, matters
from app.notifications.digests import put_together
from app.notifications.models import Notification, preferences_of
from app.notifications.queue import queue_notices
from app.process import history
from app.process.keys import Submission, remember
from app.process.models import Event, Statement
from workflows.escalation import REMINDED
from workflows.notifications import Frequency, Topic
from workflows.roles import CaseRole
from workflows.streams import Stream


class Changed(StrEnum):
    """What is otherwise than when the coordinator looked, so that nobody is reminded of it."""

    REMINDED = "reminded"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Left:
    """A line of which nobody was reminded, and why; the last reminder where that is the reason."""

    reference: str
    number: int | None
    why: WhyNot | Changed
    last: Last | None


@dataclass(frozen=True, slots=True)
class Done:
    """How many lines were reminded of, and which were left."""

    reminded: int
    left: tuple[Left, ...] = ()


def remind(actor: Actor, chosen: Mapping[int, str], note: str, key: str) -> Done | None:
    """Remind of these clocks, each as it was seen (`Matter.seen`), with a note or without; a key does it once.

    What changed since it was seen is left, and said. At most `MOST_REMINDED`; None where the person may see none.
    """
    with unit_of_work() as session:
        ids = sorted(chosen)[:MOST_REMINDED]
        _lock(session, ids)
        used = session.get(Submission, key, populate_existing=True)
        if used is not None:
            return Done(int(used.target)) if used.person_id == actor.person_id else None
        found = matters(session, actor, ids)
        if not found:
            return None
        left = [_left(matter, why) for matter in found if (why := _changed(matter, chosen[matter.clock.id]))]
        rest = [matter for matter in found if not _changed(matter, chosen[matter.clock.id])]
        events = [_event(session, actor, matter, note) for matter in rest]
        _fold(session, {event.id for event in events})
        remember(session, actor, REMINDED, key, str(len(events)), now())
        return Done(len(events), tuple(left))


def _lock(session: Session, ids: Collection[int]) -> None:
    """The rows of all concerns, always in the same order. By itself: what is read comes after what was waited for."""
    session.execute(
        select(Concern.id)
        .where(Concern.id.in_(select(Clock.concern_id).where(Clock.id.in_(ids))))
        .order_by(Concern.id)
        .with_for_update()
    )


def _changed(matter: Matter, seen: str) -> WhyNot | Changed | None:
    if matter.why is not None or matter.seen == seen:
        return matter.why
    same_date = seen.split(".")[:2] == matter.seen.split(".")[:2]
    return Changed.REMINDED if same_date else Changed.MOVED


def _left(matter: Matter, why: WhyNot | Changed) -> Left:
    number = matter.rec.number if matter.rec else None
    return Left(matter.case.concern.reference, number, why, matter.last)


def _event(session: Session, actor: Actor, matter: Matter, note: str) -> Event:
    assert matter.rec is not None  # nobody is reminded of anything else
    params: dict[str, Any] = {"rule": matter.clock.rule.value}
    if note:
        params["words"] = history.words_digest(note, None, {})
    event = history.note(
        session,
        matter.clock.concern_id,
        matter.rec.id,
        by=actor,
        at=now(),
        standing=CaseRole.COORDINATOR,
        machine=Stream.CLOCK,
        do=REMINDED,
        public=True,
        **params,
    )
    if note:
        session.add(
            Statement(
                event_id=event.id,
                concern_id=event.concern_id,
                recommendation_id=event.recommendation_id,
                do=REMINDED,
                text=note,
                details={},
            )
        )
    queue_notices(session, event, matter.told, Topic.DATE)
    return event


def _fold(session: Session, events: Collection[int]) -> None:
    """Who is reminded of several matters and wants mail at once gets one mail of all of them."""
    session.flush()
    of: dict[int, list[Notification]] = {}
    for row in session.scalars(
        select(Notification).where(Notification.event_id.in_(events)).order_by(Notification.id)
    ):
        if row.person_id is not None:
            of.setdefault(row.person_id, []).append(row)
    for person_id, rows in sorted(of.items()):
        if len(rows) > 1 and preferences_of(session, person_id).frequency(Topic.DATE) is Frequency.NOW:
            put_together(session, person_id, rows)
