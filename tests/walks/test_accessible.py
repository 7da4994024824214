"""Every kind of page that these reach, in both languages, by day and night, wide and narrow, looked at by axe."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize
from sqlalchemy import update

from app.accounts.models import Person
from app.core.db import db, unit_of_work
from tests.journeys.conftest import CUT_OFF
from tests.served import served
from tests.sign_in import COOKIE
from tests.walk import LINK, shape_of
from tests.walks.world import Stage

pytestmark = pytest.mark.browser
WHO = ("vezhguesi", "administratori", "")  # a page that several reach is looked at once
OF_EACH = {"desks.my_work": 1, "cases.page": 12}  # looked through for every person, so many of each
FIRST = {"": ("/sign-in", "/forgot")}


@dataclass(frozen=True)
class Example:
    """One page of its kind, and who sees it."""

    who: str
    address: str


def kind_of(stage: Stage, address: str) -> str | None:
    """The pattern of an address, whatever it is asked for."""
    return shape_of(stage.app, address.partition("?")[0])


def examples(stage: Stage) -> list[Example]:
    """One page for each pattern of address that anybody reaches by links; of some one for each person."""
    found: dict[str, Example] = {}
    for who in WHO:
        client, often = stage.browser(who), Counter[str]()
        waiting = deque(FIRST.get(who, ("/",)))
        while waiting:
            address = waiting.popleft()
            kind = kind_of(stage, address)
            if kind is None or often[kind] >= OF_EACH.get(kind, 0 if kind in found else 1):
                continue
            often[kind] += 1
            answer = client.get(address, follow_redirects=True, buffered=True)
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            here = answer.request.full_path.rstrip("?")
            shown = kind_of(stage, here) or kind
            found.setdefault(f"{shown} {who}" if shown in OF_EACH else shown, Example(who, here))
            found.setdefault(kind, Example(who, here))
            links = (urlsplit(urljoin(here, unescape(link))) for link in LINK.findall(answer.text))
            waiting.extend(f"{link.path}?{link.query}".rstrip("?") for link in links if not link.netloc)
    return list(dict.fromkeys(found.values()))


@pytest.fixture(scope="module")
def pages(stage: Stage) -> list[Example]:
    """All of them."""
    found = examples(stage)
    assert len(found) > 10, "the walk came nowhere"
    return found


@pytest.mark.parametrize("who", WHO)
def test_no_page_has_anything_that_axe_complains_of(
    stage: Stage, pages: list[Example], browser: Browser, who: str
) -> None:
    own, wrong = [each for each in pages if each.who == who], []
    with served(stage.app) as base:
        for language, width in (("sq", 1280), ("en", 320)):
            speak(stage, language)
            window: ViewportSize = {"width": width, "height": 900}
            with browser.new_context(locale=language, viewport=window, base_url=base) as context:
                if who:
                    context.add_cookies([{"name": COOKIE, "value": stage.sessions[who], "url": base}])
                page = context.new_page()
                for place, example in enumerate(own):
                    dark = (place % 2 == 1) is (language == "sq")
                    wrong += complaints(page, example, language, "dark" if dark else "light")
    assert not wrong, "\n".join(wrong)


def complaints(page: Page, example: Example, language: str, scheme: str) -> list[str]:
    """What axe says of this page as it is shown, and what is wider than the window."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(example.address)
    assert page.get_attribute("html", "lang") == language, example
    results = Axe().run(page)
    said = [results.generate_report()] if results.violations_count else []
    said += [f"cut off: {cut}" for cut in page.evaluate(CUT_OFF)]
    return [f"{example.who} {example.address} {language} {scheme}: {each}" for each in said]


def speak(stage: Stage, language: str) -> None:
    """Everybody reads this language from now on."""
    with stage.app.app_context():
        with unit_of_work() as session:
            session.execute(update(Person).values(language=language))
        db.session.remove()
