"""The proxy of docs/operations.md takes requests in whole: who sends slowly holds no thread of the web processes."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest

from tests.conftest import IN_CI
from tests.operations.browser import Browser
from tests.operations.guide import Installation, missing_programs, program
from tests.operations.processes import free_port, listens, running, wait_until
from tests.operations.production import Post, Site, nginx
from tests.smtp import certify

BODY = b"email=" + b"a" * 4000


class OneThread(BaseHTTPRequestHandler):
    """All that serves: whoever is read from holds it."""

    def do_GET(self) -> None:
        self._answer(b"page")

    def do_POST(self) -> None:
        self._answer(b"took %d" % len(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, words: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[int]:
    """The port of the guide's nginx in front of one thread."""
    if missing := missing_programs("nginx"):
        assert not IN_CI, f"CI needs {missing} (.ci/run)"
        pytest.skip("no nginx")
    certify(tmp_path / "fullchain.pem", tmp_path / "privkey.pem")
    (logs := tmp_path / "logs").mkdir()
    tls, plain, port = (free_port() for _ in range(3))
    served = HTTPServer(("127.0.0.1", port), OneThread)
    thread = Thread(target=served.serve_forever, daemon=True)
    with ExitStack() as stack:
        thread.start()
        stack.callback(served.server_close)
        stack.callback(served.shutdown)
        place = cast(Installation, PlaceOf(tmp_path))
        conf = tmp_path / "nginx.conf"
        conf.write_text(nginx(Site(tls, (port, port), place, cast(Post, None), {}), plain), "utf-8")
        command = [program("nginx") or "", "-c", str(conf), "-e", str(logs / "start.log")]
        stack.enter_context(running(command, {}, logs / "nginx.log"))
        wait_until(lambda: listens(tls), "nginx listens")
        yield tls


class PlaceOf:
    """A place with nothing installed."""

    def __init__(self, root: Path) -> None:
        self.root = root


def test_slow_senders_hold_nobody_up(tls: int) -> None:
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    head = f"POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(BODY)}\r\n\r\n"
    with ExitStack() as stack:
        slow = []
        for _ in range(3):
            plain = stack.enter_context(socket.create_connection(("127.0.0.1", tls), timeout=60))
            slow.append(stack.enter_context(anybody.wrap_socket(plain)))
            slow[-1].sendall(head.encode() + BODY[:1000])
        for _ in range(3):
            assert Browser(tls, tls=True).get("/").text == "page", "others are answered meanwhile"
        for sender in slow:
            sender.sendall(BODY[1000:])
            with sender.makefile("rb") as answer:
                assert answer.read().endswith(b"took %d" % len(BODY)), "and who sent slowly as well"
