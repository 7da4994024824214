"""An installation with concerns in many stages, of every level, some late, and browsers of those who work on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.concerns.models import Concern
from app.concerns.recusals import Recusal
from app.core.db import db, unit_of_work
from app.core.time import now
from app.demo import lives
from app.demo.people import Cast
from tests.databases import BACKENDS, Templates, application
from tests.rights.stages import LIVES_BY_STAGE, RECOMMENDATION_LIVES
from tests.sign_in import sign_in
from tests.world import World, world_of
from workflows.roles import Level

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


def recuse(world: World, who: str, *, each: int = 1) -> None:
    """This person's organisation loses sight of every concern, or of each third, say."""
    organisation = world.cast.people[who].organisation_id
    with unit_of_work() as session:
        for concern_id in session.scalars(select(Concern.id).where(Concern.id % each == 0)):
            session.add(Recusal(concern_id=concern_id, organisation_id=organisation, at=now()))


@pytest.fixture(scope="module", params=BACKENDS)
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The populated world, once for each database and run, its context open: for tests that only read."""
    templates: Templates = request.getfixturevalue(f"{request.param}_templates")
    made = templates.filled("full", _filled, tmp_path_factory.mktemp("full"))
    with made as (settings, cast), application(settings) as app, app.app_context():
        yield World(app, cast)
        db.session.rollback()


def _filled(app: Flask) -> Cast:
    with world_of(app) as world:
        populate(world)
        recuse(world, "mira", each=3)
        recuse(world, "nazmi")
        return world.cast


Browse = Callable[[str], FlaskClient]


@pytest.fixture
def browse(app: Flask) -> Browse:
    """A signed-in browser for each key of the demonstration's people."""
    clients: dict[str, FlaskClient] = {}

    def signed_in(who: str) -> FlaskClient:
        if who not in clients:
            clients[who] = app.test_client()
            sign_in(clients[who], who)
        return clients[who]

    return signed_in
