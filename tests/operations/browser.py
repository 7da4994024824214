"""A browser of processes that listen on a port, for `tests/forms.py`, which asks as of Flask's own test client."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from http.cookies import SimpleCookie
from typing import Any

from werkzeug.test import EnvironBuilder

PATIENCE_S = 40  # longer than anybody may be kept waiting


@dataclass
class Answer:
    """What came back."""

    status_code: int
    text: str
    location: str


@dataclass
class Browser:
    """Keeps its cookies; follows nothing; says from which page it comes unless that page forbids it."""

    port: int
    tls: bool = False
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    headers: dict[str, str] = field(default_factory=dict)
    _came_from: str = ""

    def get(self, address: str) -> Answer:
        """Open a page."""
        return self._ask("GET", address, b"", {})

    def post(self, address: str, *, data: Any, content_type: str = "") -> Answer:
        """Send a form."""
        builder = EnvironBuilder(address, method="POST", data=data, content_type=content_type or None)
        environ = builder.get_environ()
        body = environ["wsgi.input"].read()
        return self._ask("POST", address, body, {"Content-Type": environ["CONTENT_TYPE"]})

    def _ask(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = self._connection()
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        always = {"Cookie": cookie, "Accept-Language": "en", "Referer": self._came_from, **self.headers}
        try:
            connection.request(method, address, body, {**always, **headers})
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies.load(line)
            content = answer.read()
            here = f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}{address}"
            told = answer.headers.get("Referrer-Policy", "") != "no-referrer"
            self._came_from = here if told else ""
            text = content.decode("utf-8", "replace")
            return Answer(answer.status, text, answer.headers.get("Location", ""))
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        if not self.tls:
            return HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        anybody = ssl.create_default_context()
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        return HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE_S, context=anybody)
