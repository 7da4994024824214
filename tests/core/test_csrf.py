"""The token of forms belongs to a session: the same on all its pages, and of no other."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.demo.people import PASSWORD
from config import Settings
from tests.databases import application, only_sqlite
from tests.forms import again, forge, send
from tests.sign_in import sign_in, token_of
from tests.world import World


def test_each_session_has_a_token_of_its_own_that_its_forms_accept(app: Flask, people: World) -> None:
    tokens = []
    for _ in range(2):
        client = app.test_client()
        sign_in(client, "anila")
        client.get("/")  # makes the token of the session
        tokens.append(token_of(client, "/"))
        assert secret(token_of(client, "/concerns")) == secret(tokens[-1])
        assert send(client, "/", {}, "/language").location == "/"
    assert secret(tokens[0]) != secret(tokens[1])
    refused = forge(client, "/", {"csrf_token": tokens[0]}, "/language")
    assert "unsent=" in refused.location  # given back with what was typed, and not done


@pytest.mark.parametrize(
    "odd", ["%0d%0a", "%0aSet-Cookie%3a%20a", "%C2%B2", "%3f", "%23x", "%25", "%e2%80%ae"]
)
def test_whatever_an_address_holds_it_leads_back_to_itself(app: Flask, people: World, odd: str) -> None:
    address = f"/work/later/a{odd}"
    client = app.test_client()
    asked = client.get(address)
    assert asked.status_code == 302 and client.get(asked.location).status_code == 200
    sign_in(client, "anila")
    refused = forge(client, "/", {"csrf_token": "of-another-session"}, "/language", to=address)
    assert refused.status_code == 303
    assert refused.location.lower() == f"{address}?unsent=1".lower()
    assert client.get(refused.location).status_code == 404


def secret(token: str) -> str:
    """What a token says before the second in which it was signed."""
    return token.split(".")[0]


# --- over TLS, where the library asks for the page from which a form came --------------------------


class Browser:
    """A browser over https: it sends the address of the page only where that page's own policy lets it."""

    TELLS = frozenset({"same-origin", "strict-origin", "strict-origin-when-cross-origin", "origin"})

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def get(self, address: str) -> TestResponse:
        """Open a page."""
        return self._client.get(address, base_url=BASE)

    def send(self, address: str, typed: dict[str, Any], referrer: str | None = None) -> TestResponse:
        """Open the page, fill its form and send it."""
        page = self.get(address)
        tells = page.headers["Referrer-Policy"] in self.TELLS
        headers = {"Referer": referrer or BASE + address} if tells or referrer else {}
        return again(self._client, page, typed, base_url=BASE, headers=headers)

    def send_without_cookies(self, page: TestResponse, typed: dict[str, Any]) -> TestResponse:
        """Send the form of a page that was opened before this browser forgot every cookie."""
        there = BASE + page.request.path
        return again(self._client, page, typed, base_url=BASE, headers={"Referer": there})


BASE = "https://tryeza.example.org"
SIGN_IN = {"email": "anila@example.org", "password": PASSWORD}


@pytest.fixture
def behind_tls(settings: Settings) -> Iterator[Flask]:
    with application(replace(settings, tls=True, base_url=BASE)) as app:
        yield app


@only_sqlite
def test_forms_work_over_tls(people: World, behind_tls: Flask) -> None:
    browser = Browser(behind_tls)
    answer = browser.send("/sign-in", SIGN_IN)
    assert (answer.status_code, answer.location) == (302, "/")
    assert browser.send("/me", {"name": "Dikush"}).status_code == 302
    assert "Dikush" in browser.get("/me").text


@only_sqlite
def test_a_form_that_is_refused_says_why_and_leaves_one_line(
    people: World, behind_tls: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(behind_tls)
    answer = browser.send("/sign-in", SIGN_IN, referrer="https://elsewhere.example.org/")
    assert answer.status_code == 400
    assert "nga cila faqe" in answer.text, "in words: the browser did not say from where"
    [line] = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert "security.login" in line and "referrer" in line
    assert PASSWORD not in answer.text + line


@only_sqlite
def test_a_stranger_whose_page_is_too_old_is_told_so(people: World, behind_tls: Flask) -> None:
    page = Browser(behind_tls).get("/sign-in")
    answer = Browser(behind_tls).send_without_cookies(page, SIGN_IN)
    assert answer.status_code == 400
    assert "/sign-in" in answer.text and "cookie" in answer.text
