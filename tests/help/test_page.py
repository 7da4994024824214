"""The page of the workflows."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.databases import only_sqlite


@only_sqlite
def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/workflow")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


@only_sqlite
def test_templates_can_show_where_a_concern_stands(app: Flask) -> None:
    assert "concern_diagram" in app.jinja_env.globals
