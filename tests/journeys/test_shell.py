"""What stands around each page, by keyboard, on a telephone, in the dark and without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from app.demo import lives
from app.demo.people import PASSWORD
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]
BAR = ".places-in > ul a:visible, .more > summary:visible"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_the_box_is_reached_by_a_key_and_its_results_by_the_arrows(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        address = people.concern(lives.ADMITTED, title="Shtegtarët presin në kufi")
    member = visit("mira", "sq")
    page = member.page
    member.go("/concerns")
    page.keyboard.press("/")
    page.keyboard.type("shtegtar/")
    link = page.locator("#found a").first
    link.wait_for()
    assert page.input_value("#find") == "shtegtar/", "where one types, the key is a letter"
    member.look()
    page.keyboard.press("ArrowDown")
    assert link.evaluate("e => e === document.activeElement")
    page.keyboard.press("Escape")
    assert focused(page) == "find" and not page.locator("#found a").count()
    page.click("h1")
    page.keyboard.press("Control+k")
    assert focused(page) == "find"
    page.keyboard.type("shtegtar")  # instead of what stood there
    link.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/concerns/{address}**")


def test_the_key_alone_can_be_turned_off(visit: Callable[..., Visitor], people: World) -> None:
    member = visit("mira", "en")
    page = member.page
    member.go("/search")
    page.uncheck("[data-key-choice]")
    member.go("/concerns")
    page.keyboard.press("/")
    assert focused(page) != "find" and not page.locator(".find kbd").is_visible()
    page.keyboard.press("Control+k")
    assert focused(page) == "find"


def test_an_ended_session_leaves_the_page_as_it_is(visit: Callable[..., Visitor], people: World) -> None:
    member = visit("mira", "sq")
    page = member.page
    member.go("/concerns")
    page.context.clear_cookies()
    page.keyboard.press("/")
    with page.expect_response("**/search/suggestions**"):
        page.keyboard.type("kufi")
    page.wait_for_timeout(500)  # in which it would go elsewhere
    assert page.url.endswith("/concerns")


def test_menus_open_and_close_by_the_keyboard(visit: Callable[..., Visitor], people: World) -> None:
    member = visit("kastriot", "en")
    page = member.page
    member.go("/concerns")
    page.focus(".more > summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.more-in') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".more-in").is_visible(), "in a wide window it covers nothing"
    page.focus(".account > summary")
    page.keyboard.press("Enter")
    assert "Chair of the Group" in page.inner_text(".account-menu")
    member.look()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(".account > summary").evaluate("e => e === document.activeElement")
    assert not page.locator(".account-menu").is_visible()


@pytest.mark.parametrize("who", ["kastriot", "koordinatorja", "ministria", "administratori", "vezhguesi"])
def test_on_a_telephone_four_things_are_at_hand_and_the_rest_behind_one(
    visit: Callable[..., Visitor], people: World, who: str
) -> None:
    member = visit(who, "sq", 390)
    page = member.page
    member.go("/organisations")
    shown = [" ".join(words.split()) for words in page.locator(BAR).all_inner_texts()]
    assert len(shown) == 4 and shown[2:] == ["Kërkoni", "Më shumë"]
    page.click(".more > summary")
    member.page.wait_for_timeout(100)
    assert "Si funksionon" in page.inner_text(".more-in")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("Escape")
    assert not page.locator(".more-in").is_visible()
    for width, height in ((390, 844), (320, 640), (320, 225)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(WIDER) <= 0, (width, height)
        bar = page.locator(".places").bounding_box()
        assert bar and bar["height"] < 90
    assert page.locator(".places").evaluate("e => getComputedStyle(e).position") == "static"


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("dark", 390), ("light", 1280)])
def test_by_day_and_by_night_everything_can_be_read(
    browser: Browser, server: str, people: World, app: Flask, scheme: str, width: int
) -> None:
    with app.app_context():
        address = people.concern(lives.REPORTED, age=60)
    context = browser.new_context(
        locale="sq-AL", color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    sign_in(page, server, "kastriot")
    places = ("/", "/concerns", "/votes", "/group", "/me", f"/concerns/{address}", "/search?q=pritje")
    for place in (*places, f"/concerns/{address}/recommendations/1/steps/verify", "/concerns/none"):
        page.goto(server + place)
        results = Axe().run(page)
        assert results.violations_count == 0, f"{place}: {results.generate_report()}"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(20, 25, 28)") is (scheme == "dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 35, 39)"
    context.close()


def test_without_a_script_everything_is_reached(browser: Browser, server: str, people: World) -> None:
    with browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="sq-AL"
    ) as context:
        page = context.new_page()
        sign_in(page, server, "mira")
        page.click(".more > summary")
        page.click(".more-in a[href='/calendar']")
        page.click(".places a[href='/search']")
        page.fill("#find", "kalendari")
        page.keyboard.press("Enter")
        page.click(".results a[href='/calendar']")
        page.click(".account > summary")
        page.click(".account-menu form[data-forget] button")
        page.wait_for_url("**/sign-in**")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def sign_in(page: Page, server: str, who: str) -> None:
    page.goto(f"{server}/sign-in")
    page.fill("input[name=email]", f"{who}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form[method=post] button:not([formaction])")
    page.wait_for_load_state()
