"""An installation of real processes on a PostgreSQL of its own: two for the web, and a worker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import create_app
from app.core.db import db
from tests import postgresql
from tests.databases import COMPILED, migrate, settings_for
from tests.forms import send
from tests.operations.browser import Browser
from tests.operations.processes import free_port, listens, running, wait_until
from tests.sign_in import sign_in
from tests.world import world_of

SOON_S = 60
PROCESSES, THREADS = 2, 4
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
def started(folder: Path) -> Iterator[Site]:
    """The installation, as long as the tests of a file take."""
    port = free_port()
    with ExitStack() as stack:
        cluster = postgresql.start(**SURE)
        stack.callback(cluster.stop)
        peopled(cluster.url, folder)
        environment = environment_of(cluster.url, folder, port)
        web = web_of(port, PROCESSES)
        worker = [sys.executable, "-m", "flask", "worker"]
        served = stack.enter_context(running(web, environment, folder / "web.log"))
        works = stack.enter_context(running(worker, environment, folder / "worker.log"))
        site = Site(cluster, port, folder, served, works)
        wait_until(lambda: listens(port) and len(site.web_processes()) == PROCESSES, "the port is open")
        yield site


def peopled(url: str, folder: Path) -> None:
    """Bring an empty database to the newest schema, with the people of the demonstration."""
    migrate(url, folder)
    app = create_app(settings_for(url, folder))
    with world_of(app):
        db.engine.dispose()


def until(true: Callable[[], bool], what: str) -> None:
    """Wait until it is so."""
    end = time.monotonic() + SOON_S
    while not true():
        assert time.monotonic() < end, f"not within {SOON_S} s: {what}"
        time.sleep(0.1)
