"""What is held of forms that were not taken: the newest of one person, none that is larger than a form can be."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from app.core.db import db
from app.core.stashed_forms import LARGEST, MOST_STASHED, StashedForm
from app.demo import lives
from tests.forms import forge, form_of
from tests.sign_in import sign_in
from tests.world import World

OTHER = {"csrf_token": "of-another-session"}


def held(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(StashedForm)) or 0


def test_the_newest_forms_of_a_person_are_held(app: Flask, people: World) -> None:
    with app.app_context():
        page = f"/concerns/{people.concern(lives.SUBMITTED)}/steps/ask_for_information"
        db.session.remove()
    client, other = app.test_client(), app.test_client()
    sign_in(client, "sekretaria")
    sign_in(other, "anila")
    assert "held=" in forge(other, "/", OTHER, "/language").location
    for number in range(MOST_STASHED + 2):
        refused = forge(client, page, OTHER, typed={"question": f"Pyetja {number}."})
        given = form_of(client.get(refused.location).text).named("question")
        assert given[0].value.strip() == f"Pyetja {number}."
    assert held(app) == MOST_STASHED + 1, "and another's stay"


def test_what_no_form_takes_is_not_held(app: Flask, people: World) -> None:
    client = app.test_client()
    sign_in(client, "anila")
    refused = forge(client, "/", {**OTHER, "next": "/" + "a" * LARGEST}, "/language")
    assert refused.status_code == 303 and "held=" not in refused.location
    assert held(app) == 0
    assert client.get(refused.location).status_code == 200, "a form's address alone would be no page"
