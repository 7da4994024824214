"""Real processes on a PostgreSQL of their own, which is stopped and held, while they are killed and the disk fills."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import postgresql
from tests.forms import PageForm, form_of, forms_of, send, submit
from tests.operations.browser import Answer, Browser
from tests.operations.installation import PROCESSES, SURE, THREADS, Site, started, until

TEXT = "Një tekst i gjatë, që askush nuk do ta shkruante me dëshirë dy herë. " * 200
BUSY, FULL = "Tryeza është e zënë për një çast", "Tryeza nuk ka më vend"
HELD_S = 12  # how long anybody waits, at most, for what others hold, or behind those who do
FROZEN_S = 25  # and how long for a server that says nothing


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if not postgresql.is_installed():
        pytest.skip("no PostgreSQL of its own can be started")
    with started(tmp_path_factory.mktemp("bad-days")) as site:
        yield site


def ask_for_mail(site: Site, who: str) -> None:
    """What only the worker can bring to an end."""
    answer = send(Browser(site.port), "/reset", {"email": f"{who}@example.org"})
    assert answer.status_code == 200


def write(browser: Browser, concern: str, text: str) -> Answer:
    """Open the page and send this text."""
    return send(browser, f"{concern}/what", {"title": "Titulli", "narrative": text})


def typed(browser: Browser, concern: str) -> tuple[PageForm, dict[str, list[Any]]]:
    """The page's form, and what somebody typed who has not sent it yet."""
    form = form_of(browser.get(f"{concern}/what").text)
    return form, form.filled({"title": "Titulli", "narrative": TEXT})


def kept(browser: Browser, concern: str) -> str:
    """The text as the page has it now."""
    return form_of(browser.get(f"{concern}/what").text).named("narrative")[0].value.strip()


def assert_given_back(answer: Answer) -> None:
    """The page that says what fails, with all that was typed, ready to be sent again."""
    assert answer.status_code == 503 and BUSY in answer.text
    assert "Traceback" not in answer.text and "psycopg" not in answer.text
    [again] = [form for form in forms_of(answer.text) if form.named("narrative")]
    assert again.named("narrative")[0].value.strip() == TEXT.strip()


def test_a_database_that_stops(site: Site) -> None:
    browser, concern = site.begin()
    assert write(browser, concern, "E para.").status_code == 302
    ask_for_mail(site, "besnik")
    until(lambda: site.mails() >= 1, "the worker sends")
    processes, mails = site.web_processes(), site.mails()
    form, sent = typed(browser, concern)
    site.cluster.break_off()
    try:
        refused = submit(browser, f"{concern}/what", form, sent)
        assert_given_back(refused)
        for address in ("/", "/concerns", "/me", concern) * 5:
            answer = browser.get(address)
            assert answer.status_code == 503 and BUSY in answer.text
        until(lambda: "does not answer" in site.log("worker"), "the worker says so")
    finally:
        site.cluster.run(**SURE)
    assert kept(browser, concern) == "E para.", "what was acknowledged is there"
    again = next(form for form in forms_of(refused.text) if form.named("narrative"))
    assert submit(browser, f"{concern}/what", again, again.fields()).status_code == 302
    assert kept(browser, concern) == TEXT.strip()
    site.cluster.break_off()
    site.cluster.run(**SURE)
    assert [browser.get("/me").status_code for _ in range(8)] == [200] * 8, "nobody asked meanwhile"
    ask_for_mail(site, "hana")
    until(lambda: site.mails() > mails, "the worker sends again")
    assert site.web_processes() == processes and site.worker.poll() is None, "nothing was started anew"
    for name, most in (("web", PROCESSES), ("worker", 1)):
        log = site.log(name)
        assert 1 <= log.count("does not answer") <= most and "Traceback" not in log, log


@contextmanager
def held(site: Site) -> Iterator[Callable[[], int]]:
    """Somebody else has the concerns for themselves, as a repair would; gives how many wait for them."""
    with psycopg.connect(site.cluster.url.replace("+psycopg", "")) as connection:
        connection.execute("LOCK TABLE concern IN ACCESS EXCLUSIVE MODE")
        yield lambda: connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchall()[0][0]
        connection.rollback()


def test_a_table_that_others_hold(site: Site) -> None:
    browser, concern = site.begin()
    form, sent = typed(browser, concern)
    apart = ThreadPoolExecutor(PROCESSES * THREADS)
    with apart, held(site) as waiting:
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


def test_a_database_that_is_frozen(site: Site) -> None:
    browser, concern = site.begin()
    form, sent = typed(browser, concern)
    ask_for_mail(site, "drita")
    before = site.log("web").count("does not answer")
    mails = site.mails()
    with ThreadPoolExecutor(2) as apart, site.cluster.frozen():
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
    ask_for_mail(site, "elira")
    until(lambda: site.mails() > mails, "the worker goes on")
    log = site.log("web")
    assert log.count("does not answer") - before <= PROCESSES and "Traceback" not in log, log


def test_web_processes_that_are_killed(site: Site) -> None:
    browser, concern = site.begin()
    assert write(browser, concern, "E para.").status_code == 302
    form, sent = typed(browser, concern)
    killed = site.web_processes()
    with held(site) as waiting, ThreadPoolExecutor(1) as apart:
        waits = apart.submit(submit, browser, f"{concern}/what", form, sent)
        until(lambda: waiting() > 0, "killed in the middle of work")
        assert [os.kill(process, signal.SIGKILL) for process in killed]
        with pytest.raises((HTTPException, OSError)):
            waits.result()
    until(lambda: len(site.web_processes() - killed) == PROCESSES, "others take their place")
    assert kept(browser, concern) == "E para.", "all of it or nothing"
    assert submit(browser, f"{concern}/what", form, sent).status_code == 302


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """A small disk, full, in the place of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder]).returncode
    ):
        pytest.skip("only root can mount a small disk")
    try:
        (folder / "ballast").write_bytes(b"." * 60 * 1024)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_disk_that_is_full(site: Site) -> None:
    browser, concern = site.begin()
    contents = ("Shënime të takimit. " * 2000).encode()

    def file() -> dict[str, object]:
        return {"files": (BytesIO(contents), "shenime.txt"), "shows": TEXT[:900]}

    with full(site.folder / "instance" / "attachments"):
        refused = send(browser, f"{concern}/source", file())
        assert refused.status_code == 507 and FULL in refused.text
        assert TEXT[:900].strip() in refused.text and "Traceback" not in refused.text
        assert browser.get(f"{concern}/what").status_code == 200, "reading goes on"
        (site.folder / "instance" / "attachments" / "ballast").unlink()
        assert send(browser, f"{concern}/source", file()).status_code == 302
    assert site.log("web").count("the disk is full") == 1 and "Traceback" not in site.log("web")
