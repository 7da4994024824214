"""Requests for a contribution and for a way, answers to be signed: each address × every kind of person."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.naming import one_time_key
from app.demo import lives
from app.facilitation.service import Wish, ask
from tests.app.answers.conftest import Desk
from tests.app.answers.test_signing import prepare
from tests.databases import only_sqlite
from tests.matrix import addresses
from tests.matrix.conftest import WHO, token_of
from tests.sign_in import sign_in
from tests.world import World
from workflows.facilitation import Way

NOTHING = "AAAAAAAAAAAAAAAA"
PEOPLE = {kind: who for kind, who in WHO.items() if kind != "disabled"}
REQUEST, ASKED = "/requests/<id>", ("ministry", "other_agency")
WAY, READ = (
    "/ways/<id>",
    ("member", "chair", "secretariat", "ministry", "coordinator"),
)  # the member is the one that asked
GET = {
    REQUEST: ASKED,
    "/requests/<id>/link": ("ministry",),
    "/requests/<id>/files/1": (),
    WAY: READ,
    "/answers/prepared/<id>/return": ("ministry",),
}
POST = {
    "/requests/<id>/notices/read": ASKED,
    "/ways/<id>/notices/read": READ,
    "/requests/<id>/give": ("other_agency",),
    "/answers/prepared/<id>/return": ("ministry",),
    "/answers/prepared/<id>/drop": ("ministry",),
    **{f"/requests/<id>/{do}": ("ministry",) for do in ("remind", "ask_again", "extend", "withdraw", "link")},
    **{f"/ways/<id>/{do}": ("ministry",) for do in ("accept", "refuse", "arrange")},
    "/ways/<id>/extend": ("coordinator",),
    **{f"/ways/<id>/{do}": ("member",) for do in ("confirm", "fell_through", "withdraw")},
}


@pytest.fixture
def made(app: Flask, people: World) -> dict[str, str]:
    """The address of a request of each sort, by the beginning of its pages."""
    with app.app_context():
        desk = Desk(people, people.concern(lives.SENT))
        wish = Wish(Way.VISIT, people.cast.organisations["policia_a"], "Vizitë.")
        request, way = desk.ask(), ask(desk.who("mira"), wish, one_time_key())
        desk.two_signatures()
        return {"/requests": request, "/ways": way, "/answers": prepare(desk).public_id}


@only_sqlite
def test_requests_exist_and_are_acted_on_only_by_whom_they_should(app: Flask, made: dict[str, str]) -> None:
    for kind in ("anonymous", *PEOPLE):
        client = app.test_client()
        if kind != "anonymous":
            sign_in(client, PEOPLE[kind])
        _reads(client, kind, made)
        _sends(client, kind, made)
        _reads(client, kind, made)  # nothing of it was done


def _here(rule: str, made: dict[str, str]) -> tuple[str, str]:
    """The address, and the same of nothing."""
    real = made["/" + rule.split("/")[1]]
    return rule.replace("<id>", real), rule.replace("<id>", NOTHING)


def _reads(client: FlaskClient, kind: str, made: dict[str, str]) -> None:
    for rule, allowed in GET.items():
        there, nowhere = (client.get(address) for address in _here(rule, made))
        expected = 302 if kind == "anonymous" else 200 if kind in allowed else 404
        assert there.status_code == expected, (rule, kind)
        if expected == 404:
            assert addresses.without_tokens(there.text) == addresses.without_tokens(nowhere.text), (
                rule,
                kind,
            )


def _sends(client: FlaskClient, kind: str, made: dict[str, str]) -> None:
    token = "" if kind == "anonymous" else token_of(client)
    for rule, allowed in POST.items():
        address, nowhere = _here(rule, made)
        form = {"csrf_token": token, "version": "0"}  # of no state: who may act is told that it has moved on
        status = client.post(address, data=form).status_code
        # who drops is led back to the desk, and nothing speaks against having read
        refused = (302,) if rule.endswith(("/drop", "/read")) else (409, 422)
        if kind == "anonymous":
            assert status in (302, 400), rule
            continue
        assert status in (refused if kind in allowed else (404,)), (rule, kind, status)
        assert client.post(nowhere, data=form).status_code == 404
        assert client.post(address, data={"version": "0"}).status_code in (302, 400), "sent without a token"
