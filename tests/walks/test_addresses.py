"""Every address that pages lead to, with another value in each of its parts: answered in words, never with a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

import pytest

from tests.forms import PageForm
from tests.walk import shape_of, walk
from tests.walks.world import Stage

WALKERS = ("kastriot", "sekretaria", "ministria", "koordinatorja")
NUMBERS = ("2147483648", str(2**63), "9" * 40, "²", "-1", "1.5")
VALUES = (
    "",
    "\x00",
    "a\x00b",
    *NUMBERS,
    "²" * 40,
    "0001-01-01",
    "9999-12-31",
    "\ud7ff\u200b",
    "%",
    "x" * 5_000,
)
ANSWERS = {200, 302, 303, 400, 404, 414, 422}
DIGITS = re.compile(r"(?<=/)\d+(?=/|$)")


def asked(form: PageForm, page: str) -> str:
    """The address that a form of searching asks for, as it stands."""
    named = urlencode([(name, "1") for name in form.names()])
    return f"{urljoin(page, form.action or page).split('?')[0]}?{named}"


def altered(address: str) -> Iterator[str]:
    """This address with each part of its query, and each number of its path, replaced by each of these values."""
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True)
    for place, (name, _value) in enumerate(query):
        for value in VALUES:
            others = [*query[:place], (name, value), *query[place + 1 :]]
            yield f"{parts.path}?{urlencode(others)}"
        yield f"{parts.path}?{urlencode([*query, query[place]])}"
    for found in DIGITS.finditer(parts.path):
        for value in NUMBERS:
            yield f"{parts.path[: found.start()]}{quote(value)}{parts.path[found.end() :]}"


@pytest.mark.by_turns
@pytest.mark.parametrize("who", WALKERS)
def test_no_value_in_an_address_is_a_fault(stage: Stage, who: str) -> None:
    assert faults(stage, who) == []


def faults(stage: Stage, who: str) -> list[tuple[str, int]]:
    """Altered addresses that are not answered in words; nothing is sent."""
    browser, met, wrong = stage.browser(who), set(), []
    for seen in walk(stage.app, browser):
        searches = [asked(form, seen.address) for form in seen.forms if form.method.upper() == "GET"]
        for address in (seen.address, *searches):
            shape = shape_of(stage.app, address)
            if shape in met:
                continue
            met.add(shape)
            for other in altered(address):
                answer = browser.get(other, buffered=True)
                if answer.status_code not in ANSWERS or (
                    "<h1" not in answer.text and answer.status_code != 302
                ):
                    wrong.append((other[:120], answer.status_code))
    assert len(met) > 20, "the walk came nowhere"
    return wrong
