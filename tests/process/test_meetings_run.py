"""Every row of the table of meetings, taken by the driver and refused by it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key, public_id
from app.core.refusals import NotFound
from app.core.time import ZONE, now, today
from app.meetings.models import AgendaItem, ItemKind, Meeting
from app.meetings.service import call
from app.meetings.steps import Particulars
from app.notifications.models import Notification
from app.process.outcome import Missing, NotNow, NotYours, Outcome, Stale, Taken
from app.process.run import run
from app.process.tables import Address
from tests.world import World
from workflows.meeting import MEETING, MeetingAction, MeetingState

# who takes each step by hand, of those for whom a meeting of the secretariat exists
CONVENE = {"kastriot", "sekretaria"}
MAY = {
    "change": CONVENE,
    "cancel": CONVENE,
    "arrange": CONVENE,
    "open": CONVENE,
    "record": CONVENE,
    "write": {"sekretaria"},
    "circulate": {"sekretaria"},
    "correct": {"kastriot", "sekretaria", "mira"},
    "adopt": {"kastriot"},
}
ADDS = {"arrange", "record", "write", "correct"}  # nothing of the meeting itself changes
PEOPLE = ("kastriot", "sekretaria", "mira")
STAMPS = {"held": ("held_at",), "circulated": ("held_at", "circulated_at"), "cancelled": ("cancelled_at",)}


def particulars(**other: Any) -> Particulars:
    begins = other.get("starts_at", now())
    given = {"title": "Mbledhja", "starts_at": begins, "ends_at": begins + timedelta(hours=1)}
    return Particulars(**{**given, "place": "Salla 3", **other})


def row(meeting: str) -> Meeting:
    db.session.rollback()
    query = select(Meeting).where(Meeting.public_id == meeting).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def put(meeting: str, state: str) -> None:
    """In this state, past the driver."""
    with unit_of_work() as session:
        found = session.get_one(Meeting, row(meeting).id)
        found.state = MeetingState(state)
        for name in ("held_at", "circulated_at", "cancelled_at"):
            setattr(found, name, now() if name in STAMPS.get(state, ()) else None)
        found.adopted_at = found.adopted_in_id = None


def take(
    world: World, who: str, meeting: str, do: str, *, version: int | None = None, key: str = ""
) -> Outcome:
    new, data = do == "call", None
    if do in ("call", "change"):  # the same whenever it is sent
        data = particulars(starts_at=datetime.combine(today(), time(0), ZONE), place="Tjetër")
    if version is None:
        version = 0 if new else row(meeting).version
    db.session.rollback()
    sent: dict[str, Any] = {"version": version, "key": key or one_time_key()}
    return run(MEETING, world.cast.people[who], Address("" if new else meeting), do, data, **sent)


def adopt_in_a_later_one(world: World, meeting: str) -> None:
    """A later meeting that is open has its minutes on the agenda."""
    other = call(world.cast.people["sekretaria"], particulars(), key=one_time_key())
    put(other, "held")
    with unit_of_work() as session:
        about = {"meeting_id": row(other).id, "about_id": row(meeting).id}
        item = AgendaItem(public_id=public_id(), place=1, kind=ItemKind.MINUTES, **about)
        session.add(item)


def test_every_row_is_taken_and_refused_as_its_table_says(world: World) -> None:
    meeting = call(world.cast.people["sekretaria"], particulars(), key=one_time_key())
    put(meeting, "circulated")
    assert take(world, "kastriot", meeting, "adopt") == Missing(("next_meeting",))
    for source, step in MEETING:
        if (do := step.do.value) == "call":
            continue
        if do == "adopt":
            adopt_in_a_later_one(world, meeting)
        for who in PEOPLE:
            put(meeting, source)
            before = row(meeting).version
            if who not in MAY[do]:
                assert take(world, who, meeting, do) == NotYours(), (source, do, who)
                continue
            assert isinstance(take(world, who, meeting, do, version=before - 1), Stale), (source, do)
            assert (row(meeting).state, row(meeting).version) == (source, before), "nothing has changed"
            key, target = one_time_key(), source if step.to == "stay" else str(step.to)
            for again in (False, True):
                taken = take(world, who, meeting, do, version=before, key=key)
                assert taken == Taken(target, repeated=again), (source, do, who)
                after = row(meeting)
                assert (after.state, after.version) == (target, before + (do not in ADDS)), (source, do)
            if do == "adopt":
                assert after.adopted_by_id == world.cast.people[who].person_id and after.adopted_in_id


@pytest.mark.parametrize("source", ["called", "held", "circulated", "cancelled"])
def test_no_other_step_is_taken_from_any_state(world: World, source: str) -> None:
    meeting = call(world.cast.people["sekretaria"], particulars(), key=one_time_key())
    put(meeting, source)
    for do in MAY:
        if (source, do) not in MEETING:
            who = next(iter(MAY[do]))
            assert isinstance(take(world, who, meeting, do), NotNow), (source, do)


def test_calling_makes_one_and_a_meeting_is_opened_on_its_day(world: World) -> None:
    count = select(func.count(Meeting.id))
    for who in ("mira", "ministria"):
        assert take(world, who, "", "call") == NotYours()
    wrong = {"where": particulars(place=""), "times": particulars(ends_at=now() - timedelta(hours=1))}
    wrong["date_ahead"] = particulars(starts_at=now() - timedelta(days=2))
    actor = world.cast.people["koordinatorja"]
    for name, given in wrong.items():
        refused = run(MEETING, actor, Address(), MeetingAction.CALL, given, version=0, key=one_time_key())
        assert refused == Missing((name,))
    assert db.session.scalar(count) == 0
    key = one_time_key()
    made = take(world, "koordinatorja", "", "call", key=key)
    assert isinstance(made, Taken)
    told = db.session.scalar(select(func.count(Notification.id)))
    assert take(world, "koordinatorja", "", "call", key=key) == Taken(made.target, repeated=True)
    assert db.session.scalar(count) == 1 and db.session.scalar(select(func.count(Notification.id))) == told
    other = run(
        MEETING, actor, Address(), MeetingAction.CALL, particulars(title="Tjetër"), version=0, key=key
    )
    assert isinstance(other, Taken) and other.target != made.target, (
        "what is called after Back is another one"
    )
    meeting = made.target
    assert (row(meeting).state, row(meeting).version) == ("called", 1)

    assert take(world, "koordinatorja", meeting, "open") == NotYours(), "the agenda is not the coordinator's"
    with pytest.raises(NotFound):
        take(world, "ministria", meeting, "change")
    with unit_of_work() as session:
        far = session.get_one(Meeting, row(meeting).id)
        far.starts_at, far.ends_at = now() + timedelta(days=3), now() + timedelta(days=3, hours=1)
    assert take(world, "kastriot", meeting, "open") == Missing(("its_day",))
    sequence = row(meeting).sequence
    assert take(world, "koordinatorja", meeting, "change") == Taken("called")
    assert take(world, "koordinatorja", meeting, "cancel") == Taken("cancelled")
    assert row(meeting).sequence == sequence + 2, "calendars are told twice"
