"""What a page says of saving is true, on any line, and one person in one window is never told of another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import undefer_group

from app.concerns.attachments import Attachment
from app.concerns.models import Concern
from app.core.db import db
from app.demo import lives
from app.working_papers.models import Assessment
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.journeys.test_answers import forward, mailed
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]  # what is tried here is the page
Visit = Callable[..., Visitor]
PAUSES = (0, 300, 700, 950, 1_050, 1_300, 1_700)  # ms between the last key and the press
LINES = (0, 150, 400)  # ms of latency
SAVED = 2_600  # ms after which what was typed has been saved on the slowest of these lines
CONFLICT = ".conflict, .error-summary, .notice[role=alert]"


def slow(page: Page, latency: int) -> None:
    """The line of this window has this latency from now on."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1},
    )


def begin(filer: Visitor) -> str:
    """A new draft; its address."""
    filer.page.goto(filer.base + "/concerns/new")
    filer.send()
    return filer.page.url.split("/concerns/")[1].split("/")[0]


def kept(app: Flask, address: str) -> Any:
    """The draft as the database holds it."""
    with app.app_context():
        query = select(Concern).where(Concern.public_id == address).options(undefer_group("filing"))
        row = db.session.scalars(query).one()
        db.session.expunge(row)
        db.session.remove()
    return row


def at_peace(page: Page, when: str) -> None:
    """Nothing on the page speaks of a conflict."""
    told = page.locator(CONFLICT).all_inner_texts()
    line = page.locator("[data-saved]")
    stopped = line.get_attribute("data-state") if line.count() else ""
    assert not told and stopped != "stopped", f"{when}: {told} {stopped}"


@pytest.mark.by_turns
@pytest.mark.parametrize("latency", LINES)
def test_nobody_collides_with_their_own_saving_when_they_press_the_button(
    app: Flask, visit: Visit, people: World, latency: int
) -> None:
    filer = visit("anila", "sq", 390)
    address = begin(filer)
    slow(filer.page, latency)
    failed = []
    for pause in PAUSES:
        filer.page.goto(f"{filer.base}/concerns/{address}/filing/source")
        words = f"Shkruar para {pause} ms"
        filer.page.locator("#asks_for").fill("")
        filer.page.locator("#asks_for").press_sequentially(words)
        filer.page.set_input_files(
            "#upload", {"name": f"p{pause}.txt", "mimeType": "text/plain", "buffer": b"Prova."}
        )
        filer.page.wait_for_timeout(pause)
        filer.page.click("main form[data-autosave-url] button:not([formaction], [form])")
        filer.page.wait_for_url(lambda url: not url.endswith("/source"))  # once the file has gone up
        filer.page.wait_for_load_state()
        if not filer.page.url.endswith("/check") or kept(app, address).asks_for != words:
            failed.append((pause, filer.page.locator(CONFLICT).all_inner_texts()))
    assert not failed, failed
    with app.app_context():
        names = set(db.session.scalars(select(Attachment.name)))
        db.session.remove()
    assert names == {f"p{pause}.txt" for pause in PAUSES}, "chosen files are kept"


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("way", "latency"), [("link", 150), ("address", 0), *(("back and forth", line) for line in LINES)]
)
def test_another_page_reached_while_typing_is_not_stale(
    app: Flask, visit: Visit, people: World, latency: int, way: str
) -> None:
    filer = visit("anila", "en")
    address = begin(filer)
    page, where = filer.page, f"{filer.base}/concerns/{address}/filing"
    slow(page, latency)
    for pause in (0, 500, 1_020):
        page.goto(f"{where}/what")
        page.locator("#title").fill(f"Teksti {pause}")
        page.wait_for_timeout(pause)
        if way == "link":
            page.click(f".progress-pages a[href='/concerns/{address}/filing/where']")
            page.wait_for_url("**/where")
        else:
            page.goto(f"{where}/where")
        if way == "back and forth":
            page.go_back()
            page.locator("#title").press("End")
            page.locator("#title").press_sequentially(" edhe")
            page.goto(f"{where}/where")
        page.locator("#municipality").fill(f"Kukës {pause}")
        page.wait_for_timeout(SAVED)
        at_peace(page, f"{way}, {pause} ms")
        page.click("main form[data-autosave-url] button:not([formaction], [form])")
        page.wait_for_load_state()
        at_peace(page, f"{way}, {pause} ms, sent")
        row = kept(app, address)
        ending = " edhe" if way == "back and forth" else ""
        assert (row.title, row.municipality) == (f"Teksti {pause}{ending}", f"Kukës {pause}")


