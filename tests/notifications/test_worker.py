"""The worker outlives what fails beside it, and no job waits for another."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app import worker
from app.core.outages import forget
from config import Settings
from tests.databases import only_sqlite


def unreachable() -> bool:
    raise OperationalError("SELECT secret", {}, sqlite3.OperationalError("server closed the connection"))


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that the worker made; after ten of them it ends."""
    made: list[float] = []

    class Ended:
        def is_set(self) -> bool:
            return len(made) >= 10

        def set(self) -> None:
            made.extend([0.0] * 10)

        def wait(self, seconds: float) -> bool:
            made.append(seconds)
            return self.is_set()

    monkeypatch.setattr(worker, "Ending", Ended)
    forget()
    return made


def working(app: Flask, monkeypatch: pytest.MonkeyPatch, *jobs: Callable[[], bool]) -> object:
    monkeypatch.setattr(worker, "JOBS", jobs)
    return app.test_cli_runner().invoke(args=["worker"])


@only_sqlite
def test_a_database_that_is_away_is_one_line_and_pauses_that_grow(
    app: Flask, monkeypatch: pytest.MonkeyPatch, rounds: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    result = working(app, monkeypatch, unreachable)
    assert result.exit_code == 0  # type: ignore[attr-defined]
    assert len(rounds) == 10 and rounds[0] < rounds[3] <= 30 and max(rounds) <= 30
    lines = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert len(lines) == 1 and lines[0].exc_info is None and "secret" not in lines[0].getMessage()


@only_sqlite
def test_it_goes_on_when_the_database_is_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch, rounds: list[float]
) -> None:
    tries: list[int] = []

    def twice_away() -> bool:
        tries.append(1)
        return unreachable() if len(tries) <= 2 else False

    working(app, monkeypatch, twice_away)
    assert len(tries) == 10


@only_sqlite
def test_a_job_that_never_ends_lets_the_others_work(
    app: Flask, monkeypatch: pytest.MonkeyPatch, rounds: list[float]
) -> None:
    done: list[str] = []

    def endless() -> bool:
        done.append("endless")
        if len(done) > 5000:
            raise KeyboardInterrupt
        return True

    def other() -> bool:
        done.append("other")
        if done.count("other") >= 3:
            raise KeyboardInterrupt
        return False

    working(app, monkeypatch, endless, other)
    assert done.count("other") == 3


@only_sqlite
def test_a_job_with_a_mistake_stops_no_other_and_is_not_tried_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch, rounds: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def mistaken() -> bool:
        done.append("mistaken")
        raise ValueError("something nobody thought of")

    def other() -> bool:
        done.append("other")
        return False

    working(app, monkeypatch, mistaken, other)
    assert done.count("other") == 10
    assert 1 <= done.count("mistaken") < 10
    assert [r for r in caplog.records if "mistaken" in r.getMessage()]


@only_sqlite
def test_once_says_by_its_code_that_something_failed(
    app: Flask, monkeypatch: pytest.MonkeyPatch, rounds: list[float]
) -> None:
    monkeypatch.setattr(worker, "JOBS", (unreachable,))
    assert app.test_cli_runner().invoke(args=["worker", "--once"]).exit_code == 1


@pytest.mark.parametrize(
    "change",
    [
        {"testing": False, "secret_key": "demonstration-only-never-in-production"},
        {"testing": False, "mail_server": ""},
    ],
)
@only_sqlite
def test_without_the_settings_of_the_server_it_refuses(
    app: Flask, settings: Settings, change: dict[str, object]
) -> None:
    sound = replace(settings, tls=True, base_url="https://tryeza.example.org", mail_server="mail.example.org")
    app.extensions["tryeza.settings"] = replace(sound, **change)  # type: ignore[arg-type]
    result = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert result.exit_code != 0
    [line] = result.stderr.strip().splitlines()
    assert "TRYEZA_" in line
