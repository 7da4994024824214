"""Stored due dates are what the ledger says, whatever happened; a new holiday moves them and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.concerns.clocks import compute
from app.concerns.listing import concern_owner
from app.concerns.models import Concern, Recommendation
from app.concerns.periods import OwnDate, load_calendar
from app.concerns.records import Clock, ClockState
from app.core.db import db, unit_of_work
from app.core.time import today
from app.deadlines.recompute import recompute_clocks
from app.demo import lives
from app.demo.lives import DemoStep
from app.process.models import Event
from app.response.service import MoreTime
from tests.world import World
from workflows.periods import Rule

EVERY_LIFE = [beats for _name, _count, _ages, beats in lives.LIVES if beats]


def test_every_stored_date_is_what_its_ledger_says(world: World) -> None:
    for beats in EVERY_LIFE:
        world.concern(beats)
    db.session.rollback()
    calendar = load_calendar(db.session(), today())
    clocks = db.session.scalars(select(Clock).options(selectinload(Clock.entries))).all()
    assert len(clocks) > 100
    for clock in clocks:
        found = compute(clock, calendar)
        assert clock.due_on == found.date
        assert (clock.state is ClockState.PAUSED) == (found.paused_since is not None and not found.stopped_on)
        assert (clock.state is ClockState.STOPPED) == (found.stopped_on is not None)


def test_what_lists_show_is_what_a_rebuild_finds(world: World) -> None:
    for beats in EVERY_LIFE:
        world.concern(beats)
    before = listed()
    assert recompute_clocks() == []
    assert listed() == before
    for concern in db.session.scalars(select(Concern)):
        if concern.stage not in ("awaiting_response", "in_follow_up"):
            assert concern.owner == concern_owner(concern)


def listed() -> list[object]:
    db.session.rollback()
    concerns = db.session.execute(
        select(
            Concern.id,
            Concern.owner,
            Concern.owner_organisation_id,
            Concern.due_on,
            Concern.paused,
            Concern.is_open,
        ).order_by(Concern.id)
    ).all()
    recommendations = db.session.execute(
        select(
            Recommendation.id, Recommendation.owner, Recommendation.due_on, Recommendation.paused
        ).order_by(Recommendation.id)
    ).all()
    clocks = db.session.execute(
        select(
            Clock.id, Clock.owner, Clock.organisation_id, Clock.outside, Clock.due_on, Clock.state
        ).order_by(Clock.id)
    ).all()
    return [*concerns, *recommendations, *clocks]


def test_a_holiday_decided_late_moves_open_dates_and_is_in_the_history(world: World) -> None:
    address = world.concern(lives.SUBMITTED)
    concern = world.case("sekretaria", address).concern
    before = concern.due_on
    assert before is not None
    with unit_of_work() as session:
        session.add(OwnDate(day=before, kind="holiday", name="Ditë e shpallur"))
    [moved] = recompute_clocks()
    assert (moved.before, moved.rule) == (before, Rule.INTAKE)
    after = world.case("sekretaria", address).concern.due_on
    assert after is not None
    assert after > before
    event = db.session.scalars(
        select(Event).where(Event.concern_id == concern.id).order_by(Event.id.desc())
    ).first()
    assert event is not None
    assert (event.do, event.source, event.target) == ("due_changed", str(before), str(after))


def test_an_extension_moves_the_date_by_what_was_asked_and_is_counted(world: World) -> None:
    until = today() + timedelta(days=120)
    ask = DemoStep(1, lives.A, "ask_extension", lambda _s: MoreTime("Arsye.", until=until), 1)
    grant = DemoStep(0, "koordinatorja", "grant_extension", lambda _s: lives.Reason(), 1)
    address = world.concern([*lives.PLANNED, ask, grant])
    rec = world.case("koordinatorja", address).recommendations[0]
    assert rec.due_on is not None
    assert timedelta(0) <= rec.due_on - until <= timedelta(days=6), (
        "rolled forward to a working day at the most"
    )
    clock = db.session.scalars(
        select(Clock).where(Clock.recommendation_id == rec.id, Clock.state == ClockState.RUNNING)
    ).one()
    assert clock.moved == 1
    assert clock.moved_days > 0


@pytest.mark.parametrize("beats", EVERY_LIFE, ids=[name for name, _c, _a, beats in lives.LIVES if beats])
def test_no_rule_runs_twice_on_one_case(world: World, beats: list[DemoStep]) -> None:
    world.concern(beats)
    open_clocks = db.session.execute(
        select(Clock.concern_id, Clock.recommendation_id, Clock.rule).where(Clock.state != ClockState.STOPPED)
    ).all()
    assert len(open_clocks) == len(set(open_clocks))
    for rec in db.session.scalars(select(Recommendation)):
        if rec.outcome is not None:
            assert rec.due_on is None
