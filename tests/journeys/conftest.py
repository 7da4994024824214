"""A real server and a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import update

from app.accounts.models import Person
from app.core.db import unit_of_work
from tests.served import served as on_a_port
from tests.sign_in import COOKIE, session_of
from tests.turns import is_turn_of
from tests.world import World

CHROMIUM = Path(os.environ.get("TRYEZA_CHROMIUM", "/usr/bin/chromium"))
TABLETS = (768, 830, 1024)  # widths at which a table gets narrow before it becomes cards, and after
CUT_OFF = """() => [document.documentElement, ...document.querySelectorAll('.list-frame')]
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className || 'the page')"""
NO_COMPLAINTS = (
    "Failed to load resource",  # a refusal that the test looks at itself
    "Service Worker registration blocked",  # by `visit`, below
    "htmx:afterRequest",  # with the next one: who goes on to another page gives up what was being asked;
    "htmx:sendAbort",  # a request that fails says htmx:sendError or htmx:responseError as well
)


@pytest.fixture
def server(people: World, served: str) -> str:
    """The application with its people, served on a free port."""
    return served


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The application, served on a free port."""
    with on_a_port(app) as base:
        yield base


class Visitor:
    """One person at their own browser. Each kind of page is looked through by axe once as this person sees it.

    `day` is the ordinal of the day whose turn it is, on which a third of the kinds have theirs; none where all have.
    """

    seen: ClassVar[set[tuple[object, ...]]] = set()  # in whichever test

    def __init__(
        self, context: BrowserContext, base: str, who: str, language: str, day: int | None = None
    ) -> None:
        self.page: Page = context.new_page()
        self.base, self.language, self.who, self.day = base, language, who, day
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(base + "/")
        assert self.page.get_attribute("html", "lang") == language

    def _hear(self, message: object) -> None:
        if getattr(message, "type", "") in ("error", "warning"):
            text = getattr(message, "text", "")
            if not text.startswith(NO_COMPLAINTS):
                self.complaints.append(text)

    def go(self, address: str) -> int:
        """Open an address; its status."""
        answer = self.page.goto(self.base + address)
        assert answer is not None
        if answer.status == 200:
            self.look()
        if self.page.url.split("?")[0].endswith("/declare") and not address.endswith("/declare"):
            self.fill(answer="none")  # a member's first sight of a case
            self.send()
            self.look()
        return answer.status

    def look(self) -> None:
        """Nothing that axe or the browser complains of, and nothing wider than the window."""
        self.page.wait_for_load_state()  # a click waits until the next page has begun, and it may have no root yet
        place = self.page.url.split("?")[0]
        window = self.page.viewport_size
        assert window
        parts = (part for part in place.removeprefix(self.base).split("/") if len(part) < 15)
        kind = (self.who, self.language, window["width"], *parts)
        if kind not in self.seen and is_turn_of(f"{kind}", self.day, of=3):
            self.seen.add(kind)
            results = Axe().run(self.page)
            assert results.violations_count == 0, f"{place}: {results.generate_report()}"
            self.look_on_tablets()
        assert not self.complaints, f"{place}: {self.complaints}"
        assert not (cut := self.page.evaluate(CUT_OFF)), f"{place}: cut off: {cut}"

    def look_on_tablets(self) -> None:
        """Nothing is cut off where a table gets narrow: asked again where a page has grown since it was seen first."""
        own, place = self.page.viewport_size, self.page.url
        assert own
        for width in TABLETS:
            self.page.set_viewport_size({**own, "width": width})
            assert not (cut := self.page.evaluate(CUT_OFF)), f"{place} at {width}: cut off: {cut}"
        self.page.set_viewport_size(own)

    def send(self) -> None:
        """Send the form of the page."""
        self.press("main form[method=post]:not(.begun) button:not([formaction], [form], [type=button])")

    def press(self, what: str) -> None:
        """Click what leads to another page, and wait for it: a click does not, where the machine is busy."""
        with self.page.expect_navigation():
            self.page.click(what)

    def fill(self, **values: str | bool) -> None:
        """Fill fields by name: text, a choice, a tick."""
        for name, value in values.items():
            if isinstance(value, bool):
                self.page.set_checked(f"input[name={name}]", value)
                continue
            field = self.page.locator(f"main [name='{name}']").first
            kind = field.evaluate("e => e.tagName + ':' + e.type")
            if kind.startswith("SELECT"):
                field.select_option(value)
            elif kind in ("INPUT:radio", "INPUT:checkbox"):
                self.page.check(f"main [name='{name}'][value='{value}']")
            else:
                field.fill(value)

    def step(self, concern: str, do: str, number: int | None = None, **values: str | bool) -> None:
        """Take a step by its form; the page it leads to shows no error."""
        where = f"/recommendations/{number}" if number else ""
        assert self.go(f"/concerns/{concern}{where}/steps/{do}") == 200, f"{do} is not offered"
        self.fill(**values)
        self.send()
        problems = self.page.locator(".error-summary, .conflict").all_inner_texts()
        assert not problems, f"{do}: {problems}"
        assert "/steps/" not in self.page.url, f"{do} led nowhere"
        self.look()


def _session(app: Flask, who: str, language: str) -> str:
    """The cookie of a person who is signed in and reads this language."""
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Person).where(Person.email == f"{who}@example.org").values(language=language))
    return session_of(app, who)


@pytest.fixture
def visit(browser: Browser, app: Flask, server: str, day: int | None) -> Iterator[Callable[..., Visitor]]:
    """Lets a person in, each in a browser of their own."""
    contexts: list[BrowserContext] = []

    def let_in(who: str, language: str, width: int = 1280) -> Visitor:
        context = browser.new_context(
            locale="sq-AL" if language == "sq" else "en-GB",
            viewport={"width": width, "height": 900},
            service_workers="block",  # lines that a test breaks are broken for the page itself; test_offline.py has one
        )
        context.set_default_timeout(30_000)  # a busy machine is no failure
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": _session(app, who, language), "url": server}])
        return Visitor(context, server, who, language, day)

    yield let_in
    for context in contexts:
        context.close()
