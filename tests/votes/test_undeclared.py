"""A vote on a case on which somebody has yet to declare: listed by the number of the case alone, and then as usual."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.concerns.models import Concern
from app.core.db import db
from app.core.time import today
from app.demo import lives
from tests.forms import send
from tests.votes.pages import in_english, opened
from tests.world import World
from workflows.roles import Level

DESKS = ("/", "/votes", "/my-dates")
TITLE = "Titull që nuk thuhet"
DECLARE = re.compile(r'href="(/concerns/[^"/]+/declare\?next=[^"]+)"')


@pytest.fixture
def vote(people: World, app: Flask) -> tuple[str, str, str]:
    """A restricted concern that is voted on in writing, on which two have declared: vote, its address, its number."""
    with app.app_context():
        address = people.concern(lives.PROPOSED, declared=False, title=TITLE, level=Level.RESTRICTED)
        number = db.session.scalars(select(Concern.reference).where(Concern.public_id == address)).one()
    end = (today() + timedelta(days=4)).isoformat()
    found = opened(app, in_english(app, "kastriot"), address, manner="written_procedure", ends_on=end)
    return found, address, number


def listed(client: FlaskClient, address: str) -> str:
    """The main part of a list, without what the notices beside it say."""
    page = client.get(address).text
    return page[page.index("<main") : page.index("</main>")].split("What changed since I was last here</h2>")[
        0
    ]


@pytest.mark.parametrize("desk", DESKS)
def test_it_is_listed_by_its_number_and_leads_to_the_declaration(
    app: Flask, vote: tuple[str, str, str], desk: str
) -> None:
    """Afterwards the vote itself is there."""
    vote_id, address, number = vote
    member = in_english(app, "mira")
    page = listed(member, desk)
    assert number in page and "declare first" in page.lower()
    assert TITLE not in page and "Adoption" not in page
    links = DECLARE.findall(page)
    assert set(links) == {f"/concerns/{address}/declare?next=/votes/{vote_id}"}
    answer = send(member, links[0], {"answer": "none"})
    assert answer.status_code == 302 and answer.headers["Location"].endswith(f"/votes/{vote_id}")
    page = listed(member, desk)
    assert f'href="/votes/{vote_id}"' in page and "declare first" not in page.lower()
    assert send(member, f"/votes/{vote_id}", {"q0": "for"}, f"/votes/{vote_id}/ballot").status_code == 302
    assert (f'href="/votes/{vote_id}"' in listed(member, desk)) is (desk == "/votes")


@pytest.mark.parametrize("desk", DESKS)
def test_who_is_recused_finds_nothing(app: Flask, vote: tuple[str, str, str], desk: str) -> None:
    vote_id, address, number = vote
    member = in_english(app, "mira")
    assert number in listed(member, desk)
    answer = send(member, f"/concerns/{address}/declare", {"answer": "conflict", "reason": "A contract."})
    assert answer.status_code == 302
    page = listed(member, desk)
    assert number not in page and vote_id not in page and address not in page


def test_the_cases_on_which_one_has_yet_to_declare_are_counted_and_listed(people: World, app: Flask) -> None:
    """Those that the Group is about to decide on; not own ones, not what was sent, not where one is recused."""
    with app.app_context():
        told = [people.concern(beats, declared=False) for beats in (lives.PROPOSED, lives.DRAFTED)]
        later = people.concern(lives.SENT, declared=False)
        known = people.concern(lives.PROPOSED)
    member, marked = in_english(app, "mira"), "declare first</span>"
    assert "You have yet to declare on 2 cases" in listed(member, "/")
    page = listed(member, "/concerns?undeclared=1")
    assert page.count(marked) == 2 and all(address in page for address in told)
    assert later not in page and known not in page
    assert listed(member, "/concerns").count(marked) == 2
    send(member, f"/concerns/{told[0]}/declare", {"answer": "none"})
    assert "You have yet to declare on 1 case<" in listed(member, "/")
    send(member, f"/concerns/{told[1]}/declare", {"answer": "conflict", "reason": "A contract."})
    assert "You have yet to declare" not in listed(member, "/")
    for who in ("anila", "sekretaria", "koordinatorja", "sociale"):
        page = listed(in_english(app, who), "/concerns?undeclared=1")
        assert marked not in page and not [a for a in (*told, later, known) if a in page], who
        assert "You have yet to declare" not in listed(in_english(app, who), "/")


def test_a_vote_on_the_group_itself_stands_among_the_dates(people: World, app: Flask) -> None:
    chair, member = in_english(app, "kastriot"), in_english(app, "mira")
    end = (today() + timedelta(days=4)).isoformat()
    with app.app_context():
        who = str(people.cast.people["kastriot"].person_id)
    answer = send(
        chair,
        "/votes/new/elect_chair",
        {"person": who, "manner": "written_procedure", "ends_on": end, "reason": "Turns."},
    )
    assert answer.status_code == 302, answer.text
    vote_id = answer.headers["Location"].rsplit("/", 1)[1]
    for desk in DESKS:
        assert f'href="/votes/{vote_id}"' in listed(member, desk), desk
