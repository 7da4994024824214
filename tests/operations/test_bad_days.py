"""Real processes on a PostgreSQL of their own, which is stopped and held, while they are killed and the disk fills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from app import create_app
from app.core.db import db
from tests import postgresql
from tests.databases import COMPILED, migrate, settings_for
from tests.forms import form_of, forms_of, send, submit
from tests.operations.browser import Answer, Browser
from tests.operations.processes import free_port, listens, running
from tests.sign_in import sign_in
from tests.world import world_of

TEXT = "Një tekst i gjatë, që askush nuk do ta shkruante me dëshirë dy herë. " * 200
BUSY, FULL = "Tryeza është e zënë për një çast", "Tryeza nuk ka më vend"
HELD_S = 25  # how long anybody waits for what others hold, at most
SOON_S = 60
PROCESSES = 2
SURE = {"synchronous_commit": "on", "full_page_writes": "on"}  # what is acknowledged outlives a crash


@dataclass
class Site:
    """The installation, started once; no test starts its processes anew."""

    cluster: postgresql.Cluster
    port: int
    folder: Path
    web: subprocess.Popen[bytes]
    worker: subprocess.Popen[bytes]

    def begin(self) -> tuple[Browser, str]:
        """Somebody signed in, with a concern begun: the address of its pages."""
        browser = Browser(self.port)
        sign_in(browser, "anila")
        begun = send(browser, "/concerns/new", {}, "/concerns/new")
        assert begun.status_code == 302, begun.text[:2000]
        return browser, begun.location.rsplit("/", 1)[0]

    def log(self, name: str) -> str:
        """What a process wrote."""
        return (self.folder / f"{name}.log").read_text("utf-8")

    def mails(self) -> int:
        """How many mails were sent."""
        return len(list((self.folder / "instance" / "mail").glob("*")))

    def web_processes(self) -> set[int]:
        """Those that answer, behind the one that was started."""
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text()
        return {int(pid) for pid in children.split()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if not postgresql.is_installed():
        pytest.skip("no PostgreSQL of its own can be started")
    folder, port = tmp_path_factory.mktemp("bad-days"), free_port()
    with ExitStack() as stack:
        cluster = postgresql.start(**SURE)
        stack.callback(cluster.stop)
        migrate(cluster.url, folder)
        app = create_app(settings_for(cluster.url, folder))
        with world_of(app):
            db.engine.dispose()
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TRYEZA_")},
            "FLASK_APP": "wsgi.py",
            "TRYEZA_SECRET_KEY": "k" * 48,
            "TRYEZA_DATABASE_URL": cluster.url,
            "TRYEZA_INSTANCE": str(folder / "instance"),
            "TRYEZA_COMPILED_TEMPLATES": COMPILED,
            "TRYEZA_BASE_URL": f"http://127.0.0.1:{port}",
            "TRYEZA_TLS": "off",
            "TRYEZA_ALLOW_HTTP": "on",
            "TRYEZA_MAIL_TO_FOLDER": "on",
        }
        flags = f"--no-control-socket --bind 127.0.0.1:{port} --workers {PROCESSES} --threads 4".split()
        web = [sys.executable, "-m", "gunicorn", *flags, "wsgi:production()"]
        worker = [sys.executable, "-m", "flask", "worker"]
        served = stack.enter_context(running(web, environment, folder / "web.log"))
        works = stack.enter_context(running(worker, environment, folder / "worker.log"))
        started = Site(cluster, port, folder, served, works)
        until(lambda: listens(port) and len(started.web_processes()) == PROCESSES, "the port is open")
        yield started


def until(true: Callable[[], bool], what: str) -> None:
    """Wait until it is so."""
    end = time.monotonic() + SOON_S
    while not true():
        assert time.monotonic() < end, f"not within {SOON_S} s: {what}"
        time.sleep(0.1)


def ask_for_mail(site: Site, who: str) -> None:
    """What only the worker can bring to an end."""
    answer = send(Browser(site.port), "/reset", {"email": f"{who}@example.org"})
    assert answer.status_code == 200


def write(browser: Browser, concern: str, text: str) -> Answer:
    """Open the page and send this text."""
    return send(browser, f"{concern}/what", {"title": "Titulli", "narrative": text})


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
    form = form_of(browser.get(f"{concern}/what").text)
    sent = form.filled({"title": "Titulli", "narrative": TEXT})
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
def held(site: Site) -> Iterator[None]:
    """Somebody else has the concerns for themselves, as a repair would."""
    with psycopg.connect(site.cluster.url.replace("+psycopg", "")) as connection:
        connection.execute("LOCK TABLE concern IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


def test_a_table_that_others_hold(site: Site) -> None:
    browser, concern = site.begin()
    form = form_of(browser.get(f"{concern}/what").text)
    sent = form.filled({"title": "Titulli", "narrative": TEXT})
    began = time.monotonic()
    with held(site), ThreadPoolExecutor(1) as apart:
        waits = apart.submit(submit, browser, f"{concern}/what", form, sent)
        time.sleep(0.5)
        other = Browser(site.port)
        asked = time.monotonic()
        assert other.get("/sign-in").status_code == 200, "pages of other tables go on"
        sign_in(other, "besnik")
        assert time.monotonic() - asked < 5
        assert not waits.done()
        refused = waits.result()
        assert time.monotonic() - began < HELD_S
    assert_given_back(refused)
    assert submit(browser, f"{concern}/what", form, sent).status_code == 302
    log = site.log("web")
    assert 1 <= log.count("held by others") <= PROCESSES and "Traceback" not in log, log


def test_web_processes_that_are_killed(site: Site) -> None:
    browser, concern = site.begin()
    assert write(browser, concern, "E para.").status_code == 302
    form = form_of(browser.get(f"{concern}/what").text)
    sent = form.filled({"title": "Titulli", "narrative": TEXT})
    killed = site.web_processes()
    with held(site), ThreadPoolExecutor(1) as apart:
        waits = apart.submit(submit, browser, f"{concern}/what", form, sent)
        time.sleep(0.5)
        assert not waits.done(), "killed in the middle of work"
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
