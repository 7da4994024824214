"""Concerns that are reviewed together: each leads to the others, for those for whom they exist."""

from __future__ import annotations

from flask import Flask

from app.demo import lives
from app.process.outcome import Taken
from app.recusals.service import recuse_myself
from app.review.service import Joining
from tests.votes.pages import in_english
from tests.world import World


def test_lead_and_joined_lead_to_each_other_but_not_for_who_is_recused(app: Flask, people: World) -> None:
    with app.app_context():
        lead, joined = people.concern(lives.ADMITTED), people.concern(lives.ADMITTED)
        lead_case = people.case("kastriot", lead).concern
        lead_id, reference = lead_case.id, lead_case.reference
        outcome = people.act("kastriot", joined, "join", Joining("The same.", lead=lead_id))
        assert isinstance(outcome, Taken)
        recuse_myself(people.cast.people["nazmi"], joined, "Family.")
        recuse_myself(people.cast.people["drita"], lead, "Family.")
    member = in_english(app, "mira")
    assert f'href="/concerns/{joined}"' in member.get(f"/concerns/{lead}").text
    assert f'href="/concerns/{lead}"' in member.get(f"/concerns/{joined}").text
    assert joined not in in_english(app, "nazmi").get(f"/concerns/{lead}").text
    page = in_english(app, "drita").get(f"/concerns/{joined}").text
    assert "It goes on with another concern." in page and reference not in page


def test_nobody_joins_to_what_does_not_exist_for_them(world: World) -> None:
    lead, own = world.concern(lives.ADMITTED), world.concern(lives.ADMITTED)
    lead_id = world.case("kastriot", lead).concern.id
    recuse_myself(world.cast.people["hana"], lead, "Family.")
    assert not isinstance(world.act("hana", own, "join", Joining("The same.", lead=lead_id)), Taken)
