"""Every address × every kind of person × every stage and level, against the oracle; a new address needs a row."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.databases import only_sqlite
from tests.rights import addresses, oracle, statuses
from tests.rights.conftest import Matrix
from workflows.concern import CONCERN
from workflows.recommendation import RECOMMENDATION


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
        | set(addresses.OF_THE_WORK)
        | set(addresses.BY_A_LINK)
        | set(addresses.ELSEWHERE)
    )
    assert declared == known


def test_every_step_has_its_row() -> None:
    assert set(oracle.CONCERN_STEPS) == {row.do.value for row in CONCERN.steps}
    assert set(oracle.RECOMMENDATION_STEPS) == {row.do.value for row in RECOMMENDATION.steps}


def test_general_addresses(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    for (rule, method), allowed in addresses.GENERAL.items():
        if method != "GET":
            continue
        status = client.get(addresses.filled(rule)).status_code
        if kind in oracle.OUTSIDERS and "anonymous" not in allowed:
            assert status == 302, (rule, kind)
        elif kind in allowed:
            assert status == statuses.general(rule, kind), (rule, kind, status)
        else:
            assert status == 404, (rule, kind, status)


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


@pytest.mark.by_turns(of=3)
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
                assert status == statuses.of_a_concern(rule, stage), (rule, stage, kind, status)


@pytest.mark.by_turns(of=3)
def test_each_step_of_a_concern(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    for stage in oracle.STAGES:
        for step, (_who, stages) in oracle.CONCERN_STEPS.items():
            status = client.get(f"/concerns/{matrix.concerns[stage, 'group']}/steps/{step}").status_code
            acts_as = "member" if kind == "rapporteur" and stage in oracle.WITHOUT_RAPPORTEUR else kind
            if kind in oracle.OUTSIDERS:
                assert status == 302
            elif not oracle.sees(kind, stage, "group") or not oracle.takes(acts_as, step, stage):
                assert status == 404, (step, stage, kind)
            else:
                assert status == (200 if stage in stages else 409), (step, stage, kind)


@pytest.mark.by_turns(of=3)
def test_each_step_of_a_recommendation(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    for state, address in matrix.recommendations.items():
        seen = oracle.sees(kind, oracle.RECOMMENDATION_STAGES.get(state, "awaiting_response"), "group")
        for step, (who, states) in oracle.RECOMMENDATION_STEPS.items():
            status = client.get(f"/concerns/{address}/recommendations/1/steps/{step}").status_code
            if kind in oracle.OUTSIDERS:
                assert status == 302
            elif not seen or kind not in who or (step, state, kind) in oracle.BY_ANOTHER:
                assert status == 404, (step, state, kind)
            else:
                assert status == (200 if state in states else 409), (step, state, kind)


@pytest.mark.parametrize("kind", ["rapporteur", "secretariat", "ministry", "agency", "other_agency"])
def test_the_work_on_an_answer_begins_when_it_is_asked_for(matrix: Matrix, kind: str) -> None:
    client, places = matrix.clients[kind], {**matrix.recommendations}
    places["in fact check"] = matrix.concerns["in_fact_check", "group"]  # read by who answers later
    for place, address in places.items():
        state = "drafted" if place == "in fact check" else place
        for page, exists in (("work", oracle.works_on), ("link", oracle.sends_links)):
            answer = client.get(f"/concerns/{address}/recommendations/1/{page}")
            assert answer.status_code == (200 if exists(kind, state) else 404), (page, place, kind)
            if answer.status_code == 404:
                nothing = client.get(f"/concerns/AAAAAAAAAAAAAAAA/recommendations/1/{page}")
                assert addresses.without_tokens(answer.text) == addresses.without_tokens(nothing.text)


OTHERS_TEXT = ("Vërejtur gjatë punës sonë", "Dy letra dhe një takim")


@pytest.mark.parametrize("kind", ["ministry", "agency", "coordinator", "observer"])
def test_nobody_outside_reads_a_word_of_the_filing(matrix: Matrix, kind: str) -> None:
    client = matrix.clients[kind]
    for (stage, level), address in matrix.concerns.items():
        if not oracle.sees(kind, stage, level):
            continue
        for page in ("", "/whole", "/history", "/history?all=1"):
            text = client.get(f"/concerns/{address}{page}").text
            assert not any(words in text for words in OTHERS_TEXT), (stage, level, page)
            if level != "shared":
                assert "Hana Bardhi" not in text, page  # the rapporteur is the Group's
