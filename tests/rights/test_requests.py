"""Contributions, access requests, answers to be signed, recommendations: each address × every kind of person."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.posts import post_bare, post_unshown
from tests.rights import addresses
from tests.rights.conftest import WHO, shown_to
from tests.rights.work import NOTHING, addresses_of_work
from tests.sign_in import sign_in
from tests.world import World

PEOPLE = {kind: who for kind, who in WHO.items() if kind != "disabled"}
# on PostgreSQL alone those for whom something is there, and one of each other sort: rights are the same statements
FEW = ("member", "chair", "secretariat", "ministry", "agency", "other_agency", "coordinator")
REQUEST, ASKED = "/requests/<request>", ("ministry", "other_agency")
ACCESS_REQUEST, READ = (
    "/access-requests/<access_request>",
    ("member", "chair", "secretariat", "ministry", "coordinator"),
)  # the member is the one that asked
RECOMMENDATION, ANSWERS = "/concerns/<concern>/recommendations/1", ("ministry", "agency")
SENDERS = ("ministry", "secretariat")
FACTS = "/concerns/<checked>/facts"
PREPARED, WORDING = "/answers/prepared/<prepared>", "/answers/wordings/<wording>"
GET = {
    REQUEST: ASKED,
    "/requests/<given>": ("ministry",),
    f"{REQUEST}/link": ("ministry",),
    f"{REQUEST}/files/<waiting>": ("other_agency",),  # until it is given
    "/requests/<given>/files/<came>": ("ministry",),
    f"{REQUEST}/files/<came>": (),  # a file stands at its own request alone
    ACCESS_REQUEST: READ,
    f"{PREPARED}/return": ("ministry",),
    f"{RECOMMENDATION}/work": ANSWERS,
    f"{RECOMMENDATION}/assign": ANSWERS,
    f"{RECOMMENDATION}/forward": ("ministry",),
    f"{RECOMMENDATION}/link": SENDERS,
    f"{RECOMMENDATION}/paper": ("ministry",),  # of a state institution
    f"{FACTS}/link": SENDERS,
    f"{FACTS}/paper": ("ministry",),
    WORDING: ("ministry",),
}
POST = {
    f"{REQUEST}/notices/read": ASKED,
    f"{ACCESS_REQUEST}/notices/read": READ,
    f"{REQUEST}/give": ("other_agency",),
    f"{PREPARED}/return": ("ministry",),
    f"{PREPARED}/drop": ("ministry",),
    **{f"{REQUEST}/{do}": ("ministry",) for do in ("remind", "ask_again", "extend", "withdraw", "link")},
    **{f"{ACCESS_REQUEST}/{do}": ("ministry",) for do in ("accept", "refuse", "arrange")},
    f"{ACCESS_REQUEST}/extend": ("coordinator",),
    **{f"{ACCESS_REQUEST}/{do}": ("member",) for do in ("confirm", "fell_through", "withdraw")},
    f"{RECOMMENDATION}/assign": ANSWERS,
    f"{RECOMMENDATION}/forward": ("ministry",),
    f"{RECOMMENDATION}/link": SENDERS,
    f"{RECOMMENDATION}/paper": ("ministry",),  # of a state institution
    f"{FACTS}/link": SENDERS,
    f"{FACTS}/paper": ("ministry",),
    # files that go up by themselves, and one that is not there
    **{f"{REQUEST}/{each}": ("other_agency",) for each in ("files", "files/NONE/remove")},
    **{
        f"{each}/paper/{what}": ("ministry",)
        for each in (RECOMMENDATION, FACTS)
        for what in ("files", "files/NONE/remove")
    },
    WORDING: ("ministry",),
}
# what an empty form is enough for: tried by others in the rounds, and done at the end
DONE = {
    f"{WORDING}/remove": ("ministry",),
    f"{WORDING}/bring-back": ("ministry",),
    "/links/<link>/revoke": ("ministry",),
}


@pytest.fixture
def made(app: Flask, people: World) -> dict[str, str]:
    return addresses_of_work(app, people)


def test_what_is_worked_on_exists_only_for_whom_it_should(
    app: Flask, made: dict[str, str], backend: str
) -> None:
    clients = {}
    for kind in ("anonymous", *(PEOPLE if backend == "sqlite" else FEW)):
        client = clients[kind] = app.test_client()
        if kind != "anonymous":
            sign_in(client, PEOPLE[kind])
        _reads(client, kind, made)
        _sends(client, kind, made)
        _reads(client, kind, made)  # nothing of it was done
    for rule, kinds in DONE.items():
        address, nowhere = _here(rule, made)
        for kind in kinds:
            client = clients[kind]
            page = shown_to(client)
            assert post_unshown(client, address, {}, page=page).status_code == 302, rule
            client.get("/me")  # says what was done
            again = (post_unshown(client, each, {}, page=page) for each in (address, nowhere))
            _same(*again)


def test_every_address_of_the_work_is_tried(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    tried = {
        (
            adapter.match(rule.replace("<", "").replace(">", ""), method=method, return_rule=True)[0].rule,
            method,
        )
        for method, rules in (("GET", GET), ("POST", POST), ("POST", DONE))
        for rule in rules
    }
    assert tried >= addresses.OF_THE_WORK


def _here(rule: str, made: dict[str, str]) -> tuple[str, str]:
    """The address, and the same of nothing."""
    here = nowhere = rule
    for place, value in made.items():
        here, nowhere = here.replace(f"<{place}>", value), nowhere.replace(f"<{place}>", NOTHING)
    return here, nowhere


def _same(there: TestResponse, nowhere: TestResponse) -> None:
    """What one may not see answers exactly as what does not exist."""
    assert there.status_code == nowhere.status_code == 404
    assert addresses.without_tokens(there.text) == addresses.without_tokens(nowhere.text)
    assert _heads(there) == _heads(nowhere)


OF_EACH_ANSWER = {"Set-Cookie", "Content-Length", "X-Request-ID"}  # tokens and numbers, which never repeat


def _heads(answer: TestResponse) -> list[tuple[str, str]]:
    return sorted((name, value) for name, value in answer.headers if name not in OF_EACH_ANSWER)


def _reads(client: FlaskClient, kind: str, made: dict[str, str]) -> None:
    for rule, allowed in GET.items():
        address, nowhere = _here(rule, made)
        there, nothing = client.get(address, buffered=True), client.get(nowhere)
        if kind == "anonymous":
            assert there.status_code == nothing.status_code == 302, rule
            assert there.location.replace(address, nowhere) == nothing.location
        elif kind in allowed:
            assert (there.status_code, nothing.status_code) == (200, 404), (rule, kind, there.status_code)
        else:
            assert there.status_code == 404, (rule, kind, there.status_code)
            _same(there, nothing)


def _sends(client: FlaskClient, kind: str, made: dict[str, str]) -> None:
    page, stale = shown_to(client), {"version": "0"}  # of no state: who may act is told that it has moved on
    for rule, allowed in {**POST, **DONE}.items():
        address, nowhere = _here(rule, made)
        assert post_bare(client, address, stale).status_code in (302, 400), "sent without a token"
        if kind in allowed and rule in DONE:
            continue
        there, nothing = (post_unshown(client, each, stale, page=page) for each in (address, nowhere))
        # who drops is led back to the desk, and nothing speaks against having read
        refused = (302,) if rule.endswith(("/drop", "/read")) else (409, 422)
        if "/files" in rule:
            refused = (204,) if rule.endswith("/remove") else (400,)  # none was there; none came
        if kind == "anonymous":
            assert there.status_code == nothing.status_code == 302, rule
        elif kind in allowed:
            assert there.status_code in refused, (rule, kind, there.status_code)
            assert nothing.status_code == 404
        else:
            assert there.status_code == 404, (rule, kind, there.status_code)
            _same(there, nothing)
