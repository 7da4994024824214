"""SQLite on a disk that fills while people write: they read on, nothing acknowledged is lost, nobody starts anew."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from random import choices
from string import ascii_letters

from tests.databases import SqliteTemplates
from tests.forms import submit
from tests.operations.browser import Answer, Browser
from tests.operations.installation import (
    filled,
    given_back,
    kept,
    people_of,
    small_disk,
    started,
    typed,
    until,
)

FULL = "Tryeza nuk ka më vend"
LEFT = 128 * 1024  # bytes on the disk, as people go on writing
MOST = 60  # texts, of which each takes some of it


def written_until_full(browser: Browser, concern: str) -> tuple[str, str, Answer]:
    """The last text that was acknowledged, the first that was not, and what was answered to it."""
    last = ""
    for _ in range(MOST):
        text = "".join(choices(ascii_letters, k=15_000))  # nothing makes it smaller
        answer = submit(browser, f"{concern}/what", *typed(browser, concern, text))
        if answer.status_code != 302:
            return last, text, answer
        last = text
    raise AssertionError("the disk does not fill")


def stopped_between_two_writes(worker: subprocess.Popen[bytes], database: Path) -> None:
    """It stands still, and holds nothing that others wait for."""
    for _ in range(50):
        worker.send_signal(signal.SIGSTOP)
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
            except sqlite3.OperationalError:
                worker.send_signal(signal.SIGCONT)
                time.sleep(0.1)
            else:
                return
    raise AssertionError("the worker writes all the time")


def test_nothing_acknowledged_is_lost_on_a_full_disk(
    sqlite_templates: SqliteTemplates, tmp_path: Path
) -> None:
    instance, database = tmp_path / "instance", tmp_path / "instance" / "tryeza.db"
    with small_disk(instance, "32m"), sqlite_templates.migrated() as empty:
        shutil.copyfile(empty.removeprefix("sqlite:///"), database)
        people_of(f"sqlite:///{database}", tmp_path)
        with started(f"sqlite:///{database}", tmp_path, 1) as site:
            browser, concern = site.begin()
            stopped_between_two_writes(site.worker, database)
            site.ask_for_mail("besnik")
            with filled(instance, but=LEFT):
                last, text, refused = written_until_full(browser, concern)
                assert refused.status_code == 507 and FULL in refused.text
                assert given_back(refused) == text
                assert last and kept(browser, concern) == last, "reading goes on"
                [web] = site.web_processes()
                site.worker.send_signal(signal.SIGCONT)
                until(lambda: "the disk is full" in site.log("worker"), "the worker says so")
            form, sent = typed(browser, concern, text)
            assert submit(browser, f"{concern}/what", form, sent).status_code == 302
            assert kept(browser, concern) == text
            until(lambda: site.mails() == 1, "the worker goes on")
            assert site.web_processes() == {web} and site.worker.poll() is None, "nothing was started anew"
            for name in ("web", "worker"):
                log = site.log(name)
                assert log.count("the disk is full") == 1 and "Traceback" not in log, log
        with sqlite3.connect(database) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
