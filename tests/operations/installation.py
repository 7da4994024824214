"""An installation of real processes, for the web and a worker, and what is done with it on bad days."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.databases import COMPILED, application, settings_for
from tests.forms import PageForm, form_of, forms_of, send
from tests.operations.browser import Answer, Browser
from tests.operations.processes import end, free_port, listens, running, wait_until
from tests.sign_in import sign_in
from tests.world import world_of

SOON_S = 60
THREADS = 4


@dataclass
class Site:
    """The installation, started once; no test starts its processes anew."""

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

    def ask_for_mail(self, who: str) -> None:
        """What only the worker can bring to an end."""
        answer = send(Browser(self.port), "/reset", {"email": f"{who}@example.org"})
        assert answer.status_code == 200, answer.text[:2000]

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


def environment_of(url: str, folder: Path, port: int) -> dict[str, str]:
    """Its settings."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("TRYEZA_")},
        "FLASK_APP": "wsgi.py",
        "TRYEZA_SECRET_KEY": "k" * 48,
        "TRYEZA_DATABASE_URL": url,
        "TRYEZA_INSTANCE": str(folder / "instance"),
        "TRYEZA_COMPILED_TEMPLATES": COMPILED,
        "TRYEZA_BASE_URL": f"http://127.0.0.1:{port}",
        "TRYEZA_TLS": "off",
        "TRYEZA_ALLOW_HTTP": "on",
        "TRYEZA_MAIL_TO_FOLDER": "on",
    }


def web_of(port: int, processes: int) -> list[str]:
    """How its web is started."""
    flags = f"--no-control-socket --bind 127.0.0.1:{port} --workers {processes} --threads {THREADS}".split()
    return [sys.executable, "-m", "gunicorn", *flags, "wsgi:production()"]


@contextmanager
def started(url: str, folder: Path, processes: int) -> Iterator[Site]:
    """The installation on a database that has its people, as long as the tests of a file take."""
    port = free_port()
    environment = environment_of(url, folder, port)
    with ExitStack() as stack:
        web = stack.enter_context(running(web_of(port, processes), environment, folder / "web.log"))
        command = [sys.executable, "-m", "flask", "worker"]
        worker = stack.enter_context(running(command, environment, folder / "worker.log"))
        site = Site(port, folder, web, worker)
        wait_until(lambda: listens(port) and len(site.web_processes()) == processes, "the port is open")
        try:
            yield site
        finally:
            for process in (web, worker):  # how long they take to end in order is no part of these tests
                end(process, signal.SIGKILL)


def people_of(url: str, folder: Path) -> None:
    """Give a migrated database the people of the demonstration."""
    with application(settings_for(url, folder)) as app, world_of(app):
        pass


def until(true: Callable[[], bool], what: str) -> None:
    """Wait until it is so."""
    end = time.monotonic() + SOON_S
    while not true():
        assert time.monotonic() < end, f"not within {SOON_S} s: {what}"
        time.sleep(0.1)


def typed(browser: Browser, concern: str, text: str) -> tuple[PageForm, dict[str, list[Any]]]:
    """The page's form, and what somebody typed who has not sent it yet."""
    form = form_of(browser.get(f"{concern}/what").text)
    return form, form.filled({"title": "Titulli", "narrative": text})


def kept(browser: Browser, concern: str) -> str:
    """The text as the page has it now."""
    return form_of(browser.get(f"{concern}/what").text).named("narrative")[0].value.strip()


def given_back(answer: Answer) -> str:
    """The text in a page that says what fails: all of it, ready to be sent again."""
    assert "Traceback" not in answer.text and "psycopg" not in answer.text and "sqlite" not in answer.text
    [again] = [form for form in forms_of(answer.text) if form.named("narrative")]
    return again.named("narrative")[0].value.strip()


@contextmanager
def small_disk(folder: Path, size: str, owner: int = 0) -> Iterator[None]:
    """A disk of its own in the place of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={size},mode=0700,uid={owner}"
    mount = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled(folder: Path, but: int = 0) -> Iterator[None]:
    """Nothing more goes onto the disk of this folder than so many bytes."""
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    ballast = folder / "ballast"
    ballast.write_bytes(b"." * (free - but))
    try:
        yield
    finally:
        ballast.unlink()
