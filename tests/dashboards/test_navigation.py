"""The navigation: nobody is led to what they may not open, and each page that one has is two steps away."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.time import today
from app.dashboards.places import PLACES
from app.demo import lives
from app.group.service import hand_over
from tests.dashboards.conftest import Browse
from tests.databases import only_sqlite
from tests.meetings.pages import called
from tests.rights.addresses import GENERAL
from tests.rights.oracle import EVERYBODY
from tests.world import World
from tests.world import people as people  # a fixture

pytestmark = only_sqlite
# one of each kind of people, as tests/rights knows them
KINDS = {
    "mira": "member",
    "kastriot": "chair",
    "sekretaria": "secretariat",
    "ministria": "ministry",
    "sociale": "agency",
    "koordinatorja": "coordinator",
    "vezhguesi": "observer",
    "administratori": "administrator",
}
NOTHING = "A" * 16
TOO_FAR = {"vezhguesi": {"/my-dates"}}  # nothing is ever due from who looks on
LINK = re.compile(r'href="(/[^"#?]*)')
# what a page of its own is for: a file; one thing; the way there, where something is chosen before
FROM_WITHIN = re.compile(
    r"\.(csv|xlsx)$|<|/desk/remind$|/answers/batch$|/search/suggestions$|/work/counts$|/answers/assign$"
)


def frame(page: str) -> str:
    """What stands around the page: the bar and the places."""
    return page[page.index("<header") : page.index("<main")]


def links(page: str) -> list[str]:
    return LINK.findall(page)


def is_page(address: str) -> bool:
    return not address.startswith("/static")


@pytest.mark.parametrize("who", KINDS)
def test_each_page_is_two_steps_away_and_none_leads_to_nothing(
    browse: Browse, people: World, who: str
) -> None:
    client = browse(who)
    first = [address for address in links(frame(client.get("/me").text)) if is_page(address)]
    assert len(first) >= 8
    reached = set(first)
    for address in first:
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        reached |= set(links(answer.text))
    due = {
        rule
        for (rule, method), kinds in GENERAL.items()
        if method == "GET" and (kinds is EVERYBODY or KINDS[who] in kinds) and not FROM_WITHIN.search(rule)
    }
    assert due - reached == TOO_FAR.get(who, set())


def test_a_page_below_a_place_shows_the_way_back_and_the_place(
    browse: Browse, people: World, app: Flask
) -> None:
    client: FlaskClient = browse("sekretaria")
    page = client.get("/organisations/new").text
    assert re.search(r'<a href="/organisations" aria-current="true">', frame(page))
    assert '<nav class="trail"' in page and '<li><a href="/organisations">' in page
    page = client.get("/organisations").text
    assert re.search(r'<a href="/organisations" aria-current="page">', frame(page))
    assert '<nav class="trail"' not in page
    rare = client.get("/calendar").text
    assert frame(rare).index('href="/calendar" aria-current="page"') < frame(rare).index(
        '<details class="more"'
    )


def test_parts_of_a_case_and_of_a_meeting_lead_back_to_it(browse: Browse, people: World, app: Flask) -> None:
    with app.app_context():
        case = people.concern(lives.ADMITTED)
    secretariat = browse("sekretaria")
    meeting = called(app, secretariat)
    number = re.search(r"T-\d{4}-\w{4}", secretariat.get(f"/concerns/{case}").text)
    assert number
    for address, way in {
        f"/concerns/{case}": [("/", "Puna ime"), ("/concerns", "Shqetësimet")],
        f"/concerns/{case}/papers": [("/concerns", "Shqetësimet"), (f"/concerns/{case}", number[0])],
        f"/concerns/{case}/dates": [("/concerns", "Shqetësimet"), (f"/concerns/{case}", number[0])],
        f"/meetings/{meeting}/agenda": [("/meetings", "Mbledhjet"), (f"/meetings/{meeting}", "Mbledhja")],
    }.items():
        trail = secretariat.get(address).text.split('<nav class="trail"')[1].split("</nav>")[0]
        assert re.findall(r'<a href="([^"]+)">([^<]+)', trail) == way, address
    for address in (f"/concerns/{NOTHING}/papers", "/votes/none", "/none"):
        nothing = browse("nazmi").get(address)
        assert nothing.status_code == 404 and "aria-current" not in nothing.text, (
            "an error stands at no place"
        )


def test_each_place_is_there_for_somebody(app: Flask) -> None:
    endpoints = set(app.view_functions)
    blueprints = set(app.blueprints)
    for place in PLACES:
        assert place.endpoint in endpoints
        assert set(place.within) <= endpoints | blueprints


def test_beside_a_members_name_stands_who_acts(browse: Browse, app: Flask, people: World) -> None:
    def said(who: str) -> str:
        page = browse(who).get("/concerns").text
        return page[
            page.index('class="account-menu"') : page.index("</ul>", page.index('class="account-menu"'))
        ]

    assert "Përfaqësuesi<br>" in said("elira") and "Zëvendësi<br>" in said("arta")
    assert "Përfaqësuesi" not in said("sekretaria")
    with app.app_context():
        hand_over(people.cast.people["elira"], today(), today() + timedelta(days=5))
    assert "vepron zëvendësi" in said("elira")
    assert "Zëvendësi: ju veproni deri më" in said("arta")
    assert "vepron" not in said("mira")
