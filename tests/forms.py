"""Sending forms as a browser does: with what the page holds, changed by what is typed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class _Fields(HTMLParser):
    """The fields of the forms in a page that post, by the form's place."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._inside = False
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        if tag == "form":
            self._inside = given.get("method") == "post"
            if self._inside:
                self.forms.append((given.get("action", ""), {}))
        if not self._inside:
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "input" and name and kind not in ("file", "submit"):
            if kind not in ("checkbox", "radio") or "checked" in given:
                self.forms[-1][1].setdefault(name, []).append(given.get("value", ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.forms[-1][1].setdefault(self._select, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self.forms[-1][1][name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._inside:
            self.forms[-1][1][self._area][0] += data.removeprefix("\n")


def fields_of(page: str, action: str = "") -> dict[str, list[str]]:
    """What a form of this page would send; the main one, or the one with this action."""
    parser = _Fields()
    parser.feed(page)
    found = [fields for where, fields in parser.forms if where == action]
    assert found, f"no form posts to {action!r}: {[w for w, _ in parser.forms]}"
    return found[0]


def send(client: FlaskClient, address: str, typed: dict[str, Any], action: str = "") -> TestResponse:
    """Open the page, fill its form and send it."""
    page = client.get(address)
    assert page.status_code == 200, f"{address}: {page.status_code}"
    fields: dict[str, Any] = {**fields_of(page.text, action), **typed}
    given = {name: value for name, value in fields.items() if value is not None}
    return client.post(action or address, data=given, content_type="multipart/form-data")
