"""The page of the workflows."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.databases import only_sqlite
from tests.votes.pages import in_english
from tests.world import World


@only_sqlite
def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/workflow")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


@only_sqlite
def test_templates_can_show_where_a_concern_stands(app: Flask) -> None:
    assert "concern_diagram" in app.jinja_env.globals


# of each a step that is theirs and one that is not; by hand from the reference
PARTS = {
    "sekretaria": ("Decline the concern", "Send the action plan"),
    "hana": ("Propose to the Group", "Decline the concern"),
    "kastriot": ("Name a rapporteur", "Grant the extension"),
    "sociale": ("Send the action plan", "Name a rapporteur"),
    "koordinatorja": ("Grant the extension", "Send the action plan"),
}


@only_sqlite
def test_ones_own_part_comes_first(app: Flask, people: World) -> None:
    for who, (own, other) in PARTS.items():
        text = in_english(app, who).get("/workflow").text
        part, whole = text[text.index('id="own"') :].split("The whole course", 1)
        names = re.findall(r'<span class="row-title">([^<]+)</span>', part)
        assert own in names and other not in names, (who, names)
        assert "<svg" in whole and 'class="diagram' not in part
    assert 'id="own"' not in in_english(app, "vezhguesi").get("/workflow").text
