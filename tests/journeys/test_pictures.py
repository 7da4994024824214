"""Ten pages as they are seen: `WRITE_PICTURES=1` photographs them anew for docs/pictures.md and the README."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.databases import SqliteTemplates
from tests.served import served
from tests.sign_in import COOKIE
from tests.walks.world import Stage, stage_on

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
FOLDER, SHOWN_IN = ROOT / "docs/pictures", ROOT / "docs/pictures.md"
SIZES = {1280: 900, 390: 844}
WRITES = bool(os.environ.get("WRITE_PICTURES"))
# name -> who, from which page, by which link of it
PAGES: dict[str, tuple[str, str, str]] = {
    "my-work": ("kastriot", "/", ""),
    "decision": ("hana", "/", "a.btn[href*='/steps/verify']"),
    "vote": ("kastriot", "/votes", "main a[href^='/votes/']"),
    "concern": ("hana", "/concerns?stage=in_follow_up", "main a.row-title"),
    "concerns": ("sekretaria", "/concerns", ""),
    "filing": ("dritan", "/", "main a[href$='/what']"),
    "answer": ("ministria", "/", "a.btn[href*='/steps/accept']"),
    "desk": ("koordinatorja", "/desk", ""),
    "claimed-and-verified": ("vezhguesi", "/recommendations/by-institution", ""),
    "meeting": ("kastriot", "/meetings", "main a.row-title, main table a[href^='/meetings/']"),
}


def picture(name: str, width: int) -> Path:
    """Where it is kept."""
    return FOLDER / f"{name}-{width}.png"


def test_each_picture_is_there_and_shown() -> None:
    kept = {path.name for path in FOLDER.glob("*.png")}
    assert kept == {picture(name, width).name for name in PAGES for width in SIZES}
    text = SHOWN_IN.read_text()
    assert {name for name in kept if f"(pictures/{name})" not in text} == set()


@pytest.mark.skipif(not WRITES, reason="pictures are made by WRITE_PICTURES=1")
def test_pictures_are_made_anew(browser: Browser, sqlite_templates: SqliteTemplates, tmp_path: Path) -> None:
    FOLDER.mkdir(exist_ok=True)
    with stage_on(sqlite_templates, tmp_path) as stage, served(stage.app) as base:
        for name, (who, start, link) in PAGES.items():
            page = _of(browser, stage, who, base)
            page.goto(base + start)
            if link:
                href = str(page.locator(link).first.get_attribute("href"))
                page.goto(base + href.partition("?")[0])  # of a decision its form
            for width, height in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                page.wait_for_load_state("networkidle")
                page.screenshot(path=picture(name, width))
            page.context.close()


def _of(browser: Browser, stage: Stage, who: str, base: str) -> Page:
    stage.sign_in(who)
    context = browser.new_context(locale="sq-AL", color_scheme="light")
    context.add_cookies([{"name": COOKIE, "value": stage.sessions[who], "url": base}])
    return context.new_page()
