"""Signing in as the demonstration's people do."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from app.demo.people import PASSWORD

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def token_of(client: FlaskClient, address: str = "/sign-in") -> str:
    """The token of a page that holds a form."""
    found = TOKEN.search(client.get(address).text)
    assert found, f"{address} holds no form"
    return found[1]


def sign_in(client: FlaskClient, who: str) -> None:
    """Sign this browser in."""
    answer = client.post(
        "/sign-in",
        data={"email": f"{who}@example.org", "password": PASSWORD, "csrf_token": token_of(client)},
    )
    assert answer.status_code in (302, 303), answer.text[:2000]
