"""The way of an answer, as the ministry, an agency and somebody with nothing but a link each see and do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from app.answers.mails import of_a_link
from app.core.db import db
from app.demo import lives
from app.directory.service import add_unit, save_entry
from app.notifications.delivery import deliver
from tests.databases import only_postgresql, only_sqlite
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
MEANWHILE = "Nuk ka pengesë ligjore; kërkohet një urdhër."


@pytest.fixture
def concern(app: Flask, people: World) -> str:
    """What the ministry has to answer, where it asks for two signatures."""
    with app.app_context():
        ministry = people.cast.people["ministria"]
        save_entry(ministry, ministry.organisation_id, {"sign_off": True})
        add_unit(ministry, ministry.organisation_id, "Sektori kundër trafikimit")
        address = people.concern(lives.SENT)
        db.session.remove()
    return address


def mailed(app: Flask, pattern: str) -> str:
    """What the newest mail that leaves now says."""
    assert of_a_link, "the worker has its mails registered"
    mails: list[EmailMessage] = []
    with app.app_context():
        while deliver(mails.append):
            pass
        db.session.remove()
    texts = [str(mail.get_body(("plain",)).get_content()) for mail in mails]  # type: ignore[union-attr]
    found = [x for text in texts for x in re.findall(pattern, text)]
    assert found, texts
    return str(found[-1])


def forward(ministry: Visitor, work: str, agency: int) -> None:
    assert ministry.go(f"{work}/forward") == 200
    ministry.fill(agency=str(agency), question="Si veprohet sot?")
    ministry.send()
    ministry.look()


def sees(page: Page, address: str) -> None:
    """Nothing that axe complains of, and nothing wider than the window."""
    results = Axe().run(page)
    assert results.violations_count == 0, f"{address}: {results.generate_report()}"
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0, f"{address} is wider than the window"


@only_postgresql
def test_the_ministry_asks_an_agency_and_two_persons_answer(
    people: World, visit: Visit, concern: str
) -> None:
    organisations, place = people.cast.organisations, f"/concerns/{concern}/recommendations/1"
    ministry = visit("ministria", "sq")
    ministry.go("/answers")
    ministry.press(f"a.row-title[href='{place}/work']")
    ministry.look()
    ministry.press(f"a[href='{place}/assign']")
    ministry.look()
    ministry.page.locator("select[name=unit]").select_option(label="Sektori kundër trafikimit")
    ministry.fill(person=str(people.cast.people["ministria_b"].person_id))
    ministry.send()
    forward(ministry, place, organisations["prokuroria"])
    agency = visit("prokuroria", "en", 390)
    agency.go("/")
    agency.press(".rows-do a[href^='/requests/']")
    agency.look()
    agency.fill(contribution=MEANWHILE)
    agency.press("form[action$='/give'] button")
    agency.look()
    assert agency.go(f"/concerns/{concern}") == 404, "the case does not exist for it"
    ministry.go(f"{place}/work")
    ministry.press(f"a[href^='{place}/steps/accept?']")
    ministry.look()
    assert MEANWHILE in ministry.page.input_value("textarea[name=note]")
    ministry.send()
    ministry.look()
    ministry.go("/answers/to-sign")
    assert not ministry.page.locator("input[name=answer]").count(), "nobody signs off their own"
    second = visit("ministria_b", "en", 390)
    second.go("/")
    second.page.click(".rows-do a[href='/answers/to-sign']")
    second.page.check("input[name=answer]")
    second.press("form[action='/answers/to-sign'] button")
    second.look()
    chair = visit("kastriot", "en")
    chair.go(f"/concerns/{concern}")
    assert MEANWHILE in chair.page.inner_text("main")
    assert "Prepared" not in chair.page.inner_text("main") and "signed off" not in chair.page.inner_text(
        "main"
    )


@only_sqlite
def test_somebody_with_nothing_but_a_link_contributes_once(
    app: Flask, people: World, visit: Visit, concern: str, browser: Browser, server: str
) -> None:
    ministry = visit("ministria", "en", 390)
    forward(ministry, f"/concerns/{concern}/recommendations/1", people.cast.organisations["komiteti"])
    assert ministry.page.url.endswith("/link"), "nobody there has an account: a link is offered at once"
    ministry.send()
    ministry.look()
    assert "was sent to komiteti@example.org" in ministry.page.inner_text("main")
    link = mailed(app, r"http://localhost(/link/\S+)")
    with browser.new_context(locale="sq-AL", viewport={"width": 390, "height": 900}) as context:
        page = context.new_page()
        assert page.goto(server + link).status == 200  # type: ignore[union-attr]
        sees(page, link)
        page.fill("textarea[name=contribution]", MEANWHILE)
        page.fill("input[name=signed]", "A. Sula, sekretare")
        page.click("main form[data-autosave-url] button:not([name])")
        page.wait_for_url("**/code")
        sees(page, "code")
        page.fill("input[name=code]", mailed(app, r"\b\d{6}\b"))
        page.click("main form[data-once] button >> nth=0")
        page.wait_for_load_state()
        sees(page, "done")
        assert MEANWHILE not in page.inner_text("main")
        assert page.goto(server + link).status == 404  # type: ignore[union-attr]
        sees(page, "gone")
        gone = page.content()
        assert page.goto(server + "/link/" + "A" * 43).status == 404  # type: ignore[union-attr]
        assert page.content() == gone
        assert page.goto(server + "/").url.startswith(server + "/sign-in")  # type: ignore[union-attr]
    ministry.go(f"/concerns/{concern}/recommendations/1/work")
    assert MEANWHILE in ministry.page.content()


@only_sqlite
def test_what_an_institution_disclaims_is_addressed_to_another_that_answers_by_a_link(
    app: Flask, people: World, visit: Visit, concern: str, browser: Browser, server: str
) -> None:
    agency = visit("sociale", "sq", 390)
    agency.step(concern, "disclaim", 1, reason="Jo detyrë jona.")
    ministry, place = visit("ministria", "en", 390), f"/concerns/{concern}/recommendations/1"
    ministry.go("/answers")
    ministry.press(f"a.btn[href='{place}/steps/readdress']")
    ministry.look()
    assert "Jo detyrë jona." in ministry.page.inner_text("main")
    committee = ministry.page.locator("select[name=addressee] option", has_text="Komiteti rajonal").first
    assert "nobody there has an account" in committee.inner_text()
    ministry.fill(addressee=str(committee.get_attribute("value")), reason="Komiteti.")
    ministry.send()
    ministry.look()
    assert "can answer with an account" in ministry.page.inner_text("main")
    ministry.press(f"a.btn[href='{place}/link']")
    ministry.look()
    ministry.fill(email="komiteti@example.org")
    ministry.send()
    secretariat = visit("sekretaria", "sq", 390)
    secretariat.go("/links")
    assert "komiteti@example.org" in secretariat.page.inner_text("main")
    link = mailed(app, r"http://localhost(/link/\S+)")
    with browser.new_context(locale="en-GB", viewport={"width": 390, "height": 900}) as context:
        page = context.new_page()
        page.goto(server + link)
        page.check("input[name=do][value=accept]")
        page.fill("input[name=signed]", "A. Sula, sekretare")
        page.set_input_files(
            "input[name=uploads]", {"name": "vendim.txt", "mimeType": "text/plain", "buffer": b"Vendim."}
        )
        page.click("main form[data-autosave-url] button:not([name])")
        page.wait_for_url("**/code")
        page.fill("input[name=code]", mailed(app, r"\b\d{6}\b"))
        page.click("main form[data-once] button >> nth=0")
        page.wait_for_load_state()
        sees(page, "done")
    chair = visit("kastriot", "sq")
    chair.go(f"/concerns/{concern}")
    assert "vendim.txt" in chair.page.inner_text("main")
