"""The administrator's pages of people, everybody's own page, and the record of rights."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import DatabaseError

from app.accounts import service
from app.accounts.models import AccountEvent, Person
from app.core.country import folded
from app.core.db import db, unit_of_work
from tests.accounts.pages import confirm_all, is_signed_in, stored, words
from tests.databases import only_sqlite
from tests.forms import forge, send
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role


@pytest.fixture
def administrator(client: FlaskClient, people: World) -> FlaskClient:
    sign_in(client, "administratori")
    return client


def page_of(app: Flask, who: str) -> str:
    return f"/people/{stored(app, who).public_id}"


@only_sqlite
def test_only_an_administrator_sees_accounts(app: Flask, client: FlaskClient, people: World) -> None:
    address = page_of(app, "anila")
    sign_in(client, "sekretaria")
    for page in ("/people", "/people/invite", address):
        assert client.get(page).status_code == 404


@only_sqlite
@pytest.mark.parametrize(
    ("words_", "found"),
    [
        ("koci", "Drita Koçi"),
        ("DRITA koç", "Drita Koçi"),
        ("peci jonida", "Jonida Peçi"),
        ("ministria@", "Petrit"),
    ],
)
def test_people_are_found_by_letters_without_marks(
    administrator: FlaskClient, words_: str, found: str
) -> None:
    answer = administrator.get("/people", query_string={"q": words_})
    assert found in answer.text
    assert answer.text.count('class="row-title"') == 1


@only_sqlite
def test_people_stand_by_name_and_those_of_a_role_are_found(administrator: FlaskClient) -> None:
    def names(address: str) -> list[str]:
        return re.findall(r'class="row-title"[^>]*>([^<]+)<', administrator.get(address).text)

    everybody = names("/people")
    assert everybody == sorted(everybody, key=folded) and everybody[0] == "Anila Hoxhaj"
    assert names("/people?role=chair") == ["Kastriot Vokshi"]
    assert names("/people?role=chair&q=anila") == []
    assert names("/people?role=none") == everybody


@only_sqlite
def test_whom_nobody_knows_is_not_found(administrator: FlaskClient) -> None:
    assert administrator.get("/people?q=zzz").text.count('class="row-title"') == 0


def test_the_list_is_read_in_a_constant_number_of_queries(app: Flask, administrator: FlaskClient) -> None:
    statements: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    administrator.get("/people")
    assert len([s for s in statements if s.lstrip().startswith("SELECT")]) <= 8


def test_roles_are_given_and_taken_and_it_is_on_record(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    address = page_of(app, "anila")
    assert send(administrator, address, {"roles": ["member", "chair"]}).status_code == 302
    assert confirm_all(app) == [302]
    assert send(administrator, address, {"roles": ["member"], "active": None}).status_code == 302
    with app.app_context():
        rows = [
            (e.what.value, e.details)
            for e in db.session.scalars(select(AccountEvent).order_by(AccountEvent.id))
        ]
    given = {"before": ["member"], "after": ["chair", "member"]}
    secretariat = people.cast.people["sekretaria"].person_id
    assert [(what, details) for what, details in rows if what != "proposed"] == [
        ("roles", {**given, "confirmed_by": secretariat}),
        ("roles", {"before": ["chair", "member"], "after": ["member"]}),
        ("disabled", {}),
    ]
    assert rows[0][1]["changes"] == {"roles": given}
    assert not stored(app, "anila").active
    page = words(administrator.get(address))
    assert "Arben Toska" in page and "Sonila Prendi" in page


def test_the_record_only_grows(app: Flask, people: World) -> None:
    with app.app_context():
        service.change_rights(None, people.cast.people["anila"].person_id, [], active=True)
        for change in (delete(AccountEvent), update(AccountEvent).values(what="enabled")):
            with pytest.raises(DatabaseError), unit_of_work() as session:
                session.execute(change)


def test_the_last_administrator_stays_one(app: Flask, administrator: FlaskClient, people: World) -> None:
    address = page_of(app, "administratori")
    for fields in ({"active": None}, {"roles": []}):
        answer = send(administrator, address, fields)
        assert answer.status_code == 422
    assert is_signed_in(administrator)
    with app.app_context():
        anila = people.cast.people["anila"].person_id
        service.change_rights(None, anila, [Role.MEMBER, Role.ADMINISTRATOR], active=True)
    assert send(administrator, address, {"roles": []}).status_code == 302
    assert not is_signed_in(administrator)


@only_sqlite
def test_everybody_sets_their_own_name_and_language(client: FlaskClient, people: World) -> None:
    sign_in(client, "anila")
    assert send(client, "/me", {"name": "Anila H. Hoxhaj", "language": "en"}).status_code == 302
    page = client.get("/me")
    assert "Anila H. Hoxhaj" in page.text
    assert '<html lang="en">' in page.text
    answer = forge(client, "/me", {"language": "de"}, typed={"name": "x" * 121})
    assert answer.status_code == 422
    assert "at most 120 characters" in words(answer)


@only_sqlite
def test_messages_of_the_libraries_are_in_the_language_of_the_page(
    app: Flask, client: FlaskClient, people: World
) -> None:
    sign_in(client, "anila")
    page = words(
        send(client, "/change-password", {"password": "x", "new_password": "x", "new_password_confirm": "y"})
    )
    assert "differ" not in page
    assert "Password" not in page


@only_sqlite
def test_whom_there_is_no_account_for_there_is_no_page(administrator: FlaskClient) -> None:
    assert administrator.get("/people/AAAAAAAA").status_code == 404
    assert administrator.get("/organisations/AAAAAAAA").status_code == 404


def test_the_list_says_where_nobody_is_coordinator(app: Flask, people: World) -> None:
    client, said = app.test_client(), "Askush nuk është Koordinator Kombëtar"
    sign_in(client, "administratori")
    assert said not in client.get("/people").text
    with app.app_context(), unit_of_work() as session:
        session.get_one(Person, people.cast.people["koordinatorja"].person_id).active = False
    assert said in client.get("/people").text
