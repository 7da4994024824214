"""An institution without an account plans and reports by links, and in both languages on a wide and a narrow window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app.core.db import db
from app.core.time import today
from tests.answers.test_link_steps import ADDRESS, SIGNED, sent_to
from tests.databases import BACKENDS
from tests.journeys.conftest import Visitor
from tests.journeys.test_answers import mailed, sees
from tests.world import World

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
WINDOWS = (("sq-AL", 390), ("en-GB", 1280))


@pytest.fixture
def concern(app: Flask, people: World) -> str:
    """Addressed to an institution of no state, in which nobody has an account."""
    with app.app_context():
        address = sent_to(people)
        db.session.remove()
    return address


class ByLink:
    """Somebody with nothing but the mails."""

    def __init__(self, app: Flask, browser: Browser, server: str, secretariat: Visitor, concern: str) -> None:
        self.app, self.browser, self.server = app, browser, server
        self.secretariat, self.place = secretariat, f"/concerns/{concern}/recommendations/1/link"

    def does(self, do: str, window: tuple[str, int], fill: Callable[[Page], None]) -> None:
        """One step by a link that is sent for it, looked at in this window before and after the choice."""
        assert self.secretariat.go(self.place) == 200
        self.secretariat.fill(email=ADDRESS)
        self.secretariat.send()
        self.secretariat.look()
        link = mailed(self.app, r"http://localhost(/link/\S+)")
        language, width = window
        with self.browser.new_context(locale=language, viewport={"width": width, "height": 900}) as context:
            page = context.new_page()
            page.goto(self.server + link)
            sees(page, link)
            page.check(f"input[name=do][value={do}]")
            sees(page, do)
            fill(page)
            page.fill("input[name=signed]", SIGNED)
            page.click("main form[data-autosave-url] button:not([name], [type=button])")
            page.wait_for_url("**/code")
            page.fill("input[name=code]", mailed(self.app, r"\b\d{6}\b"))
            page.click("main form[data-once] button >> nth=0")
            page.wait_for_load_state()
            sees(page, "done")


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("backend", "window"),
    list(zip(BACKENDS, WINDOWS, strict=True)),
    ids=["sq 390", "en 1280"],
    indirect=["backend"],
)
def test_it_accepts_plans_reports_and_says_that_it_is_done(
    app: Flask,
    people: World,
    visit: Visit,
    concern: str,
    browser: Browser,
    server: str,
    window: tuple[str, int],
) -> None:
    by_link = ByLink(app, browser, server, visit("sekretaria", "sq", 390), concern)
    by_link.does("accept", window, lambda page: page.fill("textarea[name=note]", "Po."))

    def plan(page: Page) -> None:
        assert not page.is_visible("input[name=until]"), "what belongs to another step is out of sight"
        page.fill("input[name=actions-0-what]", "Urdhër i ri")
        page.fill("input[name=actions-0-unit]", "Sekretaria")
        page.fill("input[name=actions-0-due_on]", str(today() + timedelta(days=90)))

    by_link.does("start", window, plan)

    def progress(page: Page) -> None:
        page.fill("textarea[name=report]", "U hartua.")
        page.select_option("select[name=rows-0-state]", "under_way")

    by_link.does("report_progress", window, progress)

    def done(page: Page) -> None:
        page.fill("textarea[name=claim]", "U nënshkrua.")
        page.fill("textarea[name=evidence]", "Urdhri 12.")
        file = {"name": "urdhri.txt", "mimeType": "text/plain", "buffer": b"Urdhri."}
        page.set_input_files("input[name=uploads]", [file, {**file, "name": "tepër.txt"}])
        page.locator(".uploads a:text('tepër.txt')").wait_for()
        page.click(".uploads > li:has-text('tepër.txt') button")
        page.locator(".uploads > li:has-text('tepër.txt')").wait_for(state="detached")

    by_link.does("report_done", window, done)
    chair = visit("kastriot", "en", window[1])
    chair.page.goto(f"{server}/concerns/{concern}")
    sees(chair.page, "concern")
    chair.page.goto(f"{server}/concerns/{concern}/whole")
    text = chair.page.content()
    assert all(said in text for said in ("Urdhër i ri", "U hartua.", "U nënshkrua.", "urdhri.txt"))
    assert "tepër.txt" not in text


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("backend", "language", "width"),
    [("postgresql", "sq", 1280), ("sqlite", "en", 390)],
    indirect=["backend"],
)
def test_the_secretariat_records_a_letter_and_the_page_says_so(
    visit: Visit, concern: str, server: str, language: str, width: int
) -> None:
    secretariat = visit("sekretaria", language, width)
    secretariat.page.goto(f"{server}/concerns/{concern}")
    secretariat.press(f"a.btn[href='/concerns/{concern}/recommendations/1/paper']")
    secretariat.look()
    page = secretariat.page
    page.fill("input[name=protocol]", "312/4")
    page.fill("input[name=dated_on]", str(today()))
    page.fill("input[name=received_on]", str(today()))
    scan = {"name": "letra.txt", "mimeType": "text/plain", "buffer": b"Letra."}
    page.set_input_files("input[name=uploads]", scan)
    page.check("input[name=do][value=reject]")
    secretariat.send()
    secretariat.look()
    assert page.input_value("input[name=protocol]") == "312/4", "nothing typed is lost"
    assert "letra.txt" in page.inner_text("main")
    page.fill("textarea[name=reason]", "Nuk kemi buxhet.")
    secretariat.send()
    sees(page, "concern")
    assert "312/4" in page.content() and "Nuk kemi buxhet." in page.content()
