"""Pages of votes, as a browser without scripts uses them."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.sign_in import sign_in


def in_english(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, who)
    post(client, "/language", language="en", next="/")
    return client


def post(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/me").text)
    assert token
    return client.post(address, data={"csrf_token": token[1], **fields})


def opened(app: Flask, chair: FlaskClient, address: str, **fields: str) -> str:
    """The chair puts it to the vote by the page of the step; the vote's public id."""
    where = f"/concerns/{address}/steps/{fields.pop('do', 'adopt')}"
    page = chair.get(where).text
    hidden = dict(re.findall(r'name="(version|key)"[^>]*value="([^"]*)"', page))
    answer = post(chair, where, **{"manner": "meeting", **hidden, **fields})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"].rsplit("/", 1)[1])
