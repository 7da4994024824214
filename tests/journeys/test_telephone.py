"""Lists and their filters on a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser

from app.demo import lives
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.journeys.test_shell import WIDER, sign_in
from tests.votes.pages import in_english, opened
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]
ROWS = (
    "[...document.querySelectorAll('table.list tbody tr')].map(e => e.innerText.trim().split('\\n').length)"
)


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("koordinatorja", ("/desk?tab=soon", "/recommendations", "/recommendations/by-institution")),
        ("mira", ("/concerns", "/my-dates", "/group", "/workflow")),
        ("administratori", ("/organisations", "/people")),
    ],
)
def test_a_row_is_its_title_and_a_line(
    visit: Callable[..., Visitor], people: World, app: Flask, width: int, who: str, places: tuple[str, ...]
) -> None:
    with app.app_context():
        people.concern(lives.ADMITTED)
        people.concern(lives.REPORTED, age=60)
    reader = visit(who, "sq", width)
    for place in places:
        reader.go(place)
        rows = reader.page.evaluate(ROWS)
        # two in the text: where a narrow window breaks a line is not written there
        assert rows and max(rows) <= 2, (place, rows)
        assert reader.page.evaluate(WIDER) <= 0


def test_what_opens_the_row_shows_is_left_to_it(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        people.concern(lives.ADMITTED, title="Shtegtarët presin në kufi")
    reader = visit("mira", "sq", 390)
    row = reader.page.locator("table.list tr", has_text="Shtegtarët presin")
    reader.go("/concerns")
    assert "Pse ky afat?" not in row.inner_text() and "Relatori" in row.inner_text()
    reader.page.set_viewport_size({"width": 1280, "height": 900})
    assert "Pse ky afat?" in row.inner_text()


def test_of_a_roll_those_are_named_that_are_missing(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        address = people.concern(lives.PROPOSED)
    vote = opened(app, in_english(app, "kastriot"), address)
    member = visit("mira", "en", 390)
    member.go(f"/votes/{vote}")
    roll = member.page.locator("#roll")
    assert "0 of 13 have voted · still missing: " in roll.inner_text()
    assert not roll.locator("table").is_visible()
    roll.locator("summary").click()
    assert roll.locator("table").is_visible()
    member.page.reload()
    member.page.set_viewport_size({"width": 1280, "height": 900})
    assert roll.locator("table").is_visible() and not roll.locator("summary").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_filters_come_from_below_and_go_again(
    browser: Browser, server: str, people: World, app: Flask, script: bool
) -> None:
    with app.app_context():
        people.concern(lives.ADMITTED)
    context = browser.new_context(
        java_script_enabled=script, locale="sq-AL", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    sign_in(page, server, "mira")
    page.goto(f"{server}/concerns")
    sheet, button = page.locator("#filters"), page.locator(".filters-button")
    assert not sheet.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    box = sheet.bounding_box()
    assert box and box["y"] + box["height"] == 844 and box["width"] == 390
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not sheet.is_visible() and button.evaluate("e => e === document.activeElement")
    button.click()
    if script:
        assert Axe().run(page).violations_count == 0
    page.select_option("[name=stage]", index=2)
    with page.expect_navigation():
        sheet.locator(".buttons button").click()
    assert "stage=" in page.url and not sheet.is_visible(), "the list, and not the sheet again"
    assert " ".join(button.inner_text().split()).startswith("Filtra dhe renditje 1")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator("[name=stage]").is_visible() and not button.is_visible()
    context.close()
