"""The installation of docs/operations.md: two web processes and a worker behind nginx, PostgreSQL, a mail server."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from tests import postgresql
from tests.operations.guide import Installation, block, inline, line, options_of, program
from tests.operations.processes import end, free_port, listens, running, wait_until
from tests.smtp import Server, certify, smtp_server

PASSWORD = "PASSWORD"  # of the database, as the guide writes it
PEOPLE = ".venv/bin/flask user create sekretaria"


@dataclass
class Post(Server):
    """Keeps what it took: to whom, and the text."""

    mails: list[tuple[str, str]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail."""
        assert session.authenticated
        body = message_from_bytes(envelope.content, policy=policy.default).get_body(("plain",))
        assert body is not None
        text = str(body.get_content())
        self.mails.extend((to, text) for to in envelope.rcpt_tos)
        return await super().handle_DATA(server, session, envelope)

    def link(self, to: str, path: str) -> str:
        """The link that somebody was sent, by what it leads to; waited for."""
        pattern = re.compile(rf"https://\S+/{path}/\S+")

        def found() -> list[str]:
            return [link for who, text in [*self.mails] if who == to for link in pattern.findall(text)]

        wait_until(lambda: bool(found()), f"{to} gets a link to /{path}; came: {[*self.to]}")
        return found()[-1]


@dataclass
class Site:
    """The installation as its people and its administrator meet it."""

    tls: int
    ports: tuple[int, int]
    place: Installation
    post: Post
    postgres: dict[str, str]  # what the programs of PostgreSQL are given
    nodes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    worker: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """What people type."""
        return f"https://127.0.0.1:{self.tls}"

    def stop(self) -> None:
        """End web and worker, as an administrator does."""
        for process in (*self.nodes, self.worker):
            if process is not None:
                end(process, signal.SIGTERM)
                process.wait(60)

    def copy(self) -> None:
        """Back up, as the guide says of PostgreSQL."""
        lines = block("umask 077; mkdir -p backup").splitlines()
        lines[1] = inline("pg_dump")
        self.place.run("\n".join(lines), **{**self.postgres, "PGUSER": "tryeza"})

    def restore(self) -> str:
        """Put the copy back; what the checks say."""
        checked = block("umask 077; before=").splitlines()[2:]
        commands = block("runuser --user postgres -- dropdb") + "\n".join(checked)
        return self.place.run_with_settings(commands, **self.postgres)

    def ask(self, question: str) -> str:
        """What the database answers."""
        return self.place.run(
            f'psql -d tryeza --tuples-only --no-align --command "{question}"', **self.postgres
        )

    def logs(self) -> dict[str, str]:
        """Everything that any process wrote, by the name of the file."""
        files = (self.place.root / "logs").glob("*.log")
        return {file.name: file.read_text("utf-8", "replace") for file in files}


@contextmanager
def production(folder: Path) -> Iterator[Site]:
    """Installed and served by the commands of the guide, in its order."""
    tls, plain, database, *ports = (free_port() for _ in range(5))
    (logs := folder / "logs").mkdir()
    certify(folder / "fullchain.pem", folder / "privkey.pem")
    with ExitStack() as stack:
        cluster = postgresql.start(database, listen_addresses="localhost")
        stack.callback(cluster.stop)
        cluster.ask_passwords()
        place = Installation(
            folder,
            {
                "runuser --user postgres -- ": "",
                "runuser --user tryeza -- ": "env PGUSER=tryeza ",
                "@localhost/": f"@localhost:{database}/",
                "https://tryeza.example.org": f"https://127.0.0.1:{tls}",
                "smtp.example.org": "127.0.0.1",
            },
        )
        place.run(block("install --mode"))
        given = place.environment()
        login = given["TRYEZA_MAIL_USERNAME"], given["TRYEZA_MAIL_PASSWORD"]
        post = stack.enter_context(smtp_server(folder, Post, login))
        place.set(TRYEZA_MAIL_PORT=post.port, TRYEZA_MAIL_CA=post.certificate)
        postgres = {
            "PATH": f"{cluster.programs}:{os.environ['PATH']}",
            "PGHOST": str(cluster.folder),
            "PGPORT": str(database),
            "PGUSER": "postgres",
        }
        place.run(block("runuser --user postgres -- createuser"), typed=f"{PASSWORD}\n" * 2, **postgres)
        place.run(block("cd /srv/tryeza"))
        site = Site(tls, (ports[0], ports[1]), place, post, postgres)
        for name, command in services(site):
            started = running(command, place.bare, logs / f"{name}.log", place.project)
            process = stack.enter_context(started)
            if name == "worker":
                site.worker = process
            else:
                site.nodes.append(process)
        conf = folder / "nginx.conf"
        conf.write_text(nginx(site, plain), "utf-8")
        nginx_command = [program("nginx") or "", "-c", str(conf), "-e", str(logs / "start.log")]
        stack.enter_context(running(nginx_command, place.bare, logs / "nginx.log"))
        place.run_with_settings(block(PEOPLE))
        wait_until(lambda: all(map(listens, (tls, *ports))), f"all ports are open: {site.logs()}")
        yield site


def services(site: Site) -> Iterator[tuple[str, list[str]]]:
    """What runs: one web process by make, another as systemd starts it, and the worker."""
    first, second = site.ports
    yield "web-make", site.place.with_settings(f"exec {line('make run')} PORT={first}")
    unit = options_of("tryeza.service")["ExecStart"].replace("127.0.0.1:5000", f"127.0.0.1:{second}")
    yield "web-unit", site.place.with_settings(f"exec {shlex.join(unit.split())}")  # systemd asks no shell
    yield "worker", site.place.with_settings(f"exec {line('make worker')}")


def nginx(site: Site, plain: int) -> str:
    """The guide's block with places of this test, inside what Debian puts around it."""
    text, folder = block("# /etc/nginx/conf.d"), site.place.root
    [server] = [found for found in text.splitlines() if "127.0.0.1:5000" in found]
    text = text.replace(server, "\n".join(server.replace("5000", str(port)) for port in site.ports))
    for before, after in (
        ("listen 443 ssl", f"listen 127.0.0.1:{site.tls} ssl"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("/etc/ssl/tryeza", str(folder)),
        ("/var/log/nginx", str(folder / "logs")),
        ("tryeza.example.org", "127.0.0.1"),
    ):
        assert before in text
        text = text.replace(before, after)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/temp-{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    return f"{user}daemon off;\npid {folder}/nginx.pid;\nevents {{}}\nhttp {{\n{paths}{text}}}\n"
