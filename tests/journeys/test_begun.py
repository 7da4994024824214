"""Nothing typed is lost: whatever interrupts, it stands in the form opened again, until it is sent or discarded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from app.core.db import db
from app.core.kept_forms.models import KeptForm
from app.demo import lives
from app.demo.people import PASSWORD
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.sign_in import COOKIE
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]  # what is tried here is the page
Visit = Callable[..., Visitor]
SAVED = "main [data-saved][data-state=saved]"
KEPT_HERE = "main [data-saved][data-state=kept]"
WORDS = "Shkruar me kujdes"


def address(app: Flask, people: World, beats: list[lives.DemoStep]) -> str:
    with app.app_context():
        made = f"/concerns/{people.concern(beats)}"
        db.session.remove()
    return made


def kept(app: Flask) -> list[dict[str, list[str]]]:
    with app.app_context():
        rows = list(db.session.scalars(select(KeptForm.fields)))
        db.session.remove()
    return rows


def leave_by_link(page: Page) -> None:
    page.click(".brand")
    page.wait_for_url(lambda url: "/messages" not in url)


def leave_by_back(page: Page) -> None:
    page.go_back()


def leave_at_once(page: Page) -> None:
    page.goto("about:blank")


def change_language(page: Page) -> None:
    page.click(".account > summary")
    page.click("form[data-language] button")
    page.locator("html[lang=en]").wait_for(state="attached")


def sign_in_again(page: Page, who: str) -> None:
    page.fill("input[name=email]", f"{who}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form[method=post] button")
    page.wait_for_load_state()


@pytest.mark.parametrize("way", [leave_by_link, leave_by_back, leave_at_once, change_language])
def test_a_message_outlives_leaving_its_page(
    app: Flask, visit: Visit, people: World, way: Callable[[Page], None]
) -> None:
    where = address(app, people, lives.SENT)
    writer = visit("anila", "sq")
    page, form = writer.page, f"{where}/messages?channel=group"
    writer.go(where)
    writer.go(form)
    page.fill("[name=text]", WORDS)
    way(page)
    writer.go(form)
    assert page.input_value("[name=text]") == WORDS
    page.wait_for_timeout(1_600)  # where it was on this device alone, it is saved now
    page.reload()
    page.locator(".begun").wait_for()
    assert page.input_value("[name=text]") == WORDS
    other = visit("mira", "sq")
    other.go(form)
    assert other.page.input_value("[name=text]") == ""
    page.click("main form[data-once] button")
    page.locator("[data-said]:focus").wait_for()  # whoever reads by ear hears what became of it
    writer.go(form)
    assert page.input_value("[name=text]") == "" and kept(app) == [], "what was sent is not begun"


def test_a_broken_line_and_an_ended_session_take_no_word(app: Flask, visit: Visit, people: World) -> None:
    where = address(app, people, lives.SUBMITTED) + "/steps/ask_for_information"
    writer = visit("sekretaria", "sq", 390)
    page, base = writer.page, writer.base
    writer.go(where)
    page.route("**/begun", lambda route: route.abort())
    page.fill("[name=question]", WORDS)
    page.wait_for_selector(KEPT_HERE)
    page.unroute("**/begun")
    page.reload()
    assert page.input_value("[name=question]") == WORDS, "it was on this device"
    page.wait_for_selector(SAVED)
    assert kept(app)[0]["question"] == [WORDS]
    cookie = next(c for c in page.context.cookies() if c["name"] == COOKIE)
    page.context.clear_cookies()
    page.fill("[name=question]", WORDS + " dhe më tej")
    page.wait_for_selector(KEPT_HERE)
    page.goto(base + where)
    sign_in_again(page, "sekretaria")
    assert page.url == base + where and page.input_value("[name=question]") == WORDS + " dhe më tej"
    page.wait_for_selector(SAVED)
    page.context.add_cookies([{**cookie, "value": "gone"}])
    page.fill("[name=question]", WORDS + ", i plotë")
    page.wait_for_selector(KEPT_HERE)
    page.goto(base + where)
    sign_in_again(page, "sekretaria")
    assert page.input_value("[name=question]") == WORDS + ", i plotë"
    page.wait_for_selector(SAVED)
    page.route(
        f"**{where}", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.fill("[name=question]", WORDS + ", pa rrugë")
    page.click("main form[data-once] button")
    page.wait_for_timeout(500)
    page.unroute(f"**{where}")
    page.goto(base + where)
    assert page.input_value("[name=question]") == WORDS + ", pa rrugë", "what could not be sent"
    page.click("main form[data-once] button")
    page.wait_for_url(lambda url: "/steps/" not in url)
    assert kept(app) == []
    assert WORDS not in page.evaluate("JSON.stringify(sessionStorage)")


def test_an_alternative_and_a_discarded_text(app: Flask, visit: Visit, people: World) -> None:
    where = address(app, people, lives.SUBMITTED)
    writer = visit("sekretaria", "sq")
    page = writer.page
    writer.go(f"{where}/steps/decline")
    page.fill("[name=reason]", WORDS)
    page.click(".alternatives a >> nth=0")
    page.wait_for_url(lambda url: "/steps/decline" not in url)
    writer.go(f"{where}/steps/decline")
    assert page.input_value("[name=reason]") == WORDS
    page.click(".begun button")
    page.wait_for_load_state()
    assert page.input_value("[name=reason]") == ""
    writer.look()
    page.click(".begun button")
    page.wait_for_load_state()
    assert page.input_value("[name=reason]") == WORDS, "brought back"


def test_two_windows_of_one_person_lose_nothing(app: Flask, visit: Visit, people: World) -> None:
    where = address(app, people, lives.SENT) + "/messages?channel=group"
    writer = visit("anila", "sq")
    one, base = writer.page, writer.base
    other = one.context.new_page()
    writer.go(where)
    other.goto(base + where)
    one.fill("[name=text]", "Dritarja e parë")
    one.wait_for_selector(SAVED)
    other.fill("[name=text]", "Dritarja e dytë")
    other.wait_for_selector("[data-saved][data-state=stopped]")
    one.fill("[name=text]", "Dritarja e parë, më tej")
    one.wait_for_timeout(1_600)
    assert kept(app)[0]["text"] == ["Dritarja e parë, më tej"]
    assert other.input_value("[name=text]") == "Dritarja e dytë"
