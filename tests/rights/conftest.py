"""An application with a concern in each stage at each level, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.accounts.service import change_rights
from app.concerns.models import Concern
from app.concerns.recusals import Recusal
from app.core.db import db, unit_of_work
from app.core.time import now
from app.demo import lives
from app.demo.lives import DemoStep
from app.review.service import Joining
from tests.databases import BACKENDS, PostgresqlTemplates, SqliteTemplates, Templates, application
from tests.rights import oracle
from tests.rights.stages import LIVES_BY_STAGE, RECOMMENDATION_LIVES
from tests.sign_in import COOKIE, session_of
from tests.world import World, world_of
from workflows.roles import Level

# key of the demonstration's person who stands for each kind
WHO = {
    "filer": "anila",
    "member": "mira",
    "rapporteur": "hana",
    "recused": "nazmi",
    "chair": "kastriot",
    "secretariat": "sekretaria",
    "ministry": "ministria",
    "agency": "sociale",
    "other_agency": "prokuroria",
    "coordinator": "koordinatorja",
    "observer": "vezhguesi",
    "administrator": "administratori",
    "disabled": "jonida",
}

ON_POSTGRESQL = ("rapporteur", "recused", "ministry", "agency", "coordinator")


@dataclass
class Matrix:
    """An application with a concern in each stage at each level, and a signed-in browser for each kind of person."""

    app: Flask
    clients: dict[str, FlaskClient]
    concerns: dict[tuple[str, str], str]
    recommendations: dict[str, str]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each kind of person on SQLite; on PostgreSQL, where rights are the same statements, those who meet the most."""
    if "matrix" not in metafunc.fixturenames:
        return
    if any(mark.args[0] == "kind" for mark in metafunc.definition.iter_markers("parametrize")):
        metafunc.parametrize("matrix", BACKENDS, indirect=True)
        return
    pairs = [("sqlite", kind) for kind in oracle.KINDS] + [("postgresql", kind) for kind in ON_POSTGRESQL]
    metafunc.parametrize(("matrix", "kind"), pairs, indirect=["matrix"])


@pytest.fixture
def matrix(request: pytest.FixtureRequest) -> Matrix:
    """The one on this database."""
    made: Matrix = request.getfixturevalue(f"{request.param}_matrix")
    return made


@pytest.fixture(scope="session")
def sqlite_matrix(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Matrix]:
    """Built once for each run, whatever the order of the tests: nothing in them changes it."""
    with _matrix_on(sqlite_templates, tmp_path_factory.mktemp("matrix")) as made:
        yield made


@pytest.fixture(scope="session")
def postgresql_matrix(
    postgresql_templates: PostgresqlTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Matrix]:
    """The same; asked for by its server's fixture, which so is left after it."""
    with _matrix_on(postgresql_templates, tmp_path_factory.mktemp("matrix")) as made:
        yield made


@contextmanager
def _matrix_on(templates: Templates, folder: Path) -> Iterator[Matrix]:
    with (
        templates.filled("matrix", _filled, folder) as (settings, (cookies, *concerns)),
        application(settings) as app,
    ):
        yield Matrix(app, {kind: _browser(app, cookie) for kind, cookie in cookies.items()}, *concerns)


def _browser(app: Flask, cookie: str | None) -> FlaskClient:
    client = app.test_client()
    if cookie:
        client.set_cookie(COOKIE, cookie)
    return client


def _filled(app: Flask) -> tuple[dict[str, str | None], dict[tuple[str, str], str], dict[str, str]]:
    """The sessions of each kind of person, and the concerns and recommendations in each place."""
    with world_of(app) as world:
        concerns = {
            (stage, level): world.concern(beats, level=Level(level))
            for stage, beats in LIVES_BY_STAGE.items()
            for level in oracle.LEVELS
        }
        concerns |= {("joined", level): _joined(world, level) for level in oracle.LEVELS}
        recommendations = {state: world.concern(beats) for state, beats in RECOMMENDATION_LIVES.items()}
        _recuse(world)
    cookies = {kind: session_of(app, WHO[kind]) if kind in WHO else None for kind in oracle.KINDS}
    with app.app_context():
        jonida = db.session.scalars(select(Person).where(Person.email == "jonida@example.org")).one()
        change_rights(None, jonida.id, [], active=False)
    return cookies, concerns, recommendations


def _joined(world: World, level: str) -> str:
    lead = world.concern(lives.ADMITTED)
    lead_id = world.case("kastriot", lead).concern.id
    join = DemoStep(1, "kastriot", "join", lambda _s: Joining("A.", lead=lead_id))
    return world.concern([*lives.ADMITTED, join], level=Level(level))


def _recuse(world: World) -> None:
    organisation = world.cast.people["nazmi"].organisation_id
    with unit_of_work() as session:
        for concern_id in session.scalars(select(Concern.id)):
            session.add(Recusal(concern_id=concern_id, organisation_id=organisation, at=now()))


def shown_to(client: FlaskClient) -> TestResponse:
    """A page with a form and its token that everybody has: of themselves, or the door."""
    page = client.get("/me")
    return page if page.status_code == 200 else client.get("/sign-in")
