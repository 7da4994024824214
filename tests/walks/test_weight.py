"""What a page weighs on the line, compressed as a proxy does it: the first with all it needs, the next by itself."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from tests.walk import walk
from tests.walks.world import Stage

WALKERS = ("kastriot", "sekretaria", "ministria", "koordinatorja")
COLD, WARM = 200_000, 40_000  # bytes
ASSET = re.compile(r"(?:href|src)=\"(/static/[^\"]+\.(?:css|js|svg|webmanifest))[^\"]*\"")
FONT = re.compile(r"url\(['\"]?([^)'\"]+\.woff2)")


def weight(data: bytes, name: str = "") -> int:
    """As it is sent: fonts are compressed already."""
    return len(data) if name.endswith(".woff2") else len(gzip.compress(data, 6))


@pytest.mark.by_turns
@pytest.mark.parametrize("who", WALKERS)
def test_no_page_is_heavy(stage: Stage, who: str) -> None:
    browser, known, heavy = stage.browser(who), {}, {}
    for seen in walk(stage.app, browser, most=1):
        warm = weight(seen.text.encode())
        cold = warm + sum(_needed(browser, address, known) for address in set(ASSET.findall(seen.text)))
        if warm > WARM or cold > COLD:
            heavy[seen.address] = (warm, cold)
    assert len(known) > 10, "nothing is linked"
    assert heavy == {}


def _needed(browser: FlaskClient, address: str, known: dict[str, int]) -> int:
    """An asset, and of a style sheet the fonts for Latin letters: the others load where a page has their letters."""
    if address not in known:
        data = browser.get(address, buffered=True).data
        known[address] = weight(data, address)
        for font in FONT.findall(data.decode()) if address.endswith(".css") else ():
            where = (
                urlsplit(f"{address.rpartition('/')[0]}/{font}").path if not font.startswith("/") else font
            )
            if "latin-ext" not in where and "italic" not in where:
                known[address] += len(browser.get(where, buffered=True).data)
    return known[address]
