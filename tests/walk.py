"""A walk over every page that a person can reach by links, with the forms that stand in them."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from tests.forms import PageForm, forms_of

LINK = re.compile(r"<a\s[^>]*?href=\"([^\"#]+)")
ALWAYS = (".page", ".whole")  # what a case, a meeting, a vote shows depends on where it stands
APART = {"do", "page", "kind", "question", "rule"}  # parts of an address that make it another page


@dataclass(frozen=True)
class Seen:
    """A page that was reached, and its forms."""

    address: str
    text: str

    @cached_property
    def forms(self) -> tuple[PageForm, ...]:
        """Read where they are asked for."""
        return tuple(forms_of(self.text))


def walk(
    app: Flask, client: FlaskClient, start: str = "/", *, most: int = 2, files: bool = False
) -> Iterator[Seen]:
    """Pages reached from here by links, each shape of address at most so often; with `files` what is no page as well.

    The own page of a case, a meeting, a vote … is always seen: what it offers depends on where that stands.
    """
    waiting, met, often = deque([start]), {start}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        shape = shape_of(app, address)
        if shape is None or (often[shape] >= most and not shape.endswith(ALWAYS)):
            continue
        often[shape] += 1
        answer = client.get(address, follow_redirects=True, buffered=True)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            assert answer.status_code < 500, f"{address}: {answer.status_code}"
            if files and answer.status_code == 200:
                yield Seen(address, text_of(answer))
            continue
        here = answer.request.full_path.rstrip("?")
        yield Seen(here, answer.text)
        for link in LINK.findall(answer.text):
            target = _on_this_host(here, unescape(link))
            if target and target not in met:
                met.add(target)
                waiting.append(target)


def text_of(answer: TestResponse) -> str:
    """What stands in a page or a file; of a packed one (docx, xlsx) in all its parts; of each its name."""
    return "\n".join((answer.headers.get("Content-Disposition", ""), _content_of(answer)))


def _content_of(answer: TestResponse) -> str:
    if answer.data.startswith(b"%PDF"):
        made = PdfReader(BytesIO(answer.data))
        pages = "\n".join(page.extract_text() for page in made.pages)
        return unicodedata.normalize(
            "NFKC", f"{pages}\n{made.metadata}\n{[*made.attachments]}"
        )  # no ligatures
    if not answer.data.startswith(b"PK"):
        return answer.data.decode(errors="replace")
    with zipfile.ZipFile(BytesIO(answer.data)) as packed:
        return "\n".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def shape_of(app: Flask, address: str, method: str = "GET") -> str | None:
    """What kind of page this is: its endpoint, the parts that make it another page, and the names it is asked for."""
    parts = urlsplit(address)
    adapter = app.url_map.bind("localhost")
    if not adapter.test(parts.path, method):
        return None
    endpoint, values = adapter.match(parts.path, method)
    apart = [f"{name}={value}" for name, value in sorted(values.items()) if name in APART]
    return " ".join([endpoint, *apart, *sorted(parse_qs(parts.query, keep_blank_values=True))])


def _on_this_host(here: str, link: str) -> str:
    target = urlsplit(urljoin(f"http://localhost{here}", link))
    if target.netloc != "localhost" or target.path.startswith("/static/"):
        return ""
    return target.path + (f"?{target.query}" if target.query else "")
