"""Pages on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.time import today
from app.demo import lives
from tests.databases import only_sqlite
from tests.forms import send
from tests.journeys.conftest import Visitor
from tests.meetings.pages import called
from tests.votes.pages import in_english
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]
PRESSED = "main :is(button, input, select, textarea, summary.more), .bar, .places, main .btn"


@pytest.mark.parametrize("place", ["/desk", "/recommendations", "/concerns"])
def test_a_list_begins_on_the_first_sheet_and_holds_nothing_to_press(
    visit: Callable[..., Visitor], people: World, app: Flask, place: str
) -> None:
    with app.app_context():
        people.concern(lives.REPORTED, age=60)
    reader = visit("koordinatorja", "sq")
    reader.go(place)
    page = reader.page
    page.emulate_media(media="print")
    assert not page.locator(PRESSED).filter(visible=True).count()
    assert "Pse ky afat?" not in page.inner_text("main")
    if page.locator(".list-frame").count():
        frame = page.locator(".list-frame").first
        assert frame.evaluate("e => getComputedStyle(e).breakInside") == "auto"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_overview_of_the_desk_comes_once_the_page_is_there_and_is_on_paper(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        people.concern(lives.SENT, age=60)
    coordinator = visit("koordinatorja", "sq")
    coordinator.go("/desk")
    page = coordinator.page
    page.wait_for_selector("#glance table.bars")
    page.emulate_media(media="print")
    assert (
        page.locator("#glance .bar-of").filter(visible=True).count() and page.locator("#glance").count() == 1
    )


def test_a_case_says_on_each_sheet_who_printed_it_when_and_how_confidential_it_is(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        address = people.concern(lives.ADMITTED)
    reader = visit("mira", "en")
    reader.go(f"/concerns/{address}/whole")
    page = reader.page
    printed = page.locator(".printed")
    assert not printed.is_visible()
    page.emulate_media(media="print")
    words = printed.inner_text()
    assert (
        words.startswith("Confidential · level: ")
        and "Printed by Mira Çelaj, Vrojtuesi Qytetar, on " in words
    )
    assert printed.evaluate("e => getComputedStyle(e).position") == "fixed", "on each sheet"
    assert not page.locator(PRESSED).filter(visible=True).count()
    assert "Why this date?" not in page.inner_text("main") and "What was filed" in page.inner_text("main")


def test_minutes_are_printed_without_what_is_done_with_them(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    keeper = in_english(app, "sekretaria")
    meeting = f"/meetings/{called(app, keeper, today())}"
    assert send(keeper, meeting, {}, f"{meeting}/open").status_code == 302
    reader = visit("sekretaria", "en")
    reader.go(f"{meeting}/minutes")
    page = reader.page
    assert page.locator(PRESSED).filter(visible=True).count(), "on the screen there is something to press"
    page.emulate_media(media="print")
    assert "Printed by" in page.inner_text(".printed")
    assert not page.locator(PRESSED).filter(visible=True).count()
