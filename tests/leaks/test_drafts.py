"""What is typed in a draft exists for its organisation alone: a new institution enters the directory when confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Organisation
from app.concerns.models import Concern, ConcernInstitution
from app.concerns.recusals import Recusal
from app.core.db import db, unit_of_work
from tests.filing.test_filing import begin, fill_all
from tests.forms import send
from tests.posts import autosave
from tests.sign_in import sign_in
from tests.world import World

TYPED = ("zqke", "zqkestro", "zqkestroke")
OTHERS = "mira hana kastriot sekretaria ministria sociale koordinatorja vezhguesi administratori".split()
LISTS = (
    "/",
    "/concerns",
    "/concerns?q=zqke",
    "/recommendations",
    "/recommendations/by-institution",
    "/answers",
    "/organisations",
    "/organisations?q=zqke",
    "/access-requests/new",
    "/desk",
    "/desk/glance",
    "/desk?tab=institutions",
    "/desk/figures",
    "/desk/export.csv?tab=institutions",
    "/people/invite",
    "/interests",
    "/notices",
)
Browse = Callable[[str], FlaskClient]


@pytest.fixture
def browse(app: Flask, people: World) -> Browse:
    def open_as(who: str) -> FlaskClient:
        client = app.test_client()
        sign_in(client, who)
        return client

    return open_as


def autosaved(client: FlaskClient, concern: str, **typed: str) -> None:
    answer = autosave(client, client.get(f"/concerns/{concern}/filing/where"), typed)
    assert answer.status_code == 200, answer.text


def seen_by(client: FlaskClient) -> list[str]:
    """The lists in which what was typed stands, in any part: names, choices, addresses of filters."""
    pages = {address: client.get(address).text for address in LISTS}
    return [a for a, text in pages.items() if "zqke" in re.sub(r'value="zqke"|q=zqke', "", text)]


def organisations(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Organisation.id))) or 0


def test_nobody_else_sees_what_is_typed_and_nothing_stays_of_it(app: Flask, browse: Browse) -> None:
    filer, before = browse("anila"), organisations(app)
    concern = begin(filer)
    for typed in TYPED:
        autosaved(filer, concern, new_institution=typed, new_institution_kind="state_agency")
    others = {who: browse(who) for who in OTHERS}
    assert {who: seen_by(client) for who, client in others.items() if seen_by(client)} == {}
    assert 'value="zqkestroke"' in filer.get(f"/concerns/{concern}/filing/where").text
    assert organisations(app) == before
    discard = f"/concerns/{concern}/steps/discard"
    assert send(filer, discard, {}).status_code == 302
    assert {who: seen_by(client) for who, client in others.items() if seen_by(client)} == {}
    with app.app_context():
        row = db.session.scalars(select(Concern)).one()
        assert (row.new_institution, row.new_institution_kind, row.institutions_text) == ("", None, "")


def filed(filer: FlaskClient, people: World, name: str) -> str:
    concern = begin(filer)
    fill_all(
        filer, people, concern, institutions=[], new_institution=name, new_institution_kind="state_agency"
    )
    assert send(filer, f"/concerns/{concern}/filing/check", {}).status_code == 302
    return concern


def test_the_secretariat_enters_it_in_the_directory(app: Flask, people: World, browse: Browse) -> None:
    concern, before = filed(browse("anila"), people, "zqkestroke"), organisations(app)
    for who in ("ministria", "koordinatorja", "vezhguesi", "sociale", "administratori"):
        assert seen_by(browse(who)) == []
    secretariat = browse("sekretaria")
    page = f"/concerns/{concern}/institution"
    assert page in secretariat.get("/").text
    assert page in secretariat.get(f"/concerns/{concern}").text
    for who in ("anila", "mira", "ministria", "administratori"):
        assert browse(who).get(page).status_code == 404
    assert organisations(app) == before
    assert send(secretariat, page, {"name": " "}).status_code == 422
    assert send(secretariat, page, {"name": "Zyra zqkestroke"}).status_code == 302
    assert secretariat.get(page).status_code == 404, "there is nothing left to confirm"
    with app.app_context():
        row = db.session.scalars(select(Organisation).where(Organisation.name == "Zyra zqkestroke")).one()
        assert row.confirmed and row.kind == "state_agency"
        assert db.session.scalars(select(Concern.institutions_text)).one() == "Zyra zqkestroke"
    assert "Zyra zqkestroke" in secretariat.get("/organisations").text
    assert "Zyra zqkestroke" in secretariat.get(f"/concerns/{concern}").text


def test_it_may_be_one_that_the_directory_has(app: Flask, people: World, browse: Browse) -> None:
    concern, before = filed(browse("anila"), people, "Shoqata e Romëve"), organisations(app)
    member, closed_since = people.cast.organisations["romet"], people.cast.organisations["sociale"]
    with app.app_context(), unit_of_work() as session:
        about = session.scalars(select(Concern.id)).one()
        session.add(ConcernInstitution(concern_id=about, organisation_id=closed_since))
        session.get_one(Organisation, closed_since).active = False
    secretariat = browse("sekretaria")
    assert send(secretariat, f"/concerns/{concern}/institution", {"known": str(member)}).status_code == 302
    assert organisations(app) == before
    with app.app_context():
        assert db.session.scalars(select(Recusal.organisation_id)).all() == [member], "a member is recused"
        assert db.session.scalars(select(Concern.about_member)).one()
        kept = set(db.session.scalars(select(ConcernInstitution.organisation_id)))
        assert kept == {member, closed_since}, "that an institution is out of use unsays nothing"
    assert browse("nazmi").get(f"/concerns/{concern}").status_code == 404


def test_a_name_that_the_directory_has_is_taken_from_there(app: Flask, people: World, browse: Browse) -> None:
    filer, before = browse("anila"), organisations(app)
    concern = begin(filer)
    autosaved(filer, concern, new_institution="sherbimi  social SHTETEROR")
    assert organisations(app) == before
    assert "Qendra Kombëtare e Shërbimeve Sociale" not in {row for row in [_institutions(app)] if row}, (
        "what one types is not turned into something else while typing"
    )
    fill_all(filer, people, concern, institutions=[], new_institution="Qendra Kombëtare e Shërbimeve Sociale")
    assert send(filer, f"/concerns/{concern}/filing/check", {}).status_code == 302
    assert _institutions(app) == "Qendra Kombëtare e Shërbimeve Sociale"
    assert browse("sekretaria").get(f"/concerns/{concern}/institution").status_code == 404


def _institutions(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Concern.institutions_text)).one()
