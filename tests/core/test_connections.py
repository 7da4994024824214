"""How long a request waits for the database: not as long as the work beside the pages, and never for ever."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from app.core import connections, outages
from app.core.connections import BESIDE, OF_A_REQUEST, Patience
from app.core.db import db
from app.demo import lives
from tests.databases import only_postgresql, only_sqlite
from tests.forms import form_of, forms_of, submit
from tests.sign_in import sign_in
from tests.world import World

TEXT = "Një tekst i gjatë që askush nuk do ta shkruante dy herë me dëshirë."
SOON = Patience(lock=1, statement=1, answer=20)


def limits(app: Flask) -> tuple[str, ...]:
    """What this connection waits for, as its server has it."""
    with app.app_context():
        return tuple(db.session.scalar(text(f"SHOW {name}_timeout")) for name in ("lock", "statement"))


@only_postgresql
def test_what_runs_beside_the_pages_has_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask() -> str:
        return " ".join(limits(app))

    monkeypatch.setitem(app.view_functions, "security.login", ask)
    client = app.test_client()
    for _ in range(2):  # connections go from hand to hand
        page = client.get("/sign-in").text
        assert page == f"{OF_A_REQUEST.lock}s {OF_A_REQUEST.statement}s"
        assert limits(app) == (f"{BESIDE.lock}s", "0")
    migrated = app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert migrated.exit_code == 0, migrated.stderr
    assert OF_A_REQUEST.answer is not None and OF_A_REQUEST.statement is not None
    assert OF_A_REQUEST.lock < OF_A_REQUEST.statement < OF_A_REQUEST.answer, "who can say what it was says it"


@only_sqlite
def test_requests_wait_less_for_whoever_writes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def waits() -> str:
        return str(db.session.scalar(text("PRAGMA busy_timeout")))

    monkeypatch.setitem(app.view_functions, "security.login", waits)
    for _ in range(2):
        assert app.test_client().get("/sign-in").text == str(OF_A_REQUEST.lock * 1000)
        with app.app_context():
            assert waits() == str(BESIDE.lock * 1000)


@contextmanager
def slow(app: Flask, begins: str) -> Iterator[None]:
    """Each statement that begins so takes its time."""

    def instead(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> tuple[str, Any]:
        return ("SELECT pg_sleep(60)", ()) if statement.startswith(begins) else (statement, given)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", instead, retval=True)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", instead)


@only_postgresql
def test_a_slow_statement_gives_the_form_back(
    app: Flask, people: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "OF_A_REQUEST", SOON)
    client = app.test_client()
    sign_in(client, "sekretaria")
    with app.app_context():
        page = f"/concerns/{people.concern(lives.SUBMITTED)}/steps/ask_for_information"
    form = form_of(client.get(page).text)
    outages.forget()
    caplog.clear()
    began = time.monotonic()
    with slow(app, "INSERT INTO event"):
        refused = submit(client, page, form, form.filled({"question": TEXT}))
    assert time.monotonic() - began < 30
    assert refused.status_code == 503 and TEXT in refused.text
    [line] = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert outages.Fault.SLOW in line.getMessage() and TEXT not in line.getMessage()
    [again] = [form for form in forms_of(refused.text) if form.named("question")]
    assert submit(client, page, again, again.fields()).status_code in (302, 303)


@only_postgresql
def test_a_server_that_says_nothing_is_left(
    app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that is frozen, which keeps no time."""

    def wait() -> str:
        db.session.execute(text("SET LOCAL statement_timeout = 0"))
        return str(db.session.scalar(text("SELECT pg_sleep(60)")))

    monkeypatch.setattr(connections, "OF_A_REQUEST", Patience(lock=1, statement=1, answer=1))
    monkeypatch.setitem(app.view_functions, "security.login", wait)
    outages.forget()
    caplog.clear()
    client = app.test_client()
    assert client.get("/sign-in").status_code == 503
    [line] = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert outages.Fault.AWAY in line.getMessage()
    monkeypatch.undo()
    assert client.get("/sign-in").status_code == 200, "by another connection"
