"""A browser of processes that listen on a port, for `tests/forms.py`, which asks as of Flask's own test client."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.client import HTTPConnection
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
    """Keeps its cookies; follows nothing."""

    port: int
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

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
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        try:
            connection.request(method, address, body, {**headers, "Cookie": cookie, "Accept-Language": "en"})
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies.load(line)
            text = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, text, answer.headers.get("Location", ""))
        finally:
            connection.close()
