"""Backup and restore by the commands of docs/operations.md, over the folder of a process that was killed."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from app.concerns.attachments import Attachment
from app.concerns.files import add_file
from app.concerns.uploads import store
from app.demo import lives
from tests.databases import SECRET, SqliteTemplates, application, settings_for
from tests.operations.guide import Installation, block
from tests.sign_in import sign_in
from tests.world import world_of

KEPT, LATER = "Titulli para kopjes", "Titulli pas kopjes"
KILLED = """
import os, signal, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA wal_autocheckpoint = 0")
database.execute("UPDATE concern SET title = ?", [sys.argv[2]])
for number in range(300):
    database.execute("INSERT INTO attempt VALUES (?, 1, '2026-01-01 00:00:00')", [f"{number:064}"])
os.kill(os.getpid(), signal.SIGKILL)
"""


@contextmanager
def served_from(place: Installation) -> Iterator[Flask]:
    """What a web process would serve from there; no connection is left open."""
    with application(settings_for(f"sqlite:///{place.database}", place.instance)) as app:
        yield app


@pytest.fixture
def place(tmp_path: Path, sqlite_templates: SqliteTemplates) -> Installation:
    """An installation on SQLite with one concern that holds a file."""
    made = Installation(tmp_path)
    made.set(
        TRYEZA_SECRET_KEY=SECRET,
        TRYEZA_BASE_URL="https://tryeza.example.org",
        TRYEZA_MAIL_SERVER="smtp.example.org",
    )
    made.instance.mkdir(mode=0o700)
    with sqlite_templates.migrated() as url, closing(sqlite3.connect(url.partition("///")[2])) as template:
        template.execute("VACUUM INTO ?", [str(made.database)])
    made.database.chmod(0o600)
    with served_from(made) as app, world_of(app) as world:
        address = world.concern(lives.SUBMITTED, title=KEPT)
        text = BytesIO("Shënime të takimit.\n".encode())
        file = add_file(store(), world.cast.people["anila"], address, text, "shenime.txt", "Takimi")
        assert isinstance(file, Attachment)
    return made


def die_while_writing(place: Installation) -> None:
    """A process changes the title, and is killed before SQLite has put its log into the database."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(place.database), LATER])
    assert done.returncode == -signal.SIGKILL
    log = place.database.with_name("tryeza.db-wal")
    assert log.stat().st_size > 100_000, "what it wrote stands in the log"


def titles(instance: Path) -> list[str]:
    """What the database holds, or why it cannot be read."""
    with closing(sqlite3.connect(instance / "tryeza.db")) as database:
        try:
            return [str(title) for (title,) in database.execute("SELECT title FROM concern")]
        except sqlite3.DatabaseError as error:
            return [str(error)]


def test_a_copy_is_put_back_over_what_a_killed_process_left(place: Installation) -> None:
    place.run_with_settings(block("umask 077; mkdir -p backup"))
    die_while_writing(place)
    for file in (place.instance / "attachments").rglob("*"):
        if file.is_file():
            file.unlink()
    careless = place.instance.with_name("careless")  # what opens it writes its log into it: so in a copy
    shutil.copytree(place.instance, careless)
    shutil.copyfile(place.project / "backup" / "tryeza.db", careless / "tryeza.db")
    assert titles(careless) != [KEPT], "a copy alone is not enough: the old log counts"
    said = place.run_with_settings(block("umask 077; before="))
    assert "0 breaks" in said and "1 attachments, 0 missing" in said and "1 concerns can be searched" in said
    with closing(sqlite3.connect(place.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert titles(place.instance) == [KEPT]
    with served_from(place) as app:
        member = app.test_client()
        sign_in(member, "anila")
        assert KEPT in member.get("/concerns?q=titulli").text
    kept = [*place.instance.rglob("*"), *(place.project / "backup").rglob("*")]
    assert not [str(path) for path in kept if path.stat().st_mode & 0o077], "nobody else reads it"
