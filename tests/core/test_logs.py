"""What the log says of steps, jobs and mails, and what it never says."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from email.message import EmailMessage

import pytest
from flask import Flask

from app import worker
from app.core.db import db, unit_of_work
from app.core.logs import note_on_commit, with_request
from app.demo import lives
from app.notifications.delivery import deliver
from tests.databases import only_sqlite
from tests.forms import again, send
from tests.votes.pages import in_english
from tests.world import World

REASON = "Somebody in Kukës told us of the shelter."


@pytest.fixture(autouse=True)
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What is logged, each line with its request."""
    caplog.set_level(logging.INFO, logger="app")
    caplog.handler.addFilter(with_request)
    return caplog


def test_a_step_that_is_taken_has_one_line_with_its_request_and_no_word_of_the_case(
    app: Flask, people: World, lines: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        address = people.concern(lives.SUBMITTED)
    secretariat = in_english(app, "sekretaria")
    lines.clear()
    answer = send(secretariat, f"/concerns/{address}/steps/ask_for_information", {"question": REASON})
    told = [r for r in lines.records if r.getMessage().startswith("step ")]
    assert [r.getMessage() for r in told] == ["step concern.ask_for_information taken"], (
        answer.status_code,
        answer.text,
    )
    assert vars(told[0])["request"] == answer.headers["X-Request-ID"]
    assert not any(word in lines.text for word in (REASON, address, "sekretaria@"))


@only_sqlite
def test_each_request_has_a_number_of_its_own(app: Flask) -> None:
    client = app.test_client()
    first, second = (client.get("/sign-in").headers["X-Request-ID"] for _ in range(2))
    assert first != second and re.fullmatch(r"[0-9a-f]{8}", first)


def test_a_step_that_is_refused_has_a_line_that_says_why(
    app: Flask, people: World, lines: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        address = people.concern(lives.SUBMITTED)
    secretariat = in_english(app, "sekretaria")
    page = f"/concerns/{address}/steps/ask_for_information"
    old = secretariat.get(page)
    assert send(secretariat, f"/concerns/{address}/steps/admit", {}).status_code == 302
    lines.clear()
    assert again(secretariat, old, {"question": REASON}).status_code == 409
    assert "step ask_for_information refused: Stale" in lines.text and REASON not in lines.text


@only_sqlite
def test_a_form_that_is_refused_at_any_door_has_a_line_with_its_page_and_no_word_of_it(
    app: Flask, people: World, lines: pytest.LogCaptureFixture
) -> None:
    chair = in_english(app, "kastriot")
    lines.clear()
    refused = send(chair, "/meetings/new", {"title": REASON})  # without time and place
    assert refused.status_code == 422
    [told] = [r for r in lines.records if r.getMessage().startswith("form of ")]
    assert told.getMessage() == "form of meetings.new refused: 422"
    assert vars(told)["request"] == refused.headers["X-Request-ID"]
    assert REASON not in lines.text


@only_sqlite
def test_what_is_rolled_back_was_not_done(app: Flask, lines: pytest.LogCaptureFixture) -> None:
    with app.app_context():
        with suppress(ZeroDivisionError), unit_of_work() as session:
            note_on_commit(session, "something done")
            raise ZeroDivisionError
        with unit_of_work():
            pass
        db.session.remove()
    assert "something done" not in lines.text


@only_sqlite
def test_a_job_that_did_something_and_each_mail_have_a_line(
    app: Flask, people: World, monkeypatch: pytest.MonkeyPatch, lines: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        people.concern(lives.SUBMITTED)
    sent: list[EmailMessage] = []

    def notices() -> bool:
        return deliver(sent.append)

    monkeypatch.setattr(worker, "JOBS", (notices,))
    lines.clear()
    assert app.test_cli_runner().invoke(args=["worker", "--once"]).exit_code == 0
    said = [r.getMessage() for r in lines.records]
    mails = [line for line in said if re.fullmatch(r"mail \w+ \d+ (sent|dropped)", line)]
    assert sent and len([line for line in mails if line.endswith("sent")]) == len(sent)
    assert [line for line in said if line == f"job notices: {len(mails)}"]
    assert not any(str(mail["To"]) in lines.text for mail in sent)
