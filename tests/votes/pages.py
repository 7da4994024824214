"""Pages of votes, as a browser without scripts uses them."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.forms import again, send
from tests.sign_in import sign_in


def in_english(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, who)
    page = client.get("/me")
    if '<html lang="sq">' in page.text:
        assert again(client, page, {}, "/language").status_code == 302
    return client


def opened(app: Flask, chair: FlaskClient, address: str, **typed: Any) -> str:
    """The chair puts it to the vote by the page of the step; the vote's public id."""
    where = f"/concerns/{address}/steps/{typed.pop('do', 'adopt')}"
    answer = send(chair, where, {"manner": "meeting", **typed})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"].rsplit("/", 1)[1])
