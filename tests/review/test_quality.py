"""Advice beside the form of a draft, for those who write drafts."""

from __future__ import annotations

from flask import Flask
from werkzeug.test import TestResponse

from app.demo import lives
from tests.forms import forge
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World

ADDRESS = "/recommendations/quality"


def advice(app: Flask, people: World, **typed: str) -> TestResponse:
    """What is said beside the form of a draft while this stands in it: htmx sends it all to another address."""
    with app.app_context():
        concern = people.concern(lives.DRAFTED)
    draft = f"/concerns/{concern}/steps/draft_recommendation"
    return forge(in_english(app, "hana"), draft, {}, typed=typed, to=ADDRESS)


def test_what_is_typed_is_looked_at(app: Flask, people: World) -> None:
    first = advice(app, people, text="Open a shelter; train its staff.", proposed_on="")
    assert first.status_code == 200
    for words in ("more than one demand", "who has to act", "Name the law", "Say by when"):
        assert words in first.text
    whom = str(people.cast.organisations["sociale"])
    typed = {"text": "Open a shelter.", "duty": "Article 5", "measure": "20 beds", "addressee": whom}
    last = advice(app, people, **typed, proposed_on="2099-01-31").text
    assert "can be verified later" in last and "look at again" not in last
    assert "Say by when" in advice(app, people, **typed, proposed_on="31 January").text


def test_an_empty_form_is_not_scolded(app: Flask, people: World) -> None:
    answer = advice(app, people, text=" ", proposed_on="")
    assert (answer.status_code, answer.text) == (200, "")


def test_only_who_writes_drafts_is_advised(app: Flask, people: World) -> None:
    for who in ("ministria", "sociale", "koordinatorja", "vezhguesi"):
        assert post_unshown(in_english(app, who), ADDRESS, {"text": "x"}).status_code in (403, 404), who


def test_the_form_of_a_draft_asks_for_advice(app: Flask, people: World) -> None:
    with app.app_context():
        concern = people.concern(lives.DRAFTED)
    page = in_english(app, "hana").get(f"/concerns/{concern}/steps/draft_recommendation")
    assert page.status_code == 200 and f'hx-post="{ADDRESS}"' in page.text
