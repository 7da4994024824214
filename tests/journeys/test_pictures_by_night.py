"""Pictures of workflows can be read by day and by night, in a page and as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app.demo import lives
from config import ROOT
from tests.databases import only_sqlite
from tests.journeys.test_shell import sign_in
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]
# the least contrast between the words of a box and the box
LEAST = """() => {
    const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = e => { const [r, g, b] = getComputedStyle(e).fill.match(/[\\d.]+/g).map(v => linear(v / 255));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b };
    const seen = [...document.querySelectorAll("svg g:has(> rect) text")].map(text => {
        const [a, b] = [light(text), light(text.parentNode.querySelector("rect"))].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05) });
    return [seen.length, Math.min(...seen)] }"""
PAPER = "getComputedStyle(document.querySelector('svg:has(> desc) > rect')).fill"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_boxes(
    browser: Browser, server: str, people: World, app: Flask, scheme: str
) -> None:
    with app.app_context():
        address = people.concern(lives.ADMITTED)
    with browser.new_context(color_scheme=scheme, locale="en-GB") as context:
        page = context.new_page()
        sign_in(page, server, "mira")
        files = sorted(Path(ROOT, "docs").glob("diagram-*.svg"))
        assert len(files) > 10
        places = [f"{server}/workflow", f"{server}/concerns/{address}/whole", *(f.as_uri() for f in files)]
        for place in places:
            page.goto(place)
            seen, least = page.evaluate(LEAST)
            assert seen > 5 and least >= 4.5, (place, seen, least)
            assert (page.evaluate(PAPER) == "rgb(20, 25, 28)") is (scheme == "dark"), place
