"""The box that finds everything finds for each person what they would find anyway, and of anything else nothing."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.concerns.models import Concern
from app.core.db import db
from app.demo import lives
from app.recusals.service import recuse_organisation
from tests.databases import only_sqlite
from tests.rights.addresses import without_tokens
from tests.sign_in import sign_in
from tests.world import World
from tests.world import people as people  # a fixture

WORD = "Shtegtarët"
PLACES = ("/search", "/search/suggestions")


def browser(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, who)
    return client


def lines(page: str) -> set[str]:
    """What is found, as links outside the frame of the page."""
    found = page.split('<main id="main"')[-1]
    return set(re.findall(r'<li><a href="([^"]+)"><span>', found))


@pytest.fixture
def restricted(people: World, app: Flask) -> tuple[str, str]:
    """A concern under review that a recused member, institutions and observers have no sight of: address, number."""
    with app.app_context():
        address = people.concern(lives.ADMITTED, title=f"{WORD} presin në kufi")
        nazmi = people.cast.people["nazmi"].organisation_id
        recuse_organisation(people.cast.people["kastriot"], address, nazmi, "Financim.")
        number = db.session.scalars(select(Concern.reference).where(Concern.public_id == address)).one()
        db.session.rollback()
    return address, number


def test_a_number_leads_to_its_case_and_words_find_it(app: Flask, restricted: tuple[str, str]) -> None:
    address, number = restricted
    client = browser(app, "mira")
    for typed in (number, f" {number.lower()} "):
        answer = client.get("/search", query_string={"q": typed})
        assert (answer.status_code, answer.location) == (302, f"/concerns/{address}")
    for place in PLACES:
        for typed in ("shtegtaret", "SHTEGT", f"{number[:-1]}"):
            assert f"/concerns/{address}" in lines(client.get(place, query_string={"q": typed}).text), typed


@pytest.mark.parametrize("who", ["nazmi", "vezhguesi", "sociale", "administratori", "koordinatorja"])
def test_who_does_not_see_a_case_gets_byte_for_byte_what_there_is_of_none(
    app: Flask, restricted: tuple[str, str], who: str
) -> None:
    address, number = restricted
    client = browser(app, who)
    nothing = {WORD: "Shtegtorët", number: "T-2026-0000", number.lower(): "t-2026-0000"}
    for place in PLACES:
        for typed, absent in nothing.items():
            found, none = (client.get(place, query_string={"q": q}) for q in (typed, absent))
            assert found.status_code == none.status_code == 200
            assert without_tokens(found.text.replace(typed, absent)) == without_tokens(none.text), typed
            assert address not in found.text


def test_drafts_are_found_by_nobody(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern([], title=f"{WORD} presin në kufi")
        number = db.session.scalars(select(Concern.reference).where(Concern.public_id == address)).one()
        db.session.rollback()
    for who in ("anila", "mira", "sekretaria"):
        client = browser(app, who)
        assert client.get("/search", query_string={"q": number}).status_code == 200
        assert not lines(client.get("/search", query_string={"q": WORD}).text), who


@pytest.mark.parametrize("typed", ["te drejta per konfirmim", "Rights to conf"])
def test_pages_are_found_by_their_names_in_both_languages_by_who_may_open_them(
    app: Flask, people: World, typed: str
) -> None:
    for who, opens in {"kastriot": True, "administratori": True, "mira": False, "vezhguesi": False}.items():
        found = lines(browser(app, who).get("/search", query_string={"q": typed}).text)
        assert ("/rights" in found) is opens, who


@only_sqlite
def test_people_are_found_where_their_reader_has_them(app: Flask, people: World) -> None:
    # who answers stands in the directory, who holds a seat on the page of the Group, everybody with the administrator
    seen = {
        "mira": {"Zana Kroi": "/organisations/", "Hana Bardhi": "/group/seats/", "Arben Toska": None},
        "vezhguesi": {"Zana Kroi": "/organisations/", "Hana Bardhi": "/group/seats/", "Sonila Prendi": None},
        "administratori": {"Zana Kroi": "/people/", "Hana Bardhi": "/people/", "Arben Toska": "/people/"},
    }
    for who, wanted in seen.items():
        client = browser(app, who)
        for name, place in wanted.items():
            page = client.get("/search", query_string={"q": name}).text
            assert [where for where in lines(page) if place and where.startswith(place)] == list(lines(page))
            assert bool(lines(page)) is (place is not None), (who, name)


@only_sqlite
@pytest.mark.parametrize("typed", ["", " ", "a", "-", "%", "_", '"', "'; --", "*", "\x00" + "a", "ë" * 400])
def test_whatever_is_typed_is_only_words(app: Flask, people: World, typed: str) -> None:
    client = browser(app, "mira")
    for place in PLACES:
        answer = client.get(place, query_string={"q": typed})
        assert answer.status_code in (200, 400), typed
        assert not lines(answer.text)
