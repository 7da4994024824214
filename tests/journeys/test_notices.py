"""Notices in a browser: opening a case is reading what came of it; the pages of preferences and of outgoing mail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.demo import lives
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = pytest.mark.browser


def test_a_notice_is_read_by_opening_its_case(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        address = people.concern(lives.ADMITTED)
    filer = visit("anila", "sq", 390)
    filer.go("/notices")
    assert filer.page.locator(".who-notices .count").filter(visible=True).count() == 1
    with filer.page.expect_response(lambda answer: answer.url.endswith(f"/concerns/{address}/notices/read")):
        filer.press(f"a[href^='/concerns/{address}']")
    filer.look()
    filer.go("/notices?show=all")
    filer.go("/notices")
    assert filer.page.locator(".who-notices .count").filter(visible=True).count() == 0
    filer.go("/me/notices")
    filer.fill(case="daily", quiet_from="21:00", quiet_to="06:30")
    filer.send()
    filer.look()
    assert filer.page.input_value("[name=quiet_to]") == "06:30"
    administrator = visit("administratori", "en", 390)
    administrator.go("/outgoing")
    assert administrator.page.locator("tbody tr").count() > 0


@only_sqlite
def test_where_it_cannot_be_noted_that_a_notice_was_read_the_case_stays(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        address = people.concern(lives.ADMITTED)
    filer = visit("anila", "sq")
    page = filer.page
    page.route("**/notices/read", lambda route: route.fulfill(status=502))
    with page.expect_response("**/notices/read"):
        page.goto(f"{filer.base}/concerns/{address}")
    page.wait_for_timeout(500)  # in which it would go elsewhere
    assert page.url.endswith(f"/concerns/{address}") and page.locator("#history").count()
