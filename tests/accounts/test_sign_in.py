"""Signing in and out: one door, which says the same to everybody it does not know."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import service
from app.demo.people import PASSWORD
from config import Settings
from tests.accounts.pages import is_signed_in, stored, without_tokens, words
from tests.databases import application, only_sqlite
from tests.forms import forge, send
from tests.posts import post_bare
from tests.sign_in import sign_in
from tests.world import World

WRONG = "jo-ky-nuk-eshte-fjalekalimi"


def test_a_person_signs_in_and_out(client: FlaskClient, people: World) -> None:
    answer = send(client, "/sign-in", {"email": "Anila@Example.org ", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/")
    assert "Anila Hoxhaj" in client.get("/me").text
    answer = send(client, "/me", {}, "/sign-out")
    assert answer.location == "/sign-in"
    assert not is_signed_in(client)


@only_sqlite
def test_a_link_signs_nobody_out(client: FlaskClient, people: World) -> None:
    sign_in(client, "anila")
    assert client.get("/sign-out").status_code == 405
    assert is_signed_in(client)


def test_wrong_password_unknown_person_and_disabled_account_look_the_same(app: Flask, people: World) -> None:
    with app.app_context():
        service.change_rights(None, people.cast.people["mira"].person_id, [], active=False)
    pages = set()
    for email, password in (
        ("anila@example.org", WRONG),
        ("askush@example.org", WRONG),
        ("mira@example.org", PASSWORD),
        ("mira@example.org", WRONG),
    ):
        answer = send(app.test_client(), "/sign-in", {"email": email, "password": password})
        assert answer.status_code == 422
        pages.add(without_tokens(answer, email))
    assert len(pages) == 1


@only_sqlite
@pytest.mark.parametrize("fields", [{}, {"email": "anila@example.org"}, {"password": PASSWORD}])
def test_what_is_missing_is_said(client: FlaskClient, people: World, fields: dict[str, str]) -> None:
    answer = send(client, "/sign-in", fields, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "Fill in your e-mail address and your password." in answer.text


@only_sqlite
@pytest.mark.parametrize(
    "address", ["/sign-in", "/sign-out", "/reset", "/language", "/change-password", "/me"]
)
def test_a_form_without_its_token_is_refused(client: FlaskClient, people: World, address: str) -> None:
    sign_in(client, "anila")
    assert post_bare(client, address, {"email": "anila@example.org"}).status_code == 400
    assert is_signed_in(client)


@only_sqlite
def test_after_signing_in_one_is_where_one_wanted_to_be(client: FlaskClient, people: World) -> None:
    asked = client.get("/concerns?q=strehim")
    assert asked.location == "/sign-in?next=/concerns?q%3Dstrehim"
    answer = send(client, asked.location, {"email": "anila@example.org", "password": PASSWORD})
    assert answer.location == "/concerns?q=strehim"


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "javascript:alert(1)",
    "https:evil.example",
    "//[",
)


@only_sqlite
@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_to_another_host(client: FlaskClient, people: World, target: str) -> None:
    known = {"email": "anila@example.org", "password": PASSWORD}
    for action, typed in (("", known), ("/language", {})):
        for altered, query in (({"next": target}, {}), ({"next": None}, {"next": target})):
            answer = forge(client, "/sign-in", altered, action, typed=typed, query_string=query)
            assert answer.status_code == 400, (action, query)
    assert client.get("/sign-in", query_string={"next": target}).status_code == 400
    assert not is_signed_in(client)


@only_sqlite
@pytest.mark.parametrize("address", ["/sign-in?a=%00", "/concerns?q=%00", "/%00", "/sign-in?%00=a"])
def test_a_nul_character_is_refused(client: FlaskClient, people: World, address: str) -> None:
    sign_in(client, "anila")
    assert client.get(address).status_code == 400


@only_sqlite
def test_a_nul_character_in_a_form_is_refused(client: FlaskClient, people: World) -> None:
    sign_in(client, "anila")
    assert send(client, "/me", {"name": "An\x00ila", "language": "sq"}).status_code == 400


@only_sqlite
def test_a_session_is_the_only_way_in(client: FlaskClient, people: World) -> None:
    answer = forge(
        client,
        "/sign-in?include_auth_token",
        {"remember": "y"},
        typed={"email": "anila@example.org", "password": PASSWORD},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 302, "no answer holds a token"
    assert client.get_cookie("remember_token") is None


@only_sqlite
def test_a_token_in_a_header_signs_nobody_in(app: Flask, client: FlaskClient, people: World) -> None:
    with app.test_request_context():
        token = stored(app, "anila").get_auth_token()
    assert client.get("/me", headers={"Authentication-Token": token}).status_code == 302
    assert client.get(f"/me?auth_token={token}").status_code == 302


@only_sqlite
def test_passwords_are_hashed_with_argon2id_and_outlive_a_new_secret_key(
    app: Flask, settings: Settings, people: World
) -> None:
    assert str(stored(app, "anila").password).startswith("$argon2id$")
    with application(replace(settings, secret_key="another-secret-key-" * 3)) as other:
        sign_in(other.test_client(), "anila")


@only_sqlite
def test_what_stands_around_the_form_is_in_the_language_chosen(client: FlaskClient, people: World) -> None:
    assert "Hyni" in words(client.get("/sign-in"))
    send(client, "/sign-in", {}, "/language")
    assert "I have forgotten my password" in words(client.get("/sign-in"))


def test_the_language_a_person_chooses_stays_theirs(app: Flask, client: FlaskClient, people: World) -> None:
    sign_in(client, "anila")
    assert send(client, "/me?a=1", {}, "/language").location == "/me?a=1"
    assert '<html lang="en">' in client.get("/me").text
    elsewhere = app.test_client()
    sign_in(elsewhere, "anila")
    assert '<html lang="en">' in elsewhere.get("/me").text


@only_sqlite
def test_a_language_that_is_not_spoken_here_is_refused(client: FlaskClient) -> None:
    assert forge(client, "/sign-in", {"language": "de"}, "/language").status_code == 400
