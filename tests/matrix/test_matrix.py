"""Every address × every kind of person × every stage and level, against the oracle; a new address needs a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.cases.conflicts import Recusal
from app.cases.models import Concern
from app.core.db import db, unit_of_work
from app.core.time import now
from app.demo import lives
from app.demo.lives import Beat
from app.people.models import Person
from app.people.service import change_rights
from app.stages.review.service import Joining
from config import Settings
from tests.databases import SqliteTemplates, only_sqlite, settings_for
from tests.matrix import addresses, oracle
from tests.matrix.stages import LIVES_BY_STAGE, RECOMMENDATION_LIVES
from tests.sign_in import sign_in
from tests.world import World, world_of
from workflows.standing import Level

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


@dataclass
class Matrix:
    """An application with a concern in each stage at each level, and a signed-in browser for each kind of person."""

    app: Flask
    world: World
    clients: dict[str, FlaskClient]
    concerns: dict[tuple[str, str], str]
    recommendations: dict[str, str]


@pytest.fixture(scope="module")
def matrix(sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    """Built once: nothing in these tests changes it."""
    from app import create_app

    with sqlite_templates.migrated() as url:
        settings: Settings = settings_for(url, tmp_path_factory.mktemp("matrix"))
        app = create_app(settings)
        with world_of(app) as world:
            concerns = {
                (stage, level): world.concern(beats, level=Level(level))
                for stage, beats in LIVES_BY_STAGE.items()
                for level in oracle.LEVELS
            }
            concerns |= {("joined", level): _joined(world, level) for level in oracle.LEVELS}
            recommendations = {state: world.concern(beats) for state, beats in RECOMMENDATION_LIVES.items()}
            _recuse(world)
        clients = {kind: app.test_client() for kind in oracle.KINDS}
        for kind, client in clients.items():
            if kind != "anonymous":
                sign_in(client, WHO[kind])
        with app.app_context():
            jonida = db.session.scalars(select(Person).where(Person.email == "jonida@example.org")).one()
            change_rights(None, jonida.id, [], active=False)
        yield Matrix(app, world, clients, concerns, recommendations)
        with app.app_context():
            db.engine.dispose()


def _joined(world: World, level: str) -> str:
    lead = world.concern(lives.ADMITTED)
    lead_id = world.case("kastriot", lead).concern.id
    join = Beat(1, "kastriot", "join", lambda _s: Joining("A.", lead=lead_id))
    return world.concern([*lives.ADMITTED, join], level=Level(level))


def _recuse(world: World) -> None:
    organisation = world.cast.people["nazmi"].organisation_id
    with unit_of_work() as session:
        for concern_id in session.scalars(select(Concern.id)):
            session.add(Recusal(concern_id=concern_id, organisation_id=organisation, at=now()))


@only_sqlite
def test_every_address_has_its_row(app: Flask) -> None:
    declared = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    known = (
        set(addresses.GENERAL)
        | set(addresses.OF_A_CONCERN)
        | set(addresses.OF_A_STEP)
        | set(addresses.ELSEWHERE)
    )
    assert declared == known


@pytest.mark.parametrize("kind", oracle.KINDS)
def test_general_addresses(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    for (rule, method), allowed in addresses.GENERAL.items():
        if method != "GET":
            continue
        status = client.get(addresses.filled(rule)).status_code
        if kind in oracle.OUTSIDERS and "anonymous" not in allowed:
            assert status == 302, (rule, kind)
        elif kind in allowed:
            assert status in (200, 302), (rule, kind, status)
        else:
            assert status == 404, (rule, kind, status)


@pytest.mark.parametrize("kind", oracle.KINDS)
@pytest.mark.parametrize("level", oracle.LEVELS)
def test_a_concern_exists_only_for_whom_it_should(matrix: Matrix, kind: str, level: str) -> None:
    client = matrix.clients[kind]
    nothing = client.get("/concerns/AAAAAAAAAAAAAAAA")
    for stage in oracle.STAGES:
        answer = client.get(f"/concerns/{matrix.concerns[stage, level]}")
        if kind in oracle.OUTSIDERS:
            assert answer.status_code == 302
        elif oracle.sees(kind, stage, level):
            assert answer.status_code == (302 if stage == "draft" else 200), (stage, kind)
        else:
            assert answer.status_code == 404, (stage, kind)
            assert addresses.without_tokens(answer.text) == addresses.without_tokens(nothing.text)


@pytest.mark.parametrize("kind", oracle.KINDS)
def test_other_addresses_of_a_concern_exist_with_it(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    for (rule, method), kinds in addresses.OF_A_CONCERN.items():
        if method != "GET" or rule == "/concerns/<public_id>":
            continue
        for stage in oracle.STAGES:
            address = addresses.filled(rule).replace("<public_id>", matrix.concerns[stage, "group"])
            status = client.get(address).status_code
            if kind in oracle.OUTSIDERS:
                assert status == 302, (address, kind)
            elif not oracle.sees(kind, stage, "group") or not addresses.allowed(kinds, kind, stage):
                assert status == 404, (rule, stage, kind, status)
            else:
                assert status in (200, 302, 404), (rule, stage, kind, status)


@pytest.mark.parametrize("kind", oracle.KINDS)
def test_each_step_of_a_concern(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    for stage in oracle.STAGES:
        for step, (who, stages) in oracle.CONCERN_STEPS.items():
            status = client.get(f"/concerns/{matrix.concerns[stage, 'group']}/steps/{step}").status_code
            acts_as = "member" if kind == "rapporteur" and stage in oracle.WITHOUT_RAPPORTEUR else kind
            if kind in oracle.OUTSIDERS:
                assert status == 302
            elif not oracle.sees(kind, stage, "group") or acts_as not in who:
                assert status == 404, (step, stage, kind)
            else:
                assert status == (200 if stage in stages else 409), (step, stage, kind)


@pytest.mark.parametrize("kind", oracle.KINDS)
def test_each_step_of_a_recommendation(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    for state, address in matrix.recommendations.items():
        seen = oracle.sees(kind, RECOMMENDATION_STAGES.get(state, "awaiting_response"), "group")
        for step, (who, states) in oracle.RECOMMENDATION_STEPS.items():
            status = client.get(f"/concerns/{address}/recommendations/1/steps/{step}").status_code
            if kind in oracle.OUTSIDERS:
                assert status == 302
            elif not seen or kind not in who:
                assert status == 404, (step, state, kind)
            else:
                assert status == (200 if state in states else 409), (step, state, kind)


RECOMMENDATION_STAGES = {"drafted": "under_review", "adopted": "adopted", "dropped": "under_review"}


def token_of(client: FlaskClient) -> str:
    found = addresses.TOKEN.search(client.get("/me").text)
    assert found
    return found[1]


@pytest.mark.parametrize("kind", oracle.KINDS)
def test_nothing_is_sent_without_a_token_or_by_whom_it_is_not_for(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    token = "" if kind in oracle.OUTSIDERS else token_of(client)
    for (rule, method), kinds in addresses.OF_A_CONCERN.items():
        if method != "POST":
            continue
        for stage in oracle.STAGES:
            address = addresses.filled(rule).replace("<public_id>", matrix.concerns[stage, "group"])
            assert client.post(address, data={"version": "1"}).status_code in (302, 400), address
            if oracle.sees(kind, stage, "group") and addresses.allowed(kinds, kind, stage):
                continue
            answer = client.post(
                address, data={"csrf_token": token, "version": "1", "channel": "group", "text": "A"}
            )
            expected = (302, 400) if kind in oracle.OUTSIDERS else (404,)
            assert answer.status_code in expected, (rule, stage, kind)


OTHERS_TEXT = ("Vërejtur gjatë punës sonë", "Dy letra dhe një takim")


@pytest.mark.parametrize("kind", ["ministry", "agency", "coordinator", "observer"])
def test_nobody_outside_reads_a_word_of_the_filing(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    for (stage, level), address in matrix.concerns.items():
        if not oracle.sees(kind, stage, level):
            continue
        text = client.get(f"/concerns/{address}").text
        assert not any(words in text for words in OTHERS_TEXT), (stage, level)
        if level != "shared":
            assert "Hana Bardhi" not in text  # the rapporteur is the Group's
