"""Every address of a case, made from the application's own rules: for who may not see it, none of them exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import product

import docx
from flask import Flask
from playwright.sync_api import APIResponse, Page
from pypdf import PdfReader

from tests.posts import post_unshown_by
from tests.rights import addresses, oracle

PLACE = re.compile(r"<(?:(?P<kind>any\([^)]*\)|\w+):)?(?P<name>\w+)>")
LEAVES = ("/sign-out", "/language")


@dataclass(frozen=True, slots=True)
class Traces:
    """The ids under which a case can be asked for, and the words by which it would be known."""

    concern: str
    meeting: str
    items: tuple[str, ...]
    votes: tuple[str, ...]
    files: tuple[str, ...]
    rows: tuple[str, ...]  # decisions, action items
    words: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Everything that names the case itself."""
        return self.concern, *self.items, *self.votes, *self.files, *self.rows

    def fill(self, rule: str, name: str, kind: str) -> tuple[str, ...]:
        """What can stand in this place of a rule."""
        if kind.startswith("any("):
            return tuple(part.strip() for part in kind[4:-1].split(","))
        given: dict[str, tuple[str, ...]] = {
            "item_id": self.items,
            "vote_id": self.votes,
            "file_id": self.files,
            "row_id": self.rows,
            "action_id": self.rows,
            "number": ("1",),
            "person": ("1",),
            "question": ("elect_chair",),
            "page": ("what", "check"),
            "do": tuple({**oracle.CONCERN_STEPS, **oracle.RECOMMENDATION_STEPS}),
        }
        if name == "public_id":
            return (self.meeting,) if rule.startswith("/meetings/") else (self.concern,)
        return given.get(name, ("x",))


# where the other language leads to: back to what was asked for
BACK = re.compile(r'<input type="hidden" name="next" value="[^"]*">')


def every_address(app: Flask, traces: Traces) -> Iterator[tuple[str, str]]:
    """Method and address, each rule with everything that fits into its places."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        places = [(match["name"], match["kind"] or "") for match in PLACE.finditer(rule.rule)]
        for values in product(*(traces.fill(rule.rule, name, kind) for name, kind in places)):
            left = iter(values)
            address = PLACE.sub(lambda _match, left=left: next(left), rule.rule)
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield method, address


def finds_nothing(page: Page, base: str, app: Flask, traces: Traces, *more: str) -> int:
    """The person of this page tries every address, and `more` that others were given. Gives how many were tried."""
    ask, tried = page.context.request, 0
    mine = ask.get(f"{base}/me").text()
    sent = {"version": "1", "text": "A", "key": "A"}
    nothing = addresses.without_tokens(ask.get(f"{base}/concerns/AAAAAAAAAAAAAAAA").text())
    dead_link = addresses.without_tokens(ask.get(f"{base}/link/x").text())  # says the same of every link
    for method, address in [*every_address(app, traces), *(("GET", given) for given in more)]:
        of_the_case = any(name in address for name in traces.ids)
        if method == "POST" and not of_the_case:
            continue  # it would change something else
        if method == "POST":
            answer = post_unshown_by(ask, base + address, sent, page=mine)
        else:
            answer = ask.get(base + address, max_redirects=0)
        tried += 1
        text = _read(answer)
        if of_the_case:
            assert answer.status == 404, f"{method} {address}: {answer.status}"
            if method == "GET":
                same = dead_link if address.startswith("/link/") else nothing
                assert addresses.without_tokens(text) == same, address
        own = BACK.sub("", text.replace(address, ""))
        said = [word for word in (*traces.ids, *traces.words) if word in own]
        assert not said, f"{method} {address} says {said}"
    return tried


def _read(answer: APIResponse) -> str:
    """The text of a page or of a file."""
    kind = answer.headers.get("content-type", "")
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    if "wordprocessingml" in kind:
        return "\n".join(part.text for part in docx.Document(BytesIO(answer.body())).paragraphs)
    return answer.text()
