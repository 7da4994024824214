"""An installation with concerns in many stages, of every level, some late, and browsers of those who work on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.demo import lives
from tests.matrix.stages import LIVES_BY_STAGE, RECOMMENDATION_LIVES
from tests.sign_in import sign_in
from tests.world import World, world_of
from workflows.standing import Level

PEOPLE = (
    "anila",  # files everything in this world
    "hana",  # its rapporteur
    "mira",
    "kastriot",
    "sekretaria",
    "ministria",
    "sociale",
    "prokuroria",
    "koordinatorja",
    "vezhguesi",
)
LATE = 60  # working days since the last step


def populate(world: World) -> World:
    """A concern in each stage at each level, one in each state of a recommendation, and late ones."""
    for beats in LIVES_BY_STAGE.values():
        for level in Level:
            world.concern(beats, level=level)
    for beats in RECOMMENDATION_LIVES.values():
        world.concern(beats)
    for beats in (lives.SUBMITTED, lives.SENT_TWO, lives.PLANNED, lives.REPORTED, lives.ADMITTED):
        world.concern(beats, age=LATE)
    return world


@pytest.fixture
def full(world: World) -> World:
    """The populated world, with its context open: for tests without a browser."""
    return populate(world)


Browse = Callable[[str], FlaskClient]


@pytest.fixture
def browse(app: Flask) -> Iterator[Browse]:
    """A signed-in browser for each key of the demonstration's people."""
    clients: dict[str, FlaskClient] = {}

    def signed_in(who: str) -> FlaskClient:
        if who not in clients:
            clients[who] = app.test_client()
            sign_in(clients[who], who)
        return clients[who]

    yield signed_in


@pytest.fixture
def with_people(app: Flask) -> World:
    """The people alone, no concern, and no context left open."""
    with world_of(app) as world:
        pass
    return world
