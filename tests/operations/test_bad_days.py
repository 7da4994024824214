"""Real processes on a PostgreSQL of their own, which is stopped and held, while they are killed and the disk fills."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from io import BytesIO
from pathlib import Path
from random import choices
from string import ascii_letters

import psycopg
import pytest

from tests import postgresql
from tests.databases import migrate
from tests.forms import forms_of, send, submit
from tests.operations.browser import Answer, Browser
from tests.operations.installation import (
    THREADS,
    Site,
    filled,
    given_back,
    kept,
    people_of,
    small_disk,
    started,
    typed,
    until,
)

TEXT = "Një tekst i gjatë, që askush nuk do ta shkruante me dëshirë dy herë. " * 200
BUSY, FULL = "Sistemi është i ngarkuar për momentin", "Tryeza nuk ka më vend"
HELD_S = 12  # how long anybody waits, at most, for what others hold, or behind those who do
PROCESSES = 2
SURE = {"synchronous_commit": "on", "full_page_writes": "on"}  # what is acknowledged outlives a crash
FROZEN_S = 25  # and how long for a server that says nothing


@pytest.fixture(scope="module")
def cluster() -> Iterator[postgresql.Cluster]:
    if not postgresql.is_installed():
        pytest.skip("no PostgreSQL of its own can be started")
    cluster = postgresql.start(**SURE)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def site(cluster: postgresql.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("bad-days")
    migrate(cluster.url, folder)
    people_of(cluster.url, folder)
    with started(cluster.url, folder, PROCESSES) as site:
        yield site


def write(browser: Browser, concern: str, text: str) -> Answer:
    """Open the page and send this text."""
    return send(browser, f"{concern}/what", {"title": "Titulli", "narrative": text})


def assert_given_back(answer: Answer) -> None:
    """The page that says what fails, with all that was typed."""
    assert answer.status_code == 503 and BUSY in answer.text
    assert given_back(answer) == TEXT.strip()


def test_a_database_that_stops(site: Site, cluster: postgresql.Cluster) -> None:
    browser, concern = site.begin()
    assert write(browser, concern, "E para.").status_code == 302
    site.ask_for_mail("besnik")
    until(lambda: site.mails() >= 1, "the worker sends")
    processes, mails = site.web_processes(), site.mails()
    form, sent = typed(browser, concern, TEXT)
    cluster.break_off()
    try:
        refused = submit(browser, f"{concern}/what", form, sent)
        assert_given_back(refused)
        for address in ("/", "/concerns", "/me", concern) * 5:
            answer = browser.get(address)
            assert answer.status_code == 503 and BUSY in answer.text
        until(lambda: "does not answer" in site.log("worker"), "the worker says so")
    finally:
        cluster.run(**SURE)
    assert kept(browser, concern) == "E para.", "what was acknowledged is there"
    again = next(form for form in forms_of(refused.text) if form.named("narrative"))
    assert submit(browser, f"{concern}/what", again, again.fields()).status_code == 302
    assert kept(browser, concern) == TEXT.strip()
    cluster.break_off()
    cluster.run(**SURE)
    assert [browser.get("/me").status_code for _ in range(8)] == [200] * 8, "nobody asked meanwhile"
    site.ask_for_mail("hana")
    until(lambda: site.mails() > mails, "the worker sends again")
    assert site.web_processes() == processes and site.worker.poll() is None, "nothing was started anew"
    for name, most in (("web", PROCESSES), ("worker", 1)):
        log = site.log(name)
        assert 1 <= log.count("does not answer") <= most and "Traceback" not in log, log


@contextmanager
def held(cluster: postgresql.Cluster) -> Iterator[Callable[[], int]]:
    """Somebody else has the concerns for themselves, as a repair would; gives how many wait for them."""
    with psycopg.connect(cluster.url.replace("+psycopg", "")) as connection:
        connection.execute("LOCK TABLE concern IN ACCESS EXCLUSIVE MODE")
        yield lambda: connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchall()[0][0]
        connection.rollback()


def test_a_table_that_others_hold(site: Site, cluster: postgresql.Cluster) -> None:
    browser, concern = site.begin()
    form, sent = typed(browser, concern, TEXT)
    apart = ThreadPoolExecutor(PROCESSES * THREADS)
    with apart, held(cluster) as waiting:
        waits = [apart.submit(submit, browser, f"{concern}/what", form, sent)]
        waits += [apart.submit(browser.get, concern) for _ in range(PROCESSES * THREADS - 1)]
        until(lambda: waiting() > 1, "they wait")
        asked = time.monotonic()
        assert Browser(site.port).get("/sign-in").status_code == 200, "pages of other tables go on"
        assert time.monotonic() - asked < HELD_S, "and wait no longer than who came first"
        refused, *others = [answer.result() for answer in waits]
        assert time.monotonic() - asked < 2 * HELD_S
    assert_given_back(refused)
    assert {answer.status_code for answer in others} == {503}
    assert submit(browser, f"{concern}/what", form, sent).status_code == 302
    log = site.log("web")
    assert 1 <= log.count("held by others") <= PROCESSES and "Traceback" not in log, log


def test_a_database_that_is_frozen(site: Site, cluster: postgresql.Cluster) -> None:
    browser, concern = site.begin()
    form, sent = typed(browser, concern, TEXT)
    site.ask_for_mail("drita")
    before = site.log("web").count("does not answer")
    mails = site.mails()
    with ThreadPoolExecutor(2) as apart, cluster.frozen():
        began = time.monotonic()
        waits = [
            apart.submit(submit, browser, f"{concern}/what", form, sent),
            apart.submit(browser.get, "/me"),
        ]
        refused, other = [answer.result() for answer in waits]
        assert time.monotonic() - began < FROZEN_S
    assert_given_back(refused)
    assert other.status_code == 503
    assert submit(browser, f"{concern}/what", form, sent).status_code == 302
    site.ask_for_mail("elira")
    until(lambda: site.mails() > mails, "the worker goes on")
    log = site.log("web")
    assert log.count("does not answer") - before <= PROCESSES and "Traceback" not in log, log


def test_web_processes_that_are_killed(site: Site, cluster: postgresql.Cluster) -> None:
    browser, concern = site.begin()
    assert write(browser, concern, "E para.").status_code == 302
    form, sent = typed(browser, concern, TEXT)
    killed = site.web_processes()
    with held(cluster) as waiting, ThreadPoolExecutor(1) as apart:
        waits = apart.submit(submit, browser, f"{concern}/what", form, sent)
        until(lambda: waiting() > 0, "killed in the middle of work")
        assert [os.kill(process, signal.SIGKILL) for process in killed]
        with pytest.raises((HTTPException, OSError)):
            waits.result()
    until(lambda: len(site.web_processes() - killed) == PROCESSES, "others take their place")
    assert kept(browser, concern) == "E para.", "all of it or nothing"
    assert submit(browser, f"{concern}/what", form, sent).status_code == 302


def test_a_disk_of_files_that_is_full(site: Site) -> None:
    browser, concern = site.begin()
    contents = ("Shënime të takimit. " * 2000).encode()
    folder = site.folder / "instance" / "attachments"

    def file() -> dict[str, object]:
        return {"files": (BytesIO(contents), "shenime.txt"), "shows": TEXT[:250]}

    with small_disk(folder, "64k"):
        with filled(folder):
            refused = send(browser, f"{concern}/source", file())
            assert refused.status_code == 507 and FULL in refused.text
            assert TEXT[:250].strip() in refused.text and "Traceback" not in refused.text
            assert browser.get(f"{concern}/what").status_code == 200, "reading goes on"
        assert send(browser, f"{concern}/source", file()).status_code == 302
    assert 1 <= site.log("web").count("the disk is full") <= PROCESSES
    assert "Traceback" not in site.log("web")


@contextmanager
def kept_on(folder: Path, cluster: postgresql.Cluster) -> Iterator[None]:
    """The concerns lie on the disk of this folder."""
    with psycopg.connect(cluster.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
        connection.execute("ALTER TABLE concern SET TABLESPACE small")
        yield
        connection.execute("ALTER TABLE concern SET TABLESPACE pg_default")
        connection.execute("DROP TABLESPACE small")


def test_a_disk_of_the_database_that_is_full(site: Site, cluster: postgresql.Cluster) -> None:
    browser, concern = site.begin()
    assert write(browser, concern, "E para.").status_code == 302
    text = "".join(choices(ascii_letters, k=15_000))  # nothing makes it smaller
    folder = cluster.folder / "small"
    with small_disk(folder, "2m", cluster.folder.stat().st_uid), kept_on(folder, cluster):
        form, sent = typed(browser, concern, text)
        with filled(folder):
            refused = submit(browser, f"{concern}/what", form, sent)
            assert refused.status_code == 507 and FULL in refused.text
            assert given_back(refused) == text
            assert kept(browser, concern) == "E para.", "reading goes on"
        assert submit(browser, f"{concern}/what", form, sent).status_code == 302
        assert kept(browser, concern) == text
    assert 1 <= site.log("web").count("the disk is full") <= PROCESSES
    assert "Traceback" not in site.log("web")
