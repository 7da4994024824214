"""A form of a page, sent as a person sends it, and how the answer says that it was not taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.forms import PageForm, forms_of, submit
from tests.walks.plausible import plausible

REFUSED = re.compile(r'class="(?:field-error|error-summary|notice conflict)')
PASSAGE, DRAFT, TAG = (
    "wording-passage",
    re.compile(r'class="pre measure">(.*?)</p>', re.S),
    re.compile(r"<[^>]+>"),
)
SAID = re.compile(r"<h1|\{")  # a page, or an answer to a script
# what a refusal writes: that a reminder was answered once, and the file that waits until its form is taken
KEPT_BY_A_REFUSAL = {"reminding.send": {"submission"}, "paper.for_answer": {"attachment"}}
# forms that are refused as they stand, and why
CANNOT_BE_SENT = {
    "contributions.step do=extend": "no day may be left before the institution's own date",
    "meetings.open_": "a meeting opens on its day",
    "minutes.adopt": "a later meeting has to be open",
    "votes.new question=admit_member": "every organisation of the demonstration has its seat",
}


@dataclass(frozen=True)
class Met:
    """A form where somebody met it, by its place among those of the page."""

    who: str
    page: str
    place: int
    shape: str
    method: str = "post"
    chosen: frozenset[str] = frozenset()  # the names of its choices
    names: frozenset[str] = frozenset()  # of all its fields


def form_at(client: FlaskClient, met: Met) -> PageForm:
    """The form as its page renders it now."""
    return forms_of(_page(client, met))[met.place]


def _page(client: FlaskClient, met: Met) -> str:
    page = client.get(met.page)
    assert page.status_code == 200, f"{met}: {page.status_code}"
    return page.text


def send_filled(client: FlaskClient, met: Met, **typed: Any) -> TestResponse:
    """Open the page, fill its form as anybody would, and with this, and press its first button."""
    page = _page(client, met)
    form = forms_of(page)[met.place]
    if form.named(PASSAGE) and (draft := DRAFT.search(page)):  # marked there, and taken by a button
        typed = {PASSAGE: unescape(TAG.sub("", draft[1])), **typed}
    return submit(client, met.page, form, form.filled({**plausible(form, met.shape), **typed}))


def is_refused(answer: TestResponse) -> bool:
    """Whether what was sent was not taken."""
    refused_in_words = answer.status_code == 200 and REFUSED.search(answer.text)
    return answer.status_code in (303, *range(400, 600)) or bool(refused_in_words)


def is_broken(answer: TestResponse) -> bool:
    """Whether the answer is a fault, or a refusal that no page says."""
    return answer.status_code >= 500 or not (answer.status_code < 400 or SAID.search(answer.text))
