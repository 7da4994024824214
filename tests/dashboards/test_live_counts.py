"""The numbers beside the places follow what happens, and nobody is kept signed in by them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.core.time import frozen
from app.demo import lives
from tests.accounts.pages import is_signed_in
from tests.dashboards.conftest import Browse
from tests.dashboards.test_pages import queries
from tests.databases import only_sqlite
from tests.sign_in import sign_in
from tests.world import World

COUNTS = "/work/counts"


def numbers(page: str) -> dict[str, tuple[str, bool]]:
    """By its name, each number and whether it is seen."""
    found = re.findall(r'<span class="count" id="count-(\w+)"( hidden)?[^>]*>(\w+)', page)
    return {name: (number, not hidden) for name, hidden, number in found}


def test_what_is_fetched_is_what_the_next_page_would_show(app: Flask, browse: Browse, people: World) -> None:
    client = browse("sekretaria")
    assert numbers(client.get("/").text) == {"late": ("0", False), "unread": ("0", False)}
    with app.app_context():
        people.concern(lives.SUBMITTED, age=40)
    anew = client.get(COUNTS).text
    late, unread = numbers(anew)["late"], numbers(anew)["unread"]
    assert late == ("1", True) and unread[1]
    assert numbers(client.get("/concerns").text) == numbers(anew)
    assert anew.count('hx-swap-oob="true"') == 2 and "<html" not in anew
    assert queries(app, client, COUNTS) == 2, "who asks, and the numbers"
    assert browse("administratori").get(COUNTS).status_code == 404


@only_sqlite
def test_a_page_that_asks_by_itself_keeps_no_session(client: FlaskClient, people: World) -> None:
    nine = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with frozen(nine):
        sign_in(client, "sekretaria")
    for minutes in (10, 20, 29):
        with frozen(nine + timedelta(minutes=minutes)):
            assert client.get(COUNTS).status_code == 200
    with frozen(nine + timedelta(minutes=31)):
        assert client.get(COUNTS, headers={"HX-Request": "true"}).status_code == 401
        assert not is_signed_in(client)
