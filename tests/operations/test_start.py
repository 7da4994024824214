"""What cannot serve does not start, and says so in one line."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app.cases.attachments import Attachment
from app.core.db import db, unit_of_work
from app.core.time import now
from app.demo import lives
from app.web.start import UnfitDatabase, close_to_others, look_at_database
from config import ROOT, Settings, UnsafeSettings
from tests.databases import only_sqlite
from tests.world import World

SOUND = {
    "TRYEZA_SECRET_KEY": "a-key-for-these-tests-alone-0123456789abcdef",
    "TRYEZA_BASE_URL": "https://tryeza.example.org",
    "TRYEZA_MAIL_SERVER": "mail.example.org",
}


def test_sound_settings_are_taken() -> None:
    Settings.from_environment(SOUND).for_production()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TRYEZA_SECRET_KEY", None, "TRYEZA_SECRET_KEY"),
        ("TRYEZA_SECRET_KEY", "short", "TRYEZA_SECRET_KEY"),
        ("TRYEZA_BASE_URL", "tryeza.example.org", "TRYEZA_BASE_URL"),
        ("TRYEZA_BASE_URL", "http://tryeza.example.org", "TRYEZA_BASE_URL"),
        ("TRYEZA_TLS", "off", "TRYEZA_TLS"),
        ("TRYEZA_MAIL_SERVER", "", "TRYEZA_MAIL_SERVER"),
        ("TRYEZA_MAILSERVER", "x", "TRYEZA_MAIL_SERVER"),
        ("TRYEZA_NOTHING_LIKE_IT", "x", "TRYEZA_NOTHING_LIKE_IT"),
        ("TRYEZA_MAIL_PORT", "many", "TRYEZA_MAIL_PORT"),
        ("TRYEZA_MAIL_TLS", "none", "TRYEZA_MAIL_TLS"),
        ("TRYEZA_QUORUM", "some", "TRYEZA_QUORUM"),
        ("TRYEZA_DEBUG", "on", "TRYEZA_DEBUG"),
        ("TRYEZA_DEMO", "on", "TRYEZA_DEMO"),
        ("TRYEZA_TESTING", "on", "TRYEZA_TESTING"),
        ("TRYEZA_DATABASE_URL", "nonsense", "TRYEZA_DATABASE_URL"),
        ("TRYEZA_DATABASE_URL", "mysql://localhost/tryeza", "TRYEZA_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(name: str, value: str | None, said: str) -> None:
    given = {**SOUND, name: value}
    with pytest.raises((ValueError, UnsafeSettings), match=said) as refused:
        Settings.from_environment({k: v for k, v in given.items() if v is not None}).for_production()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", "older version"),
        ("UPDATE alembic_version SET version_num = 'ffff'", "newer version"),
        ("DELETE FROM alembic_version", "is empty"),
    ],
)
def test_another_schema_is_found_at_the_start(app: Flask, change: str, said: str) -> None:
    look_at_database(app)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(change))
    with pytest.raises(UnfitDatabase, match=said):
        look_at_database(app)


@only_sqlite
def test_a_database_that_is_not_there_is_found_at_the_start(app: Flask, tmp_path: Path) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'none.db'}"
    with pytest.raises(UnfitDatabase, match="no database"):
        look_at_database(app)
    assert not (tmp_path / "none.db").exists()


@pytest.fixture
def mask() -> Callable[[], None]:
    """Puts the process's mask of new files back."""
    before = os.umask(0)
    os.umask(before)
    return lambda: os.umask(before) and None


def test_nobody_else_reads_what_is_kept(tmp_path: Path, mask: Callable[[], None]) -> None:
    (tmp_path / "mail").mkdir(mode=0o755)
    (tmp_path / "tryeza.db").touch(mode=0o644)
    close_to_others(replace(Settings(), instance=str(tmp_path)))
    mask()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path, *tmp_path.iterdir())}
    assert modes == {tmp_path.name: 0o700, "mail": 0o700, "tryeza.db": 0o600}


def test_what_does_not_start_says_so_in_one_line(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRYEZA_")}
    wrong = {**environment, "TRYEZA_MAILSERVER": "x", "TRYEZA_INSTANCE": str(tmp_path)}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--once"]
    done = subprocess.run(command, cwd=ROOT, env=wrong, capture_output=True, text=True)
    assert done.returncode == 78
    [line] = done.stderr.splitlines()
    assert line.startswith("Tryeza does not start: TRYEZA_MAILSERVER")


def run(app: Flask, *words: str) -> Result:
    """A command of the installation."""
    return app.test_cli_runner().invoke(args=list(words))


@only_sqlite
def test_a_missing_file_is_named(app: Flask, people: World) -> None:
    assert run(app, "files", "check").exit_code == 0
    with app.app_context():
        people.concern(lives.SUBMITTED)
        with unit_of_work() as session:
            actor = people.cast.people["anila"]
            session.add(
                Attachment(
                    public_id="lost",
                    concern_id=1,
                    person_id=actor.person_id,
                    organisation_id=actor.organisation_id,
                    at=now(),
                    name="a.pdf",
                    media_type="application/pdf",
                    size=1,
                    sha256="0" * 64,
                    stored_name="0" * 32,
                )
            )
    result = run(app, "files", "check")
    assert result.exit_code == 1
    assert "lost" in result.stderr and "1 missing" in result.stdout


def test_search_is_rebuilt(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.SUBMITTED)
        with unit_of_work() as session:
            session.execute(text("DELETE FROM concern_text"))
    assert "1 concerns can be searched" in run(app, "search", "rebuild").stdout