def test_after_a_page_that_was_refused_the_next_one_is_not_stale(
    app: Flask, visit: Visit, people: World
) -> None:
    filer = visit("anila", "sq")
    address = begin(filer)
    page, where = filer.page, f"{filer.base}/concerns/{address}/filing"
    page.goto(f"{where}/where")
    page.locator("#period_to").fill("2099-01-01")
    page.locator("#municipality").fill("Kukës")
    page.click("main form[data-autosave-url] button:not([formaction], [form])")
    page.wait_for_selector(".error-summary")
    page.locator("#municipality").fill("Has")
    page.click(f".progress-pages a[href='/concerns/{address}/filing/what']")
    page.wait_for_url("**/what")
    page.locator("#title").fill("Titulli")
    page.wait_for_timeout(SAVED)
    at_peace(page, "after a refused page")
    assert (kept(app, address).title, kept(app, address).municipality) == ("Titulli", "Has")


@pytest.mark.by_turns
@pytest.mark.parametrize("latency", LINES)
def test_the_assessment_meets_no_conflict_with_itself(
    app: Flask, visit: Visit, people: World, latency: int
) -> None:
    with app.app_context():
        address = people.concern(lives.ADMITTED)
        db.session.remove()
    rapporteur = visit("hana", "en")
    page, where = rapporteur.page, f"{rapporteur.base}/concerns/{address}/papers"
    rapporteur.go(f"/concerns/{address}/papers/assessment")
    slow(page, latency)
    for pause in (0, 500, 1_020):
        page.goto(f"{where}/assessment")
        page.locator("#facts").fill(f"Fakti {pause}")
        page.wait_for_timeout(pause)
        page.goto(f"{where}/assessment")
        page.locator("#gaps").fill(f"Boshllëk {pause}")
        page.wait_for_timeout(950)
        page.click("main form[data-autosave-url] button:not([formaction], [form])")
        page.wait_for_load_state()
        at_peace(page, f"{pause} ms")
        with app.app_context():
            row = db.session.scalars(select(Assessment)).one()
            assert (row.facts, row.gaps) == (f"Fakti {pause}", f"Boshllëk {pause}")
            db.session.remove()


def test_what_the_server_refuses_is_not_said_to_be_saved_and_is_still_here(
    app: Flask, visit: Visit, people: World
) -> None:
    filer = visit("anila", "en")
    address = begin(filer)
    page, where = filer.page, f"{filer.base}/concerns/{address}/filing"
    page.goto(f"{where}/where")
    page.locator("#municipality").fill("Kukës")
    page.locator("#period_to").fill("2099-01-01")
    page.wait_for_timeout(SAVED)
    line = page.locator("[data-saved]")
    assert line.get_attribute("data-state") == "refused", line.inner_text()
    assert line.inner_text().startswith("To:")
    assert kept(app, address).municipality == "Kukës", "what is right is kept"
    page.goto(f"{where}/what")
    page.goto(f"{where}/where")
    assert page.input_value("#period_to") == "2099-01-01", "it is still on this device"
    page.locator("#period_to").fill("2026-01-05")
    page.wait_for_timeout(SAVED)
    assert line.get_attribute("data-state") == "saved"
    assert str(kept(app, address).period_to) == "2026-01-05"


def test_the_page_of_a_link_saves_as_it_is_typed(
    app: Flask, visit: Visit, people: World, browser: Browser, server: str
) -> None:
    with app.app_context():
        concern = people.concern(lives.SENT)
        db.session.remove()
    ministry = visit("ministria", "en")
    forward(ministry, f"/concerns/{concern}/recommendations/1", people.cast.organisations["komiteti"])
    ministry.send()
    link = mailed(app, r"http://localhost(/link/\S+)")
    with browser.new_context(locale="en-GB") as context, browser.new_context(locale="sq-AL") as other:
        page, errors = context.new_page(), []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(server + link)
        page.locator("input[name=signed]").fill("A. Sula, sekretare")
        page.evaluate("document.querySelector('textarea[name=contribution]').removeAttribute('maxlength')")
        page.locator("textarea[name=contribution]").fill("Çka " * 5_001)
        page.wait_for_selector("[data-saved][data-state=refused]")
        assert not errors
        line = page.locator("[data-saved]")
        assert "20000" in line.inner_text() or "20,000" in line.inner_text()
        page.locator("textarea[name=contribution]").fill("Nuk ka pengesë.")
        page.wait_for_timeout(SAVED)
        assert line.get_attribute("data-state") == "saved"
        second = other.new_page()
        second.goto(server + link)
        assert second.input_value("input[name=signed]") == "A. Sula, sekretare"
        assert second.input_value("textarea[name=contribution]") == "Nuk ka pengesë."
