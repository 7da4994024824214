"""Advice beside the form of a draft, for those who write drafts."""

from __future__ import annotations

from flask import Flask

from app.demo import lives
from tests.app.votes.pages import in_english, post
from tests.world import World

ADDRESS = "/recommendations/quality"


def test_what_is_typed_is_looked_at(app: Flask, people: World) -> None:
    member = in_english(app, "hana")
    first = post(member, ADDRESS, text="Open a shelter; train its staff.", addressee="0", proposed_on="")
    assert first.status_code == 200
    for words in ("more than one demand", "who has to act", "Name the law", "Say by when"):
        assert words in first.text
    typed = {"text": "Open a shelter.", "duty": "Article 5", "measure": "20 beds", "addressee": "7"}
    last = post(member, ADDRESS, **typed, proposed_on="2099-01-31").text
    assert "can be verified later" in last and "look at again" not in last
    assert "Say by when" in post(member, ADDRESS, **typed, proposed_on="31 January").text


def test_an_empty_form_is_not_scolded(app: Flask, people: World) -> None:
    answer = post(in_english(app, "hana"), ADDRESS, text=" ", addressee="0", proposed_on="")
    assert (answer.status_code, answer.text) == (200, "")


def test_only_who_writes_drafts_is_advised(app: Flask, people: World) -> None:
    for who in ("ministria", "sociale", "koordinatorja", "vezhguesi"):
        assert post(in_english(app, who), ADDRESS, text="x").status_code in (403, 404), who


def test_the_form_of_a_draft_asks_for_advice(app: Flask, people: World) -> None:
    with app.app_context():
        concern = people.concern(lives.DRAFTED)
    page = in_english(app, "hana").get(f"/concerns/{concern}/steps/draft_recommendation")
    assert page.status_code == 200 and f'hx-post="{ADDRESS}"' in page.text
