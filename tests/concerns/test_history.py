"""The history on the page of a concern: what people did at first, every entry on request, to each what they may see."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.demo import lives
from tests.deadlines.test_escalation import after_due, escalated, running
from tests.sign_in import sign_in
from tests.world import World
from workflows.periods import Rule

ENTRY = re.compile(r'<li class="(?:claim|finding|neutral)"[^>]*>(.*?)<small>', re.DOTALL)
SHOWN = 10
REMINDED = "iu dërgua kujtesë"
FOLLOWED = "Rekomandimi 1 u përcoll."  # by itself, with the transmission that somebody made
ADMITTED, VOTED, SENT = "u pranua për shqyrtim", "Votimi u mbyll", "Rekomandimet u përcollën"
EVERYBODY = ("anila", "hana", "mira", "kastriot", "sekretaria", "sociale", "ministria", "koordinatorja")
INSIDE = EVERYBODY[:5]


def entries(client: FlaskClient, address: str) -> list[str]:
    """The sentences of the history on this page, newest first."""
    text = client.get(address).text
    assert text.count('class="tl"') == 1, address
    inside = text.split('class="tl"', 1)[1].split("</ol>", 1)[0]
    return [re.sub(r"<[^>]+>", "", found).strip() for found in ENTRY.findall(inside)]


def reader(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, who)
    return client


@pytest.fixture
def late(app: Flask, people: World) -> str:
    """A concern of which the institution was reminded by the clock, and is late."""
    with app.app_context():
        address = people.concern(lives.SENT, age=60)
        escalated(after_due(running(Rule.RESPONSE), 1))
        db.session.remove()
    return address


@pytest.mark.parametrize("who", EVERYBODY)
def test_people_come_first_and_every_entry_on_request(app: Flask, late: str, who: str) -> None:
    client, page = reader(app, who), f"/concerns/{late}"
    first, people, every = (entries(client, page + more) for more in ("", "/history", "/history?all=1"))
    assert first == people[:SHOWN] and len(first) == min(SHOWN, len(people))
    for by_itself in (REMINDED, FOLLOWED):
        assert not [said for said in people if by_itself in said]
        assert [said for said in every if by_itself in said], every
    assert [said for said in every if said in people] == people, "in the same order, and none is missing"
    assert entries(client, f"{page}/whole") == every


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_is_the_groups_own_is_told_outside_on_no_page(app: Flask, late: str, who: str) -> None:
    client = reader(app, who)
    for more in ("/history", "/history?all=1", "/whole"):
        told = " ".join(entries(client, f"/concerns/{late}{more}"))
        assert (ADMITTED in told, VOTED in told) == (who in INSIDE, who in INSIDE), more
        assert SENT in told, more


def test_nobody_reads_a_history_who_does_not_see_the_case(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.PROPOSED)
    for who in ("sociale", "koordinatorja", "policia", "administratori"):
        client = reader(app, who)
        for more in ("/history", "/history?all=1", "/whole"):
            assert client.get(f"/concerns/{address}{more}").status_code == 404, (who, more)


@pytest.mark.parametrize("who", ["mira", "sociale"])
def test_the_page_names_how_many_entries_there_are_before(app: Flask, late: str, who: str) -> None:
    client = reader(app, who)
    text, people = client.get(f"/concerns/{late}").text, entries(client, f"/concerns/{late}/history")
    earlier = re.findall(r"(\d+) shënime? (?:i|të) mëparshëm?", text)
    assert earlier == ([str(len(people) - SHOWN)] if len(people) > SHOWN else [])
