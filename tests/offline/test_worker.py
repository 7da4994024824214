"""What the worker of a browser is given, and what it may keep."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.databases import only_sqlite
from tests.sign_in import sign_in
from tests.world import World

pytestmark = only_sqlite


def kept(client: FlaskClient) -> dict[str, object]:
    script = client.get("/service-worker.js")
    assert script.status_code == 200 and script.mimetype == "text/javascript"
    given: dict[str, object] = json.loads(script.text.split("const KEPT = ", 1)[1].split(";\n", 1)[0])
    return given


def test_all_that_it_keeps_is_there_and_the_same_for_everybody(app: Flask, people: World) -> None:
    stranger, member = app.test_client(), app.test_client()
    sign_in(member, "mira")
    given = kept(stranger)
    assert given == kept(member)
    for address in [*given["pages"].values(), *given["files"]]:  # type: ignore[attr-defined, misc]
        answers = [client.get(address, buffered=True) for client in (stranger, member)]
        assert [answer.status_code for answer in answers] == [200, 200], address
        assert answers[0].data == answers[1].data, address
        assert b"csrf" not in answers[0].data


@pytest.mark.parametrize(("language", "words"), [("sq", "Nuk ka lidhje"), ("en", "No connection")])
def test_its_page_is_in_the_language_of_its_address(app: Flask, language: str, words: str) -> None:
    page = app.test_client().get(f"/offline/{language}")
    assert f'<html lang="{language}">' in page.text and words in page.text
    assert page.headers["Content-Language"] == language
    assert "worker-src 'self'" in page.headers["Content-Security-Policy"]


def test_every_page_names_the_worker_of_today_which_may_be_kept(app: Flask, people: World) -> None:
    page = app.test_client().get("/sign-in").text
    address = page.split('name="offline-worker" content="', 1)[1].split('"', 1)[0]
    assert address.startswith("/service-worker.js?v=")
    assert "immutable" in app.test_client().get(address).headers["Cache-Control"]
