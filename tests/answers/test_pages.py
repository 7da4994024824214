"""The pages of the work before an answer, sent as a browser does, and for whom each of them exists."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.answers.forms import KINDS_OF
from app.answers.models import AnswerTemplate, Assignment, ContributionRequest, PreparedAnswer
from app.answers.service import clear_removed_wordings
from app.concerns.models import Recommendation
from app.core.db import db
from app.core.mail import send as post_mail
from app.core.time import frozen, now
from app.demo import lives
from app.directory.service import add_unit, save_entry
from app.notifications.delivery import deliver
from app.notifications.models import Notification, SendState
from tests.forms import again, forge, form_of, send
from tests.posts import post_unshown
from tests.sign_in import sign_in
from tests.votes.pages import in_english
from tests.world import World, world_of
from workflows.recommendation import State

OUTSIDE = (
    "anila",
    "hana",
    "kastriot",
    "sekretaria",
    "koordinatorja",
    "vezhguesi",
    "administratori",
    "policia",
)


class Browsers(dict[str, FlaskClient]):
    def __init__(self, app: Flask) -> None:
        self.app = app

    def __missing__(self, who: str) -> FlaskClient:
        self[who] = self.app.test_client()
        sign_in(self[who], who)
        return self[who]


@pytest.fixture
def two(app: Flask) -> tuple[World, list[str]]:
    """Two concerns that wait for answers, in a ministry with units and two signatures."""
    with world_of(app) as world:
        ministry = world.cast.people["ministria"]
        save_entry(ministry, ministry.organisation_id, {"sign_off": True})
        add_unit(ministry, ministry.organisation_id, "Sektori i parë")
        return world, [world.concern(lives.SENT), world.concern(lives.SENT)]


def one(app: Flask, model: type, **given: object) -> object:
    with app.app_context():
        return db.session.scalars(select(model).filter_by(**given)).one()


def test_the_way_of_an_answer_through_its_pages(app: Flask, two: tuple[World, list[str]]) -> None:
    world, (first, second) = two
    browse = Browsers(app)
    ministry, other, agency = browse["ministria"], browse["ministria_b"], browse["prokuroria"]
    place = f"/concerns/{first}/recommendations/1"
    # given to somebody
    unit = re.search(r'<option value="(\d+)">Sektori i parë', ministry.get(f"{place}/assign").text)
    assert unit
    person = str(world.cast.people["ministria_b"].person_id)
    assert send(ministry, f"{place}/assign", {"unit": "0", "person": "0"}).status_code == 422
    assert send(ministry, f"{place}/assign", {"unit": unit[1], "person": person}).status_code == 302
    assert one(app, Assignment).person_id == int(person)  # type: ignore[attr-defined]
    assert place in other.get("/answers?who=me").text and place not in ministry.get("/answers?who=me").text
    assert f"{second}/recommendations/1" in ministry.get("/answers?who=nobody").text
    # an agency is asked, and sees the request on its desk and nothing else of the case
    asked = {"agency": str(world.cast.organisations["prokuroria"]), "question": "Si veprohet?"}
    assert send(ministry, f"{place}/forward", asked).status_code == 302
    address = f"/requests/{one(app, ContributionRequest).public_id}"  # type: ignore[attr-defined]
    assert address in agency.get("/").text and address in agency.get("/answers").text
    assert agency.get(f"/concerns/{first}").status_code == 404 == agency.get(f"{place}/work").status_code
    given = {"contribution": "Veprohet sipas urdhrit."}
    assert send(agency, address, {"contribution": " "}, f"{address}/give").status_code == 422
    assert send(agency, address, given, f"{address}/give").status_code == 302
    # the answer begins with it, is kept as a draft, proposed, returned, proposed again, and signed by the other one
    form = ministry.get(f"{place}/steps/accept?contributions=1").text
    assert "Prokuroria, Zyra A: Veprohet sipas urdhrit." in form
    assert send(ministry, f"{place}/steps/reject", {}, press="keep").status_code == 302
    assert send(ministry, f"{place}/steps/accept", {"note": "Pranohet."}).status_code == 302
    assert one(app, PreparedAnswer).state == "to_sign"  # type: ignore[attr-defined]
    prepared = one(app, PreparedAnswer)
    ticked = f"{prepared.public_id}:{prepared.version}"  # type: ignore[attr-defined]
    assert post_unshown(ministry, "/answers/to-sign", {"answer": ticked}).status_code == 409, "their own"
    back = f"/answers/prepared/{prepared.public_id}/return"  # type: ignore[attr-defined]
    assert send(other, back, {"reason": "Shtoni afatin."}).status_code == 302
    assert "Shtoni afatin." in ministry.get(f"{place}/steps/accept").text
    assert send(ministry, f"{place}/steps/accept", {"note": "Pranohet, deri në maj."}).status_code == 302
    page = other.get("/answers/to-sign").text
    with app.app_context():
        asked = db.session.scalars(select(Recommendation).join(PreparedAnswer)).one()
        assert "Pranohet, deri në maj." in page and asked.text in page and asked.measure in page
    version = one(app, PreparedAnswer).version  # type: ignore[attr-defined]
    to_sign, signed = other.get("/answers/to-sign"), {"answer": f"{prepared.public_id}:{version}"}  # type: ignore[attr-defined]
    assert again(other, to_sign, signed, "/answers/to-sign").status_code == 302
    assert again(other, to_sign, signed, "/answers/to-sign").status_code == 302, "the same form, signed once"
    assert post_unshown(other, "/answers/to-sign", signed).status_code == 409, (
        "another form, from an old page"
    )
    page = browse["kastriot"].get(f"/concerns/{first}").text
    assert "Pranohet, deri në maj." in page
    assert "Veprohet sipas urdhrit." not in page and "Shtoni afatin." not in page
    # every mail of it is written and sent
    with app.app_context():
        while deliver(post_mail):
            pass
        states = db.session.execute(
            select(Notification.kind, Notification.state).order_by(Notification.id)
        ).all()
    assert ("answer_signed", SendState.SENT) in states and ("contribution_given", SendState.SENT) in states
    assert len(states) >= 6
    for who in OUTSIDE:
        for hidden in (address, f"{place}/work", f"{place}/assign", f"{place}/forward", back):
            assert browse[who].get(hidden).status_code == 404, (who, hidden)


@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_draft_that_is_refused_gives_back_what_was_typed(
    app: Flask, two: tuple[World, list[str]], language: str
) -> None:
    ministry = Browsers(app)["ministria"] if language == "sq" else in_english(app, "ministria")
    place = f"/concerns/{two[1][0]}/recommendations/1/steps/reject"
    for length, status in ((20_001, 422), (20_000, 302)):
        typed = ("Arsyeja jonë. " * 2000)[: length - 1] + "."
        kept = forge(ministry, place, {}, typed={"reason": typed}, press="keep")
        assert (kept.status_code, typed in kept.text) == (status, status == 422)
        if status == 422:
            said = {"sq": "Është tepër e gjatë", "en": "This is too long"}
            assert said[language] in kept.text and 'value="draft"' in kept.text
            other = ministry.get(form_of(kept.text, "/language").fields()["next"][0])
            assert other.status_code == 200 and form_of(other.text).named("reason")
            with app.app_context():
                assert not db.session.scalars(select(PreparedAnswer)).all(), "nothing of it is kept"
    assert one(app, PreparedAnswer, state="draft").data["reason"] == typed  # type: ignore[attr-defined]


def test_several_are_answered_together_with_words_that_are_kept(
    app: Flask, two: tuple[World, list[str]]
) -> None:
    _world, (first, second) = two
    browse = Browsers(app)
    ministry, other = browse["ministria"], browse["ministria_b"]
    words = {"name": "Kërkon ligj", "do": "reject", "reason": "Kërkon ndryshim ligji."}
    assert send(ministry, "/answers/wordings/new", words).status_code == 302
    wording = one(app, AnswerTemplate).public_id  # type: ignore[attr-defined]
    batch = f"/answers/batch?rec={first}/1&rec={second}/1"
    assert "Kërkon ndryshim ligji." in ministry.get(f"{batch}&wording={wording}").text
    for who in ("sociale", "policia"):  # words of another organisation
        assert browse[who].get(f"/answers/wordings/{wording}").status_code == 404
        assert browse[who].get(batch).status_code == (200 if who == "sociale" else 404)
    empty = send(ministry, batch, {"do": "reject", "reason": ""})
    assert empty.status_code == 422
    sent = {"do": "reject", "reason": "Kërkon ndryshim ligji."}
    assert send(ministry, batch, sent).status_code == 302
    assert "2 përgjigje presin nënshkrimin" in ministry.get("/answers").text, "nothing is sent yet"
    own = ministry.get("/answers/to-sign").text
    assert "Kërkon ndryshim ligji." in own and "data-once" in own and 'class="btn">Nënshkruani' not in own
    with app.app_context():
        waiting = [f"{p.public_id}:{p.version}" for p in db.session.scalars(select(PreparedAnswer))]
    assert len(waiting) == 2
    assert send(other, "/answers/to-sign", {"answer": waiting}, "/answers/to-sign").status_code == 302
    with app.app_context():
        assert set(db.session.scalars(select(Recommendation.state))) == {State.REJECTED}


def test_each_kind_of_answer_shows_its_own_texts() -> None:
    sheet = Path("app/static/css/forms.css").read_text()
    for kind in {kind for kinds in KINDS_OF.values() for kind in kinds}:
        assert f"[name=do][value={kind}]:checked) [data-for~={kind}]" in sheet, kind


def test_words_that_were_removed_are_brought_back_for_a_day(app: Flask, two: tuple[World, list[str]]) -> None:
    ministry = Browsers(app)["ministria"]
    words = {"name": "Kërkon ligj", "do": "reject", "reason": "Kërkon ndryshim ligji."}
    assert send(ministry, "/answers/wordings/new", words).status_code == 302
    own = f"/answers/wordings/{one(app, AnswerTemplate).public_id}"  # type: ignore[attr-defined]
    removed = send(ministry, "/answers/wordings", {}, f"{own}/remove", follow_redirects=True)
    assert own + '"' not in removed.text and ministry.get(own).status_code == 404
    back = again(ministry, removed, {}, f"{own}/bring-back", follow_redirects=True)
    assert own + '"' in back.text
    assert "Kërkon ndryshim ligji." in ministry.get(own).text
    send(ministry, "/answers/wordings", {}, f"{own}/remove")
    with app.app_context():
        assert not clear_removed_wordings()
        with frozen(now() + timedelta(days=1, minutes=1)):
            assert clear_removed_wordings() and not clear_removed_wordings()
        assert not db.session.scalars(select(AnswerTemplate)).all()
