"""Concerns that may be about the same are offered, and only those that the reader may see."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.concerns.models import Concern
from app.concerns.vocabulary import County, Subject
from app.core.db import db
from app.demo import lives
from app.recusals.service import recuse_myself
from tests.votes.pages import in_english
from tests.world import World


def test_the_same_matter_is_offered_with_what_is_shared(app: Flask, people: World) -> None:
    with app.app_context():
        here = {"county": County.KUKES}
        one, other = people.concern(lives.DRAFTED, **here), people.concern(lives.ADMITTED, **here)
        elsewhere = {
            "title": "Krejt tjetër",
            "narrative": "Një gjë tjetër.",
            "duty": "Tjetër.",
            "subject": Subject.FUNDING,
            "county": County.VLORE,
        }
        far = people.concern(lives.ADMITTED, **elsewhere)
        rows = {c.public_id: c.reference for c in db.session.scalars(select(Concern))}
    client = in_english(app, "hana")
    page = client.get(f"/concerns/{one}/similar").text
    assert rows[other] in page and "same institution" in page and "same words" in page
    assert rows[far] not in page.split("Back to the case")[0], "an institution alone does not weigh enough"
    assert rows[one] not in page.split('id="similar"')[1]
    assert f"/concerns/{one}/similar" in client.get(f"/concerns/{one}").text
    joining = client.get(f"/concerns/{one}/steps/join").text
    assert joining.index(rows[other]) < joining.index(rows[far]), "the similar one stands first"


def test_what_does_not_exist_for_the_reader_is_not_offered(app: Flask, people: World) -> None:
    with app.app_context():
        one, other = people.concern(lives.DRAFTED), people.concern(lives.ADMITTED)
        reference = db.session.scalars(select(Concern.reference).where(Concern.public_id == other)).one()
        recuse_myself(people.cast.people["mira"], other)
    assert reference not in in_english(app, "mira").get(f"/concerns/{one}/similar").text
    assert reference in in_english(app, "drita").get(f"/concerns/{one}/similar").text
    assert in_english(app, "koordinatorja").get(f"/concerns/{one}/similar").status_code == 404
