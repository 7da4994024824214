"""While the database or the disk fails: a page for everybody, with what was typed; one line in the log; no restart."""

from __future__ import annotations

import errno
import logging
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from app.core import outages
from app.core.db import db
from app.demo import lives
from tests.databases import only_sqlite
from tests.forms import again, fields_of, send
from tests.sign_in import sign_in
from tests.world import World

TEXT = "Një tekst i gjatë që askush nuk do ta shkruante dy herë me dëshirë."
SHORT = "dy fjalë"


def gone(*_: Any) -> None:
    raise sqlite3.OperationalError("server closed the connection unexpectedly")


@pytest.fixture
def take_away(app: Flask) -> Callable[[], Callable[[], None]]:
    """Takes the database away from everybody; what it gives brings it back."""

    def away() -> Callable[[], None]:
        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", gone)
        return lambda: event.remove(engine, "before_cursor_execute", gone)

    return away


@only_sqlite
@pytest.mark.parametrize("address", ["/", "/concerns", "/me", "/nothing-here", "/notices"])
@pytest.mark.parametrize(
    ("language", "words"), [("sq", "Sistemi është i ngarkuar"), ("en", "Tryeza is busy")]
)
def test_who_is_signed_in_reads_the_page_in_their_language(
    app: Flask,
    people: World,
    take_away: Callable[[], Callable[[], None]],
    address: str,
    language: str,
    words: str,
) -> None:
    client = app.test_client()
    sign_in(client, "anila")
    if language == "en":
        assert send(client, "/me", {}, "/language").status_code == 302
    client.get("/me")
    bring_back = take_away()
    answer = client.get(address, headers={"Accept-Language": "en" if language == "sq" else "sq"})
    bring_back()
    assert answer.status_code in (503, 404)
    assert f'lang="{language}"' in answer.text and 'class="brand"' in answer.text
    if answer.status_code == 503:
        assert words in answer.text
        assert answer.headers["Retry-After"]
    assert client.get("/me").status_code == 200, "still signed in"


@only_sqlite
def test_all_that_was_typed_is_given_back_and_can_be_sent_again(
    app: Flask, people: World, take_away: Callable[[], Callable[[], None]]
) -> None:
    client = app.test_client()
    sign_in(client, "sekretaria")
    with app.app_context():
        address = people.concern(lives.ADOPTED)
    page = client.get(f"/concerns/{address}/steps/transmit")
    bring_back = take_away()
    refused = again(client, page, {"extract_title": SHORT, "extract": TEXT})
    bring_back()
    assert refused.status_code == 503
    assert TEXT in refused.text and SHORT in refused.text
    given_back = fields_of(refused.text, page.request.path)
    assert {name: given_back[name][0] for name in ("extract_title", "extract", "key")} == {
        "extract_title": SHORT,
        "extract": TEXT,
        "key": fields_of(page.text)["key"][0],
    }
    taken = again(client, refused, {}, page.request.path)
    assert taken.status_code in (302, 303) and "/steps/" not in taken.location


@only_sqlite
def test_passwords_are_not_given_back(
    app: Flask, people: World, take_away: Callable[[], Callable[[], None]]
) -> None:
    client = app.test_client()
    sign_in(client, "anila")
    page = client.get("/change-password")
    secret = "një fjalëkalim i gjatë që nuk kthehet kurrë mbrapsht"
    bring_back = take_away()
    typed = {"password": secret, "new_password": secret, "new_password_confirm": secret}
    answer = again(client, page, typed)
    bring_back()
    assert answer.status_code == 503
    assert secret not in answer.text


@only_sqlite
def test_the_log_has_one_line_for_a_cause_and_no_content(
    app: Flask,
    people: World,
    take_away: Callable[[], Callable[[], None]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = app.test_client()
    sign_in(client, "sekretaria")
    outages.forget()
    page = client.get("/me")
    caplog.clear()
    bring_back = take_away()
    for _ in range(20):
        assert client.get("/concerns").status_code == 503
        assert again(client, page, {"name": TEXT}).status_code == 503
    bring_back()
    lines = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert len(lines) == 1, [r.getMessage() for r in lines]
    assert lines[0].exc_info is None and "\n" not in lines[0].getMessage()
    assert "server closed the connection" in lines[0].getMessage()


def said(text: str, name: str = "") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    if name:
        error.sqlite_errorname = name
    return error


class Refusal(Exception):
    """What PostgreSQL's driver raises: with a code."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("refused")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("SELECT", {}, said("database is locked", "SQLITE_BUSY")), 503),
        (OperationalError("SELECT", {}, said("database or disk is full", "SQLITE_FULL")), 507),
        (
            OperationalError("SELECT", {}, said("attempt to write a readonly database", "SQLITE_READONLY")),
            503,
        ),
        (OperationalError("SELECT", {}, said("no such table: person", "SQLITE_ERROR")), 503),
        (OperationalError("SELECT", {}, said("unable to open database file", "SQLITE_CANTOPEN")), 503),
        (OperationalError("SELECT", {}, Refusal(None)), 503),
        (OperationalError("SELECT", {}, Refusal("57P01")), 503),
        (OperationalError("SELECT", {}, Refusal("55P03")), 503),
        (OperationalError("SELECT", {}, Refusal("57014")), 503),
        (OperationalError("SELECT", {}, Refusal("53100")), 507),
        (OperationalError("SELECT", {}, Refusal("53300")), 503),
        (ProgrammingError("SELECT", {}, Refusal("42P01")), 503),
        (ProgrammingError("SELECT", {}, Refusal("42703")), 503),
        (InterfaceError("SELECT", {}, Refusal(None)), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 507),
        (OSError(errno.EROFS, "Read-only file system"), 503),
        (OSError(errno.EACCES, "Permission denied"), 503),
    ],
    ids=str,
)
@only_sqlite
def test_each_fault_has_a_page_of_its_own(
    app: Flask,
    error: Exception,
    status: int,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> str:
        raise error

    monkeypatch.setitem(app.view_functions, "security.login", fail)
    outages.forget()
    caplog.clear()
    client = app.test_client()
    for _ in range(3):
        answer = client.get("/sign-in", headers={"Accept-Language": "en"})
        assert answer.status_code == status
        assert "The fault is ours" not in answer.text
    if status == 507:
        assert "no room" in answer.text
    assert len([r for r in caplog.records if r.levelno >= logging.WARNING]) == 1
