"""A page that stays open: the numbers beside the places change on it, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from app.demo import lives
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.world import World

ALOUD = "[aria-live] .count, [role=status] .count"


@only_sqlite
def test_what_comes_meanwhile_is_counted_without_a_new_page(
    app: Flask, people: World, visit: Callable[..., Visitor]
) -> None:
    reader = visit("sekretaria", "sq")
    page = reader.page
    page.clock.install()
    reader.go("/concerns")
    page.focus("summary >> nth=0")
    assert page.locator("#count-late").is_hidden()
    with app.app_context():
        people.concern(lives.SUBMITTED, age=40)
    page.clock.run_for(60_000)
    assert page.locator("#count-late").is_hidden(), "not so soon"
    with page.expect_response("**/work/counts"):
        page.clock.run_for(60_000)
    page.locator("#count-late:not([hidden])").wait_for()
    assert page.locator("#count-late").inner_text().split()[0] == "1"
    assert page.locator(ALOUD).count() == 0
    assert page.url.endswith("/concerns") and page.evaluate("document.activeElement.tagName") == "SUMMARY"
    # a session that ends meanwhile leaves the page and what stands on it
    page.context.clear_cookies()
    with page.expect_response("**/work/counts"):
        page.clock.run_for(120_000)
    page.clock.run_for(1_000)
    assert page.url.endswith("/concerns")
    reader.complaints.clear()
