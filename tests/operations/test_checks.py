"""The commands that look after an installation: they name what is missing, and mend what can be."""

from __future__ import annotations

from dataclasses import replace

from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app.concerns.attachments import Attachment
from app.core.db import unit_of_work
from app.core.time import now
from app.demo import lives
from config import Settings
from tests.databases import application, only_sqlite
from tests.world import World


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


NOBODY = "postgresql+psycopg://tryeza:secret@127.0.0.1:1/tryeza"  # nothing listens there
COMMANDS = ("history verify", "files check", "search rebuild", "group show", "user disable a@example.org")


@only_sqlite
def test_a_command_without_a_server_ends_with_one_line(settings: Settings) -> None:
    with application(replace(settings, database_url=NOBODY)) as app:
        for command in COMMANDS:
            ended = run(app, *command.split())
            assert ended.exit_code == 75, command
            [line] = ended.output.splitlines()
            assert "the database does not answer" in line and "secret" not in line


@only_sqlite
def test_a_command_on_a_database_without_tables_says_what_to_do(
    settings: Settings, empty_database_url: str
) -> None:
    with application(replace(settings, database_url=empty_database_url)) as app:
        for command in COMMANDS:
            ended = run(app, *command.split())
            assert ended.exit_code == 1, command
            [line] = ended.output.splitlines()
            assert "flask db upgrade" in line
