"""The page of a concern in a browser: what stays in sight, how far the history is, folds, keys, paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app.demo import lives
from tests.concerns.test_page import TWO_DONE
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]
SCREEN = 900
IN_SIGHT = "e => { const r = e.getBoundingClientRect(); return r.top >= -1 && r.top < innerHeight - 20; }"


def top_of(page: Page, selector: str) -> float:
    """How far from the beginning of the page it begins."""
    return float(page.locator(selector).evaluate("e => e.getBoundingClientRect().top + scrollY"))


@pytest.mark.parametrize(("who", "language"), [("hana", "sq"), ("sekretaria", "en"), ("sociale", "sq")])
def test_the_history_begins_within_three_screens_and_what_is_to_do_stays_in_sight(
    visit: Callable[..., Visitor], people: World, app: Flask, who: str, language: str
) -> None:
    with app.app_context():
        address = people.concern(TWO_DONE)
    reader = visit(who, language)
    assert reader.go(f"/concerns/{address}") == 200
    page = reader.page
    assert top_of(page, "#history") <= 3 * SCREEN
    assert page.locator("main .btn:not(.quiet)").count() <= 1
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    for part in ("#move", ".contents"):
        assert page.locator(part).evaluate(IN_SIGHT), f"{part} has gone"
    for link in page.locator(".contents a[href^='#']").all():
        assert page.locator(str(link.get_attribute("href"))).count() == 1


@pytest.mark.parametrize("who", ["hana", "sociale"])
def test_on_a_telephone_what_is_to_do_comes_first_and_the_contents_stay(
    visit: Callable[..., Visitor], people: World, app: Flask, who: str
) -> None:
    with app.app_context():
        address = people.concern(lives.REPORTED)
    reader = visit(who, "sq", 390)
    reader.go(f"/concerns/{address}")
    page = reader.page
    assert top_of(page, "#move") < top_of(page, ".contents") < top_of(page, "#recommendation-1")
    assert top_of(page, "#move") < SCREEN / 2
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    assert page.locator(".contents").evaluate(IN_SIGHT)
    page.locator(".contents a[href='#history']").click()
    assert page.locator("#history").evaluate(IN_SIGHT)


def test_folds_are_fetched_and_keys_are_enough(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        address = people.concern(lives.REPORTED)
    reader = visit("mira", "en")
    reader.go(f"/concerns/{address}")
    page, title = reader.page, reader.page.title()
    pressed = page.locator("#move .btn:not(.quiet)")
    for _ in range(40):
        page.keyboard.press("Tab")
        if pressed.evaluate("e => e === document.activeElement"):
            break
    assert pressed.evaluate("e => e === document.activeElement"), "the next step is reached by keys"
    for fold, words in (
        (".fold:has([href$='#behind-1']) > summary", "Measure of success"),
        (".fold:has([href$='#filed']) > summary", "How is it known?"),
        (".why > summary", "counted"),
    ):
        page.locator(fold).first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(words)
    every = page.locator("#entries-all")
    every.focus()
    before = page.locator(".tl li").count()
    page.keyboard.press("Enter")
    expect(page.locator("#entries-all[aria-current]")).to_have_count(1)
    assert page.locator(".tl li").count() > before
    assert every.evaluate("e => e === document.activeElement"), "who asked for more stays where they were"
    assert page.title() == title, "the page is the same"
    reader.look()


def test_it_works_without_a_script_and_names_on_paper_what_is_folded(
    browser: Browser, visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        address = people.concern(lives.REPORTED)
    reader = visit("mira", "en")
    context = browser.new_context(
        java_script_enabled=False, storage_state=reader.page.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{reader.base}/concerns/{address}")
    page.locator(".fold:has([href$='#behind-1']) > summary").click()
    page.locator(".fold [href$='#behind-1']").click()
    assert page.url.endswith(f"/concerns/{address}/whole#behind-1")
    assert "Measure of success" in page.inner_text("#behind-1")
    page.goto(f"{reader.base}/concerns/{address}")
    page.locator("#entries-all").click()
    assert page.url.endswith("/history?all=1") and page.locator(".tl li").count() > 3
    context.close()
    reader.go(f"/concerns/{address}")
    reader.page.emulate_media(media="print")
    named = reader.page.locator(".fold [href$='#filed']")
    printed = named.evaluate("e => getComputedStyle(e, '::after').content")
    assert f"(/concerns/{address}/whole#filed)" in printed
