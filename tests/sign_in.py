"""Signing in as the demonstration's people do."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.demo.people import PASSWORD
from tests.forms import send, token_in

COOKIE = "tryeza"


def token_of(client: FlaskClient, address: str = "/sign-in") -> str:
    """The token of a page that holds a form."""
    return token_in(client.get(address).text)


def sign_in(client: FlaskClient, who: str) -> None:
    """Sign this browser in."""
    answer = send(client, "/sign-in", {"email": f"{who}@example.org", "password": PASSWORD})
    assert answer.status_code in (302, 303), answer.text[:2000]


def session_of(app: Flask, who: str) -> str:
    """The cookie of a browser in which this person is signed in."""
    client = app.test_client()
    sign_in(client, who)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value
