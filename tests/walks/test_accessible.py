"""Every kind of page, in both languages, by day and night, wide and narrow: nothing that axe complains of."""

from __future__ import annotations

from collections import deque
from html import unescape
from typing import Literal
from urllib.parse import urljoin, urlsplit
from zlib import crc32

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize
from sqlalchemy import update

from app.accounts.models import Person
from app.core.db import db, unit_of_work
from tests.journeys.conftest import CUT_OFF
from tests.served import served
from tests.sign_in import COOKIE
from tests.turns import is_turn_of
from tests.walk import LINK, shape_of
from tests.walks.world import Stage

pytestmark = pytest.mark.browser
WHO = (
    "kastriot",
    "anila",
    "hana",
    "sekretaria",
    "koordinatorja",
    "ministria",
    "policia",
    "linja",
    "vezhguesi",
    "administratori",
    "",
)
EVERY = 6  # days after which each kind has had its turn
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")
FIRST = {"": ("/sign-in", "/forgot")}


def kind_of(stage: Stage, address: str) -> str | None:
    """The pattern of an address, whatever it is asked for."""
    return shape_of(stage.app, address.partition("?")[0])


def pages_of(stage: Stage, who: str) -> dict[str, str]:
    """One page for each pattern of address that this person reaches by links."""
    found: dict[str, str] = {}
    client, waiting = stage.browser(who), deque(FIRST.get(who, ("/",)))
    while waiting:
        address = waiting.popleft()
        kind = kind_of(stage, address)
        if kind is None or kind in found:
            continue
        answer = client.get(address, follow_redirects=True, buffered=True)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        here = answer.request.full_path.rstrip("?")
        found[kind] = found[kind_of(stage, here) or kind] = here
        links = (urlsplit(urljoin(here, unescape(link))) for link in LINK.findall(answer.text))
        waiting.extend(f"{link.path}?{link.query}".rstrip("?") for link in links if not link.netloc)
    return found


@pytest.mark.parametrize(("language", "width"), [("sq", 1280), ("en", 320)])
def test_no_page_has_anything_that_axe_complains_of(
    stage: Stage, browser: Browser, language: str, width: int, day: int | None
) -> None:
    speak(stage, language)
    wrong, seen = [], set[str]()
    window: ViewportSize = {"width": width, "height": 900}
    with served(stage.app) as base:
        for who in WHO:
            found = pages_of(stage, who)
            assert len(found) > (10 if who else 1), "the walk came nowhere"
            own = {address: kind for kind, address in found.items() if kind not in seen}
            seen |= set(found)
            with browser.new_context(locale=language, viewport=window, base_url=base) as context:
                if who:
                    context.add_cookies([{"name": COOKIE, "value": stage.sessions[who], "url": base}])
                page = context.new_page()
                for address, kind in own.items():
                    if is_turn_of(kind, day, of=EVERY):
                        wrong += [
                            f"{who} {address} {language} {scheme}: {each}"
                            for scheme in schemes_of(f"{kind} {language}", day)
                            for each in complaints(page, address, language, scheme)
                        ]
    assert not wrong, "\n".join(wrong)


def schemes_of(name: str, day: int | None) -> tuple[Scheme, ...]:
    """Both, or the one whose turn it is when the page has its own."""
    return SCHEMES if day is None else (SCHEMES[(crc32(name.encode()) + day // EVERY) % 2],)


def complaints(page: Page, address: str, language: str, scheme: Scheme) -> list[str]:
    """What axe says of this page as it is shown, and what is wider than the window."""
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    assert page.get_attribute("html", "lang") == language, address
    results = Axe().run(page)
    said = [results.generate_report()] if results.violations_count else []
    return said + [f"cut off: {cut}" for cut in page.evaluate(CUT_OFF)]


def speak(stage: Stage, language: str) -> None:
    """Everybody reads this language from now on."""
    with stage.app.app_context():
        with unit_of_work() as session:
            session.execute(update(Person).values(language=language))
        db.session.remove()
