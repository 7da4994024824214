"""What goes wrong has a page, and gives back what was typed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.concerns.page import views
from app.concerns.steps import take_step
from app.core.random_ids import one_time_key
from app.demo import lives
from app.process.data import StepData
from tests.databases import only_sqlite
from tests.forms import again, forge
from tests.sign_in import sign_in
from tests.world import World

TEXT = "Një tekst i gjatë që askush nuk do ta shkruante dy herë me dëshirë."


def test_a_text_sent_to_what_is_gone_is_given_back(app: Flask, people: World) -> None:
    client = app.test_client()
    sign_in(client, "sekretaria")
    with app.app_context():
        address = people.concern(lives.SUBMITTED)
    page = f"/concerns/{address}/steps/ask_for_information"
    gone = page.replace(address, "AAAAAAAAAAAAAAAA")
    answer = forge(client, page, {}, typed={"question": TEXT}, to=gone)
    assert answer.status_code == 404
    assert TEXT in answer.text


def test_whoever_is_too_late_reads_what_happened_and_keeps_the_text(app: Flask, people: World) -> None:
    client = app.test_client()
    sign_in(client, "sekretaria")
    with app.app_context():
        address = people.concern(lives.SUBMITTED)
    page = client.get(f"/concerns/{address}/steps/decline")
    with app.app_context():
        case = people.case("sekretaria", address)
        take_step(
            people.cast.people["sekretaria"],
            address,
            "admit",
            StepData(),
            version=case.concern.version,
            key=one_time_key(),
        )
    answer = again(client, page, {"ground": "no_duty", "reason": TEXT})
    assert answer.status_code == 409
    assert TEXT in answer.text
    assert "pranua për shqyrtim" in answer.text


@only_sqlite
def test_a_database_that_does_not_answer_has_a_page(
    app: Flask, people: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    sign_in(client, "sekretaria")

    def fail(*_given: object) -> None:
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    monkeypatch.setattr(views, "find", fail)
    answer = client.get("/concerns/AAAAAAAAAAAAAAAA")
    assert answer.status_code == 503
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "address", ["/nothing", "/concerns/%00", "/concerns/x/recommendations/99999999999999999999/steps/a"]
)
@only_sqlite
def test_headers_stand_on_error_pages_too(app: Flask, address: str) -> None:
    answer = app.test_client().get(address)
    assert answer.status_code in (302, 400, 404)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"
