"""A broken line: the page that says so, and what was typed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from app.demo import lives
from tests.databases import only_sqlite
from tests.journeys.test_shell import sign_in
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]
READY = "() => navigator.serviceWorker.controller !== null"
KEPT = """async () => { const all = []; for (const name of await caches.keys())
    for (const kept of await (await caches.open(name)).keys()) all.push(new URL(kept.url).pathname); return all }"""
WORDS = "Dy persona panë si u mbyll dera."


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="sq-AL", viewport={"width": 390, "height": 844}) as own:
        yield own


def test_the_page_for_a_broken_line_speaks_the_persons_language(
    context: BrowserContext, server: str, people: World
) -> None:
    page = context.new_page()
    begin(page, server, "mira")
    context.set_offline(True)
    page.goto(f"{server}/votes")
    assert page.inner_text("h1") == "Nuk ka lidhje" and not page.locator("[data-words]").is_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    context.set_offline(False)
    page.wait_for_selector("h1:text('Votimet')")
    page.click(".account > summary")
    page.click("form[action='/language'] button")
    page.wait_for_selector("html[lang=en]")
    context.set_offline(True)
    page.goto(f"{server}/concerns")
    assert page.inner_text("h1") == "No connection"


def test_what_was_typed_and_sent_into_a_broken_line_stands_in_its_form_again(
    context: BrowserContext, server: str, people: World, app: Flask
) -> None:
    with app.app_context():
        address = people.concern(lives.ADMITTED)
    page = context.new_page()
    begin(page, server, "mira")
    form = f"{server}/concerns/{address}/messages?channel=group"
    page.goto(form)
    context.set_offline(True)
    page.fill("main textarea", WORDS)
    page.click("main form[data-keep-url] button:not([formaction], [form])")
    page.wait_for_selector("h1:text('Nuk ka lidhje')")
    assert page.url == form, "the page of the form, which can be asked for again"
    assert page.locator("[data-words]").is_visible()
    context.set_offline(False)
    page.wait_for_selector("main textarea")
    assert page.input_value("main textarea") == WORDS
    page.wait_for_selector("[data-saved][data-state=saved]")
    with page.expect_navigation():
        page.click("main form[data-keep-url] button:not([formaction], [form])")
    page.goto(f"{server}/concerns/{address}/whole")
    assert page.inner_text("main").count(WORDS) == 1


def test_nothing_of_a_case_and_nobodys_words_stay_on_the_device(
    context: BrowserContext, server: str, people: World, app: Flask
) -> None:
    with app.app_context():
        address = people.concern(lives.ADMITTED)
    page = context.new_page()
    begin(page, server, "mira")
    for place in ("/", f"/concerns/{address}", "/concerns", "/me"):
        page.goto(server + place)
    kept = page.evaluate(KEPT)
    assert kept and all(place.startswith(("/static/", "/offline/")) for place in kept), kept
    page.goto(f"{server}/concerns/{address}/messages?channel=group")
    context.set_offline(True)
    page.fill("main textarea", WORDS)
    page.goto(f"{server}/votes")
    assert WORDS in page.evaluate("JSON.stringify(sessionStorage)")
    assert WORDS not in page.evaluate("JSON.stringify(localStorage)")
    context.set_offline(False)
    page.wait_for_selector("h1:text('Votimet')")
    page.click(".account > summary")
    with page.expect_navigation():
        page.click("form[data-forget] button")
    assert WORDS not in page.evaluate("JSON.stringify(sessionStorage)")
    sign_in(page, server, "besnik")
    page.goto(f"{server}/concerns/{address}/messages?channel=group")
    assert WORDS not in page.content()


def begin(page: Page, server: str, who: str) -> None:
    sign_in(page, server, who)
    page.wait_for_function(READY)
    page.goto(f"{server}/concerns")
