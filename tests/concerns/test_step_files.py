"""Files that go up one by one for a step: whose they are, who else learns of them, and when they are gone."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.concerns.attachments import Attachment
from app.core.db import db
from app.core.kept_forms.service import KEPT
from app.core.time import frozen, now
from app.demo import lives
from app.directory.service import save_entry
from tests.forms import send
from tests.posts import post_bare, post_unshown
from tests.rights.conftest import WHO
from tests.rights.stages import LIVES_BY_STAGE
from tests.sign_in import sign_in
from tests.world import World

FETCH = {"X-Requested-With": "fetch"}


def go_up(client: FlaskClient, page: str, name: str, content: bytes = b"Prova.") -> TestResponse:
    file = {"file": (BytesIO(content), name)}
    return post_unshown(client, f"{page}/files", file, headers=FETCH)


def take_off(client: FlaskClient, page: str, file_id: str) -> int:
    return post_unshown(client, f"{page}/files/{file_id}/remove", {}, headers=FETCH).status_code


def files(app: Flask) -> dict[str, str]:
    """The names of all files that are kept, and their public ids."""
    with app.app_context():
        found = db.session.execute(
            select(Attachment.name, Attachment.public_id).order_by(Attachment.id)
        ).all()
        db.session.remove()
    return {str(name): str(public_id) for name, public_id in found}


def signed_in(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, who)
    return client


def sweep(app: Flask) -> None:
    with app.app_context(), frozen(now() + KEPT + timedelta(days=2)):
        assert app.test_cli_runner().invoke(args=["files", "sweep"]).exit_code == 0
        db.session.remove()


@pytest.fixture
def report(app: Flask, people: World) -> str:
    """Where an institution reports."""
    with app.app_context():
        concern = people.concern(lives.PLANNED)
        db.session.remove()
    return f"/concerns/{concern}/recommendations/1/steps/report_progress"


def test_each_goes_up_by_itself_stays_and_goes_with_the_step(app: Flask, report: str) -> None:
    client = signed_in(app, "sociale")
    taken = go_up(client, report, "urdhri.txt")
    file_id = files(app)["urdhri.txt"]
    assert taken.status_code == 200 and taken.json and file_id in taken.json["row"]
    refused = go_up(client, report, "plani.pdf", b"MZ program")
    assert refused.status_code == 422 and refused.json and refused.json["message"]
    assert post_unshown(client, f"{report}/files", {"file": ""}, headers=FETCH).status_code == 400
    assert list(files(app)) == ["urdhri.txt"], "a refused one touches no other"
    for page in (client.get(report).text, send(client, report, {"report": ""}).text):
        assert "urdhri.txt" in page and f"{report}/files/{file_id}/remove" in page
        assert "Secili deri në" in page and 'accept="image/jpeg,image/png,.pdf' in page
    go_up(client, report, "tepër.txt")
    assert take_off(client, report, files(app)["tepër.txt"]) == 204
    assert list(files(app)) == ["urdhri.txt"]
    assert send(client, report, {"report": "Puna vazhdon."}).status_code == 302
    assert f"{file_id}/remove" not in client.get(report).text, "it went with the step"
    assert take_off(client, report, file_id) == 204
    assert list(files(app)) == ["urdhri.txt"], "and is not taken off any more"


def test_who_gave_it_reads_it_and_takes_it_off_and_nobody_else(app: Flask, report: str) -> None:
    client = signed_in(app, "sociale")
    go_up(client, report, "urdhri.txt")
    file_id = files(app)["urdhri.txt"]
    case = report.split("/recommendations")[0]
    assert client.get(f"{case}/files/{file_id}", buffered=True).status_code == 200
    assert post_bare(app.test_client(), f"{report}/files").status_code in (302, 400)
    for kind, who in WHO.items():
        if who == "sociale" or kind == "disabled":
            continue
        other = signed_in(app, who)
        assert other.get(f"{case}/files/{file_id}").status_code == 404, who
        assert "urdhri.txt" not in other.get(case).text, who
        answers_too = who == "ministria"  # for the institutions under it, with files of its own
        assert go_up(other, report, f"{who}.txt").status_code == (200 if answers_too else 404), who
        assert take_off(other, report, file_id) == (204 if answers_too else 404), who
    assert list(files(app)) == ["urdhri.txt", "ministria.txt"]


@pytest.mark.parametrize(
    ("stage", "who", "do", "takes"),
    [("submitted", "sekretaria", "admit", False), ("in_fact_check", "sociale", "return_facts", True)],
)
def test_only_a_step_with_files_takes_them(
    app: Flask, people: World, stage: str, who: str, do: str, takes: bool
) -> None:
    with app.app_context():
        concern = people.concern(LIVES_BY_STAGE[stage])
        db.session.remove()
    client, page = signed_in(app, who), f"/concerns/{concern}/steps/{do}"
    assert client.get(page).status_code == 200
    assert go_up(client, page, "a.txt").status_code == (200 if takes else 404)
    assert take_off(client, page, "NONE") == (204 if takes else 404)
    assert go_up(client, f"/concerns/{concern}/recommendations/9/steps/{do}", "a.txt").status_code == 404


def test_what_nobody_sent_is_gone_with_what_was_typed_and_what_is_prepared_stays(
    app: Flask, people: World
) -> None:
    with app.app_context():
        ministry = people.cast.people["ministria"]
        save_entry(ministry, ministry.organisation_id, {"sign_off": True})
        places = [f"/concerns/{people.concern(lives.SENT)}/recommendations/1/steps/reject" for _ in range(2)]
        db.session.remove()
    client = signed_in(app, "ministria")
    for place, name in zip(places, ("harruar.txt", "përgatitur.txt"), strict=True):
        assert go_up(client, place, name).status_code == 200
    typed: dict[str, Any] = {"reason": "Nuk ka buxhet."}
    assert send(client, places[1], typed, press="keep").status_code == 302
    sweep(app)
    assert list(files(app)) == ["përgatitur.txt"]
