"""The desk of the ministry: every recommendation on some page of it, those due first, narrowed, by few queries."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.answers.contributions.service import Given
from app.answers.desk_choices import choices
from app.answers.service import Errand, assign
from app.answers.worklist import DeskFilter, Show, Sort, Stands, desk
from app.core.db import db
from app.demo import lives
from app.directory.service import add_unit
from app.process.data import Reason
from tests.answers.conftest import QUESTION, Desk
from tests.answers.test_pages import Browsers
from tests.answers.test_signing import prepare
from tests.concerns.test_page import counted
from tests.forms import again, forms_of, submit
from tests.steps import take
from tests.world import World, world_of
from workflows.contribution import ContributionAction

MOST = 8


def shown(world: World, reader: str = "ministria", **chosen: object) -> list[str]:
    db.session.rollback()
    rows, _page = desk(db.session(), world.cast.people[reader], DeskFilter(**chosen))  # type: ignore[arg-type]
    return [line.row.public_id for line in rows]


def test_each_filter_leaves_what_it_names(world: World) -> None:
    first, second, third = (world.concern(lives.SENT, age=age) for age in (9, 5, 2))
    people, one = world.cast.people, Desk(world, first)
    ministry = people["ministria"]
    add_unit(ministry, ministry.organisation_id, "Sektori i parë")
    assert shown(world) == [first, second, third], "those due first"
    assert shown(world, show=Show.PLANS) == []
    number = choices(db.session(), ministry).unit[-1][0]
    assign(ministry, first, 1, Errand(unit_id=number))
    assign(ministry, second, 1, Errand(person_id=people["ministria_b"].person_id))
    assert shown(world, who="nobody") == [third]
    assert shown(world, who=f"p{people['ministria_b'].person_id}") == [second]
    assert shown(world, who=str(number)) == [first]
    assert shown(world, reader="ministria_b", who="me") == [second]
    organisations = world.cast.organisations
    assert len(shown(world, institution=organisations["sociale"])) == 3
    assert shown(world, institution=organisations["policia_a"]) == []
    request = one.ask()
    one.two_signatures()
    prepare(Desk(world, second))
    assert shown(world, stands=Stands.ASKED) == [first] and shown(world, stands=Stands.PREPARED) == [second]
    assert shown(world, stands=Stands.NOTHING) == [third]
    take(people["prokuroria"], request, ContributionAction.GIVE, 1, Given(contribution=QUESTION))
    assert shown(world, stands=Stands.GIVEN) == [first] and shown(world, stands=Stands.ASKED) == []
    found = choices(db.session(), ministry)
    assert found.to_sign == 1 and organisations["sociale"] in dict(found.institution)
    assert not choices(db.session(), people["sociale"]).institution
    assert shown(world, sort=Sort.LATEST) == [third, second, first]
    assert shown(world, sort=Sort.NEWEST) == [third, second, first]
    assert found.numbers == {"answers": 3, "plans": 0, "work": 0, "sent": 0, "nobody": 1}
    assert not DeskFilter(sort=Sort.NEWEST).narrow
    assert DeskFilter.read({"show": "x", "who": "p1; --", "institution": "-1", "stands": "y"}) == DeskFilter()


def test_its_pages_hold_each_row_once_in_both_directions_and_cost_the_same(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world_of(app) as world:
        for age in (9, 7, 5, 3, 1):
            address = world.concern(lives.SENT, age=age)
        Desk(world, address).ask()
        world.act("sociale", address, "disclaim", Reason(reason="Jo ne."), number=1)
    ministry = Browsers(app)["ministria"]
    with counted(app) as whole:
        page = ministry.get("/answers").text
    assert len(whole) <= MOST and page.count('class="row-title"') == 5
    assert f"/concerns/{address}/recommendations/1/steps/readdress" in page, "it waits for the ministry"
    assert f'value="{address}/1"' not in page, "and takes no answer"
    monkeypatch.setattr("app.answers.worklist.SIZE", 2)
    seen, forward, last = [], "/answers", ""
    while forward:
        with counted(app) as sent:
            last = ministry.get(forward).text
        assert len(sent) <= MOST
        seen += re.findall(r'class="row-title" href="/concerns/([^/]+)/', last)
        forward = next(iter(re.findall(r'rel="next" href="([^"]+)"', last)), "").replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 5
    back = re.findall(r'rel="prev" href="([^"]+)"', last)[0].replace("&amp;", "&")
    assert re.findall(r'class="row-title" href="/concerns/([^/]+)/', ministry.get(back).text) == seen[2:4]


def test_those_that_are_ticked_are_given_away_together(app: Flask) -> None:
    with world_of(app) as world:
        concerns = [world.concern(lives.SENT) for _ in range(3)]
    ministry = Browsers(app)["ministria"]
    page = ministry.get("/answers").text
    assert "Ende pa njeri që merret me to: 3" in page
    form = next(each for each in forms_of(page) if each.action == "/answers/assign")
    assert ministry.get("/answers/assign").location == "/answers", "nothing is ticked"
    ticked = {"rec": [f"{concern}/1" for concern in concerns[:2]]}
    chosen = submit(ministry, "/answers", form, ticked)
    person = str(world.cast.people["ministria_b"].person_id)
    assert again(ministry, chosen, {}, "").status_code == 422, "to whom?"
    assert again(ministry, chosen, {"person": person}, "").location == "/answers"
    after = ministry.get("/answers").text
    assert "Ende pa njeri që merret me to: 1" in after and "Me 2 rekomandime merret tani" in after
    assert ministry.get("/answers/assign?rec=none/1").status_code == 404
