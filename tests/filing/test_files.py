"""Files of a draft: taken one by one, refused with why, noted and removed, by whoever may edit the draft."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.concerns.attachments import Attachment
from app.core.db import db
from tests.filing.test_filing import begin
from tests.forms import form_of, send
from tests.posts import post_unshown
from tests.sign_in import sign_in
from tests.votes.pages import in_english
from tests.world import World

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def filer(app: Flask, people: World) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "anila")
    return client


def go_up(client: FlaskClient, concern: str, name: str, content: bytes, **sent: Any) -> TestResponse:
    file = {"file": (io.BytesIO(content), name), **sent}
    return post_unshown(client, f"/concerns/{concern}/files", file, headers=FETCH)


def kept(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        found = db.session.execute(select(Attachment.name, Attachment.shows).order_by(Attachment.id)).all()
    return [(name, shows) for name, shows in found]


def only_id(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Attachment.public_id)).one()


def test_each_file_goes_up_by_itself_and_a_refused_one_says_why(app: Flask, filer: FlaskClient) -> None:
    concern = begin(filer)
    taken = go_up(filer, concern, "shenime.txt", "Shënime.".encode())
    assert taken.status_code == 200 and taken.json and "shenime.txt" in taken.json["row"]
    assert "<li" in taken.json["row"] and only_id(app) in taken.json["row"]
    refused = go_up(filer, concern, "raport.pdf", b"MZ this is a program")
    assert refused.status_code == 422 and refused.json and refused.json["message"]
    assert kept(app) == [("shenime.txt", "")]
    page = filer.get(f"/concerns/{concern}/filing/source").text
    assert "shenime.txt" in page and "Secili deri në" in page
    nothing = post_unshown(filer, f"/concerns/{concern}/files", {"file": ""}, headers=FETCH)
    assert nothing.status_code == 400
    assert go_up(filer, concern, "<b>.txt", b"Po.").status_code in (200, 422)


def test_what_a_file_shows_is_said_with_a_script_and_without(app: Flask, filer: FlaskClient) -> None:
    concern = begin(filer)
    go_up(filer, concern, "a.txt", b"Po.")
    file_id = only_id(app)
    where, page = f"/concerns/{concern}/files/{file_id}", f"/concerns/{concern}/filing/source"
    long, said = "Procesverbal " + "!" * 300, "Është tepër e gjatë: lejohen deri në 300 shenja."
    refused = post_unshown(filer, f"{where}/note", {"shows": long}, headers=FETCH)
    assert (refused.status_code, refused.json) == (422, {"error": said})
    noted = post_unshown(filer, f"{where}/note", {"shows": "  Procesverbal\ni takimit"}, headers=FETCH)
    assert noted.status_code == 200 and kept(app)[0][1] == "Procesverbal i takimit"
    refused = send(filer, page, {f"shows-{file_id}": long})
    assert refused.status_code == 422 and said in refused.text and long in refused.text, (
        "what was typed stays"
    )
    assert kept(app)[0][1] == "Procesverbal i takimit"
    assert send(filer, page, {f"shows-{file_id}": "Shkresë"}).status_code == 302
    assert kept(app) == [("a.txt", "Shkresë")]
    assert send(filer, page, {}, f"{where}/remove").location.startswith(page)
    assert kept(app) == []
    assert post_unshown(filer, f"{where}/remove", {}, headers=FETCH).status_code == 404


def test_nobody_else_touches_the_files_of_a_draft(app: Flask, filer: FlaskClient) -> None:
    concern, other = begin(filer), begin(filer)
    go_up(filer, concern, "a.txt", b"Po.")
    where = f"/concerns/{concern}/files/{only_id(app)}"
    stranger = app.test_client()
    sign_in(stranger, "besnik")
    assert go_up(stranger, concern, "b.txt", b"Jo.").status_code == 404
    for deed in ("note", "remove"):
        assert post_unshown(stranger, f"{where}/{deed}", {"shows": "Jo"}, headers=FETCH).status_code == 404
    assert post_unshown(filer, where.replace(concern, other) + "/note", {"shows": "Jo"}).status_code == 404
    assert kept(app) == [("a.txt", "")]
    assert form_of(filer.get(f"/concerns/{concern}/filing/source").text, f"{where}/remove").buttons


def test_what_a_file_shows_is_looked_through_and_covered_before_it_is_filed(
    app: Flask, people: World
) -> None:
    with app.app_context():
        concern = people.concern([])
    client = in_english(app, "anila")
    go_up(client, concern, "a.txt", b"Po.")
    note, check = f"/concerns/{concern}/files/{only_id(app)}/note", f"/concerns/{concern}/filing/check"
    assert post_unshown(client, note, {"shows": "Thirrni 069 123 4567."}, headers=FETCH).status_code == 200
    refused = send(client, check, {}, press="File the concern")
    assert refused.status_code == 422 and "What it shows (a.txt): Telephone number" in refused.text
    assert send(client, check, {}, f"/concerns/{concern}/mask").status_code == 302
    assert kept(app) == [("a.txt", "Thirrni ▇▇▇.")]
    assert send(client, check, {}, press="File the concern").status_code == 302
