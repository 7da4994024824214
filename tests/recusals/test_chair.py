"""Where the chair is recused the secretariat holds the chair's place; where nobody is chair, it calls the election."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.concerns.models import Concern
from app.core.db import db
from app.demo import lives
from app.demo.review import cast_all
from app.group.queries import chair
from app.process.models import Ended, Event
from app.process.outcome import NotYours, Taken
from app.recusals.service import recuse_myself
from app.review.service import Assignment
from app.votes.models import Vote
from tests.forms import send
from tests.posts import post_unshown
from tests.votes.pages import in_english, opened
from tests.world import World
from workflows.voting import Choice

UNASSIGNED = lives.ADMITTED[:2]


def without_chair(app: Flask, people: World, beats: list[lives.DemoStep]) -> str:
    """A concern from which the chair has recused itself."""
    with app.app_context():
        address = people.concern(beats)
        recuse_myself(people.cast.people["kastriot"], address, "Family.")
        return address


def test_the_secretariat_names_the_rapporteur_and_nobody_else_does(world: World) -> None:
    address = world.concern(UNASSIGNED)
    mira = Assignment(world.cast.people["mira"].person_id)
    assert world.act("sekretaria", address, "assign_rapporteur", mira) == NotYours()
    recuse_myself(world.cast.people["kastriot"], address, "Family.")
    assert world.act("hana", address, "assign_rapporteur", mira) == NotYours()
    assert isinstance(world.act("sekretaria", address, "assign_rapporteur", mira), Taken)
    last = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (last.do, last.standing) == ("assign_rapporteur", "secretariat")


def test_what_waits_for_the_chair_waits_on_the_desk_of_the_secretariat(app: Flask, people: World) -> None:
    address = without_chair(app, people, UNASSIGNED)
    secretariat = in_english(app, "sekretaria")
    page = secretariat.get("/").text
    assert f"/concerns/{address}/steps/assign_rapporteur" in page
    assert "acts in the chair" in secretariat.get(f"/concerns/{address}").text
    other = without_chair(app, people, lives.PROPOSED)
    assert f"/concerns/{other}" in secretariat.get("/").text
    with app.app_context():
        kept = people.concern(lives.PROPOSED)
    awaiting = secretariat.get("/").text.split('<li class="neutral">')[0]  # before what changed meanwhile
    assert other in awaiting and kept not in awaiting, "the chair is there: it is the chair's move"


def test_it_opens_and_closes_the_vote(app: Flask, people: World) -> None:
    address = without_chair(app, people, lives.PROPOSED)
    secretariat, gone = in_english(app, "sekretaria"), in_english(app, "kastriot")
    vote = opened(app, secretariat, address, reason="Clear.")
    assert gone.get(f"/votes/{vote}").status_code == 404
    assert post_unshown(gone, f"/votes/{vote}/close", {}).status_code == 404
    assert post_unshown(in_english(app, "hana"), f"/votes/{vote}/close", {}).status_code == 404
    with app.app_context():
        cast_all(vote, (Choice.FOR,))
    assert "0 of 12 entitled" not in secretariat.get(f"/votes/{vote}").text
    assert send(secretariat, f"/votes/{vote}", {}, f"/votes/{vote}/close").status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Concern.stage)).one() == "adopted"
        standings = db.session.scalars(
            select(Event.standing).where(Event.do.in_(("open_vote", "close_vote")))
        ).all()
        assert standings == ["secretariat", "secretariat"]


def test_beside_a_chair_the_secretariat_closes_no_vote(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.PROPOSED)
    vote = opened(app, in_english(app, "kastriot"), address)
    secretariat = in_english(app, "sekretaria")
    assert "Close the vote" not in secretariat.get(f"/votes/{vote}").text
    assert post_unshown(secretariat, f"/votes/{vote}/close", {}).status_code == 404
    assert secretariat.get("/votes/new/elect_chair").status_code == 404


def test_whose_seat_ends_is_chair_no_more_and_the_secretariat_calls_the_election(
    app: Flask, people: World
) -> None:
    kastriot, secretariat = in_english(app, "kastriot"), in_english(app, "sekretaria")
    zeri, mira = people.cast.organisations["zeri"], people.cast.people["mira"].person_id

    def decide(client: FlaskClient, question: str, **fields: str) -> None:
        answer = send(client, f"/votes/new/{question}", {"manner": "meeting", "reason": "So.", **fields})
        assert answer.status_code == 302, answer.text
        vote = answer.headers["Location"].rsplit("/", 1)[1]
        with app.app_context():
            cast_all(vote, (Choice.FOR,))
        assert send(client, f"/votes/{vote}", {}, f"/votes/{vote}/close").status_code == 302

    decide(kastriot, "end_seat", organisation=str(zeri))
    with app.app_context():
        assert chair(db.session()) is None
    assert kastriot.get("/votes/new/elect_chair").status_code == 404
    assert "There is no chair" in secretariat.get("/group").text
    assert re.search(r"/votes/new/elect_chair", secretariat.get("/votes").text)
    decide(secretariat, "elect_chair", person=str(mira))
    with app.app_context():
        assert chair(db.session()) == mira
        assert not db.session.scalars(select(Vote).where(Vote.ended == Ended.STALE)).all()
        held = db.session.scalars(select(Person).where(Person.id == mira)).one()
        assert held.active
    assert secretariat.get("/votes/new/elect_chair").status_code == 404
