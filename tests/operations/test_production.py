"""Production as docs/operations.md says: its nginx with TLS, two web processes on PostgreSQL, a worker, real mail."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from config import ROOT
from tests.conftest import CHROMIUM, IN_CI
from tests.databases import PostgresqlTemplates
from tests.smtp import Server, certify, smtp_server

GUIDE = (ROOT / "docs" / "operations.md").read_text("utf-8")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
PASSWORD = "mollë e kuqe mbi urë të vjetër"
LINK = re.compile(r"https://\S+/invitation/\S+")
PATIENCE_S = 240  # a busy machine takes its time to start five processes


@dataclass
class Receiver(Server):
    """Keeps the texts of mails."""

    texts: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail."""
        from email import message_from_bytes, policy

        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain",))
        assert body is not None
        self.texts.append(str(body.get_content()))
        return await super().handle_DATA(server, session, envelope)


def block(begins: str) -> str:
    """An indented block of the guide, by how it begins."""
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", GUIDE, re.MULTILINE)
    [found] = [text for text in blocks if text.strip().startswith(begins)]
    return re.sub(r"^    ", "", found, flags=re.MULTILINE)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody answers there."""
    with socket.socket() as tried:
        tried.settimeout(1)
        return tried.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended afterwards."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


@dataclass
class Site:
    """The installation as its people meet it."""

    address: str
    folder: Path
    environment: dict[str, str]
    mail: Receiver
    nodes: list[subprocess.Popen[bytes]]


@pytest.fixture
def site(postgresql_templates: PostgresqlTemplates, tmp_path: Path) -> Iterator[Site]:
    if NGINX is None or not CHROMIUM.exists():
        assert not IN_CI, "CI needs nginx and a browser (.ci/run)"
        pytest.skip("no nginx, or no browser")
    tls, plain, first, second = (free_port() for _ in range(4))
    address = f"https://127.0.0.1:{tls}"
    certify(tmp_path / "fullchain.pem", tmp_path / "privkey.pem")
    with ExitStack() as stack:
        mail = stack.enter_context(smtp_server(tmp_path, Receiver))
        url = stack.enter_context(postgresql_templates.migrated())
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TRYEZA_")},
            **settings_of_the_guide(),
            "TRYEZA_BASE_URL": address,
            "TRYEZA_DATABASE_URL": url,
            "TRYEZA_INSTANCE": str(tmp_path / "instance"),
            **{f"TRYEZA_{name.upper()}": str(value) for name, value in mail.settings.items()},
        }
        command = serving_of_the_guide()
        nodes = [
            stack.enter_context(
                running(
                    [part.replace("127.0.0.1:5000", f"127.0.0.1:{port}") for part in command],
                    environment,
                    tmp_path / f"web-{port}.log",
                )
            )
            for port in (first, second)
        ]
        worker = [sys.executable, "-m", "flask", "worker"]
        stack.enter_context(running(worker, environment, tmp_path / "worker.log"))
        conf = tmp_path / "nginx.conf"
        conf.write_text(nginx_of_the_guide(tmp_path, tls, plain, (first, second)), "utf-8")
        stack.enter_context(
            running(
                [NGINX, "-c", str(conf), "-e", str(tmp_path / "start.log")],
                environment,
                tmp_path / "nginx.log",
            )
        )
        wait_until(lambda: all(map(listens, (tls, first, second))), "all ports are open")
        yield Site(address, tmp_path, environment, mail, nodes)


def settings_of_the_guide() -> dict[str, str]:
    """The environment file, its key made as it says."""
    lines = re.findall(r"^(TRYEZA_\w+)=(.*)$", block("install --mode"), re.MULTILINE)
    return {name: "k" * 48 if "secrets" in value else value for name, value in lines}


def serving_of_the_guide() -> list[str]:
    """How systemd would start the web."""
    [line] = re.findall(r"^ExecStart=(.*gunicorn.*)$", GUIDE, re.MULTILINE | re.ASCII) or re.findall(
        r"^ +ExecStart=(.*gunicorn.*)$", GUIDE, re.MULTILINE
    )
    return [sys.executable, "-m", "gunicorn", *line.split()[1:]]


def nginx_of_the_guide(folder: Path, tls: int, plain: int, nodes: tuple[int, int]) -> str:
    """The guide's block with places of this test, inside what Debian puts around it."""
    text = block("# /etc/nginx/conf.d")
    [server] = [line for line in text.splitlines() if "127.0.0.1:5000" in line]
    text = text.replace(server, "\n".join(server.replace("5000", str(port)) for port in nodes))
    for before, after in (
        ("listen 443 ssl", f"listen 127.0.0.1:{tls} ssl"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("/etc/ssl/tryeza", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("tryeza.example.org", "127.0.0.1"),
    ):
        assert before in text
        text = text.replace(before, after)
    paths = "".join(
        f"{kind}_temp_path {folder}/temp-{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    return f"{user}daemon off;\npid {folder}/nginx.pid;\nevents {{}}\nhttp {{\n{paths}{text}}}\n"


def wait_until(true: Any, what: str) -> None:
    """Wait until it is so."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, f"not within {PATIENCE_S} s: {what}"
        time.sleep(0.2)


def command(site: Site, *words: str) -> None:
    """One of the guide's commands."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.browser
def test_an_invitation_leads_to_a_filed_concern_over_tls(site: Site, browser: Browser) -> None:
    command(site, "organisation", "create", "Qendra A", "--kind", "member")
    command(
        site,
        "user",
        "create",
        "a@example.org",
        "--name",
        "Ana",
        "--organisation",
        "Qendra A",
        "--role",
        "member",
    )
    site.mail.wait_for(1, PATIENCE_S)
    [link] = LINK.findall(site.mail.texts[0])
    with browser.new_context(ignore_https_errors=True, locale="sq-AL") as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        page.goto(link)
        for name in ("password", "password_confirm"):
            page.fill(f"input[name={name}]", PASSWORD)
        page.click("main form button")
        page.wait_for_url("**/sign-in*")
        page.fill("input[name=email]", "a@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(f"{site.address}/")
        assert "Ana" in page.inner_text("header")
        site.nodes[0].kill()  # the other serves on
        for _ in range(6):
            answer = page.goto(f"{site.address}/concerns")
            assert answer is not None and answer.status == 200
    token = link.rsplit("/", 1)[1]
    logs = list(site.folder.glob("*.log"))
    assert not [file.name for file in logs if token in file.read_text("utf-8", "replace")], (
        "no link stands in a log"
    )
    assert any("/invitation" in file.read_text("utf-8", "replace") for file in logs)
