"""Pages as compact as a person wants them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask

from app.demo import lives
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]
TARGETS = {"runOnly": {"type": "rule", "values": ["target-size"]}}
PLACES = ("/", "/concerns", "/votes", "/me")


@pytest.mark.parametrize("width", [1280, 390])
def test_compact_pages_are_lower_and_can_still_be_pressed(
    visit: Callable[..., Visitor], people: World, app: Flask, width: int
) -> None:
    with app.app_context():
        address = people.concern(lives.ADMITTED)
    member = visit("mira", "sq", width)
    member.go(f"/concerns/{address}")
    before = height(member, "/concerns")
    member.go("/me")
    member.page.check("input[name=compact]")
    member.send()
    assert member.page.is_checked("input[name=compact]")
    assert height(member, "/concerns") < 0.95 * before
    for place in (*PLACES, f"/concerns/{address}"):
        member.go(place)
        small = Axe().run(member.page, options=TARGETS)
        assert small.violations_count == 0, f"{place}: {small.generate_report()}"
    member.go("/me")
    member.page.uncheck("input[name=compact]")
    member.send()
    assert height(member, "/concerns") == before


def height(member: Visitor, address: str) -> int:
    member.go(address)
    return int(member.page.evaluate("document.querySelector('table.list tbody').offsetHeight"))
