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

import wsgi
from app.core import commands
from app.core.commands import UnfitDatabase, close_to_others, look_at_database
from app.core.db import db
from config import ROOT, Settings, UnsafeSettings
from tests.databases import application, only_sqlite
from tests.operations.later_version import one_more

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


@pytest.fixture
def later_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application has a migration which the database has not seen."""
    monkeypatch.setattr(commands, "revisions", one_more)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE alembic_version SET version_num = 'ffff'", "newer version"),
        ("DELETE FROM alembic_version", "is empty"),
    ],
)
def test_another_schema_is_found_at_the_start(app: Flask, change: str, said: str) -> None:
    look_at_database(app)
    alter(app, change)
    with pytest.raises(UnfitDatabase, match=said):
        look_at_database(app)


def test_a_schema_without_the_newest_migration_is_found_at_the_start(app: Flask, later_version: None) -> None:
    with pytest.raises(UnfitDatabase, match=r"older version \(\d{4}, not later\)"):
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


def run(app: Flask, *words: str) -> Result:
    """A command of the installation."""
    return app.test_cli_runner().invoke(args=list(words))


def alter(app: Flask, statement: str) -> None:
    """Change the database past the application."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(statement))


NOBODY = "postgresql+psycopg://tryeza:secret@127.0.0.1:1/tryeza"  # nothing listens there


@pytest.fixture
def sound(settings: Settings) -> Settings:
    """What production starts with, on the database of the test."""
    given = Settings.from_environment(SOUND)
    return replace(given, database_url=settings.database, instance=settings.instance)


@only_sqlite
@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        ({"secret_key": Settings().secret_key}, 78, "TRYEZA_SECRET_KEY"),
        ({}, 78, "older version"),
        ({"database_url": NOBODY}, 75, "127.0.0.1"),
    ],
    ids=["public key", "old schema", "no server"],
)
def test_the_web_ends_with_one_line_and_a_code(
    sound: Settings,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    mask: Callable[[], None],
    later_version: None,
    wrong: dict[str, str],
    code: int,
    said: str,
) -> None:
    settings = replace(sound, **wrong)  # type: ignore[arg-type]
    monkeypatch.setattr(wsgi, "settings", settings)
    with application(settings) as app:
        monkeypatch.setattr(wsgi, "app", app)
        with pytest.raises(SystemExit) as ended:
            wsgi.production()
    mask()
    assert ended.value.code == code
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("Tryeza does not start: ") and said in line and "secret@" not in line


@only_sqlite
def test_the_worker_ends_with_one_line_where_the_schema_is_old(
    sound: Settings, app: Flask, mask: Callable[[], None], later_version: None
) -> None:
    app.extensions["tryeza.settings"] = sound
    ended = run(app, "worker", "--once")
    mask()
    assert ended.exit_code == 78
    [line] = ended.stderr.splitlines()
    assert "older version" in line


@only_sqlite
def test_a_migration_without_a_server_ends_with_one_line(sound: Settings) -> None:
    with application(replace(sound, database_url=NOBODY)) as app:
        ended = run(app, "db", "upgrade")
    assert isinstance(ended.exception, SystemExit) and ended.exit_code == 1
    [line] = ended.output.splitlines()
    assert line.startswith("The database cannot be used: ") and "secret" not in line


@only_sqlite
def test_a_migration_of_what_is_no_database_ends_with_one_line(sound: Settings, tmp_path: Path) -> None:
    (file := tmp_path / "damaged.db").write_bytes(b"no database at all\n" * 400)
    with application(replace(sound, database_url=f"sqlite:///{file}")) as app:
        ended = run(app, "db", "upgrade")
    assert isinstance(ended.exception, SystemExit) and ended.exit_code == 1
    [line] = ended.output.splitlines()
    assert line.startswith("The database cannot be used: ")


@only_sqlite
def test_a_new_database_is_its_owners_alone(sound: Settings, tmp_path: Path) -> None:
    file = tmp_path / "instance" / "tryeza.db"
    before = os.umask(0o022)
    try:
        with application(replace(sound, database_url=f"sqlite:///{file}")) as app:
            ended = run(app, "db", "current")
    finally:
        os.umask(before)
    assert ended.exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@only_sqlite
def test_gunicorn_serves_nothing_from_an_old_database_and_says_it_once(
    sound: Settings, app: Flask, tmp_path: Path
) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRYEZA_")}
    given = {**environment, **SOUND, "TRYEZA_DATABASE_URL": sound.database, "TRYEZA_INSTANCE": str(tmp_path)}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--no-control-socket",
        "--bind",
        "127.0.0.1:0",
        "tests.operations.later_version:production()",
    ]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True)
    assert done.returncode == 78
    [line] = [line for line in done.stderr.splitlines() if "[INFO]" not in line]
    assert "older version" in line


def test_what_does_not_start_says_so_in_one_line(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRYEZA_")}
    wrong = {**environment, "TRYEZA_MAILSERVER": "x", "TRYEZA_INSTANCE": str(tmp_path)}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--once"]
    done = subprocess.run(command, cwd=ROOT, env=wrong, capture_output=True, text=True)
    assert done.returncode == 78
    [line] = done.stderr.splitlines()
    assert line.startswith("Tryeza does not start: TRYEZA_MAILSERVER")


def test_what_few_pages_need_is_not_loaded_at_the_start(tmp_path: Path) -> None:
    given = {**os.environ, "TRYEZA_INSTANCE": str(tmp_path), "TRYEZA_DEMO": "on", "TRYEZA_TLS": "off"}
    script = "import wsgi, sys; print(*sorted({'docx', 'xlsxwriter', 'zxcvbn'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=given, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stdout + done.stderr
