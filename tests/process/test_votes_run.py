"""The table of votes, taken by the driver and refused by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.refusals import Refusal
from app.core.time import frozen, now
from app.demo import lives
from app.demo.review import IN_A_MEETING, cast_all
from app.process.data import Decision
from app.process.models import Event
from app.process.outcome import Missing, NotNow, NotYours, Outcome, Stale, Taken
from app.process.run import run
from app.process.tables import Address
from app.votes.models import Vote
from app.votes.service import close_vote
from app.votes.steps import Opening, Procedure
from tests.world import World
from workflows.vote import VOTE
from workflows.voting import Did, Manner, Rules

ADOPT = Opening("adopt", Decision(reason="Arsye."), IN_A_MEETING)


def take(
    world: World, who: str, address: str, did: Did, data: Opening | None, version: int, key: str = ""
) -> Outcome:
    db.session.rollback()
    sent = {"version": version, "key": key or one_time_key()}
    return run(VOTE, world.cast.people[who], Address(address), did, data, **sent)


def row() -> Vote:
    db.session.rollback()
    return db.session.scalars(select(Vote).execution_options(populate_existing=True)).one()


def test_the_chair_opens_and_closes_once_for_each_key(world: World) -> None:
    address = world.concern(lives.PROPOSED)
    version, key = world.case("kastriot", address).concern.version, one_time_key()
    assert take(world, "mira", address, Did.OPENED, ADOPT, version) == NotYours()
    assert isinstance(take(world, "kastriot", address, Did.OPENED, ADOPT, version - 1), Stale)
    assert db.session.scalars(select(Vote)).all() == []
    made = take(world, "kastriot", address, Did.OPENED, ADOPT, version, key)
    assert isinstance(made, Taken)
    again = take(world, "kastriot", address, Did.OPENED, ADOPT, version, key)
    assert again == Taken(made.target, repeated=True)
    assert take(world, "kastriot", address, Did.OPENED, ADOPT, version) == Missing(("no_vote_open",))
    assert (row().public_id, row().state, row().version) == (made.target, "open", 1)

    cast_all(made.target)
    assert take(world, "mira", made.target, Did.CLOSED, None, 1) == NotYours()
    assert isinstance(take(world, "kastriot", made.target, Did.CLOSED, None, 0), Stale)
    assert row().state == "open"
    key = one_time_key()
    assert take(world, "kastriot", made.target, Did.CLOSED, None, 1, key) == Taken("closed")
    assert take(world, "kastriot", made.target, Did.CLOSED, None, 1, key) == Taken("closed", repeated=True)
    assert isinstance(take(world, "kastriot", made.target, Did.CLOSED, None, 2), NotNow)
    assert (row().state, row().version, row().verdict) == ("closed", 2, "adopted")
    said = db.session.scalars(select(Event.do).where(Event.machine == VOTE.name).order_by(Event.number))
    assert said.all() == ["open_vote", "close_vote"]


def test_what_is_not_decided_by_vote_is_not_put_to_it(world: World) -> None:
    address = world.concern(lives.PROPOSED)
    version = world.case("kastriot", address).concern.version
    away = Opening("transmit", Decision(), IN_A_MEETING)
    assert isinstance(take(world, "kastriot", address, Did.OPENED, away, version), NotNow)
    over = Opening("adopt", Decision(), Procedure(Manner.WRITTEN, Rules(), now() - timedelta(days=1)))
    assert take(world, "kastriot", address, Did.OPENED, over, version) == Missing(("ends_on",))
    assert db.session.scalars(select(Vote)).all() == []


def test_the_clock_closes_no_vote_before_its_end(world: World) -> None:
    address = world.concern(lives.PROPOSED)
    version = world.case("kastriot", address).concern.version
    written = Procedure(Manner.WRITTEN, Rules(), now() + timedelta(days=3))
    made = take(world, "kastriot", address, Did.OPENED, Opening("adopt", Decision(), written), version)
    assert isinstance(made, Taken)
    with pytest.raises(Refusal, match="not_ended"):
        close_vote(None, made.target)
    assert row().state == "open"
    with frozen(now() + timedelta(days=4)):
        verdict = close_vote(None, made.target)
        assert close_vote(None, made.target) is verdict, "closing twice gives the same"
    assert row().state == "closed"
