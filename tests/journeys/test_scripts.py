"""The scripts of the pages, in a browser and without a server: what is typed is saved, kept, and never doubled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
SCRIPTS = Path(__file__).parents[2] / "app" / "static" / "js"
SITE = "http://tryeza.test"
SOON = 1_600  # ms; longer than the pause after the last key
PAGE = """<!doctype html><meta name="csrf-token" content="t"><body data-person="{person}">
<form id="out" method="post" action="/out" data-forget><button>out</button></form>
<main id="main" data-sending="Sending now">
<form method="post" action="/send" data-once data-autosave-url="/save" data-version="3">
<input type="hidden" name="version" value="3"><input name="title" id="title" value="{title}">
<input type="checkbox" name="groups" id="a" value="a"><input type="checkbox" name="groups" id="b" value="b">
<p data-saved data-kept="kept here" data-restored="here again" data-signed-out="sign in again" data-other="theirs"></p>
<button id="send"><b>send</b> it</button></form></main><script type="module" src="/once.js"></script>
<script type="module" src="/autosave.js"></script>"""


class Site:
    """A page that saves, and what it was sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.saved: list[dict[str, list[str]]] = []
        self.sent = 0
        self.answer: tuple[int, dict[str, object]] | None = (
            200,
            {"version": 4, "saved_at_text": "Saved 10:42"},
        )
        self.person, self.title = "7", ""
        page.route(f"{SITE}/**", self._serve)

    def open(self) -> None:
        """Load the page, as after a reload."""
        self.page.goto(f"{SITE}/")

    def type(self, text: str) -> None:
        """Fill the title and wait until it would have been saved."""
        self.page.fill("#title", text)
        self.page.wait_for_timeout(SOON)

    @property
    def line(self) -> str:
        """What the page says of the saving."""
        return self.page.inner_text("[data-saved]")

    def _serve(self, route: Route) -> None:
        name = route.request.url.removeprefix(SITE)
        if name.endswith(".js"):
            route.fulfill(body=(SCRIPTS / name[1:]).read_text("utf-8"), content_type="text/javascript")
        elif name == "/save":
            self._save(route)
        elif name == "/send":
            self.sent += 1  # never answered: the page stays, as on a slow line
        else:
            body = PAGE.format(person=self.person, title=self.title)
            route.fulfill(body=body, content_type="text/html")

    def _save(self, route: Route) -> None:
        if self.answer is None:
            route.abort()
            return
        self.saved.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
        assert route.request.headers["x-csrftoken"] == "t"
        status, body = self.answer
        route.fulfill(status=status, body=json.dumps(body), content_type="application/json")


@pytest.fixture
def site(browser: Browser) -> Iterator[Site]:
    context = browser.new_context()
    made = Site(context.new_page())
    made.open()
    yield made
    context.close()


def test_changed_fields_alone_are_saved_and_the_version_follows(site: Site) -> None:
    site.type("a title")
    assert site.saved == [{"version": ["3"], "title": ["a title"]}]
    assert site.line == "Saved 10:42"
    assert site.page.input_value("[name=version]") == "4"


def test_an_emptied_group_is_sent_as_empty(site: Site) -> None:
    site.page.check("#a")
    site.page.wait_for_timeout(SOON)
    site.page.uncheck("#a")
    site.page.wait_for_timeout(SOON)
    assert [sent["groups"] for sent in site.saved] == [["a"], [""]]


def test_without_a_connection_the_words_are_kept_and_are_here_after_a_reload(site: Site) -> None:
    site.answer = None
    site.type("typed in a tunnel")
    assert site.line == "kept here"
    site.open()
    assert site.page.input_value("#title") == "typed in a tunnel"
    assert site.line == "here again"
    site.answer = (200, {"version": 4, "saved_at_text": "Saved 10:43"})
    site.page.wait_for_timeout(SOON)
    assert site.saved[-1]["title"] == ["typed in a tunnel"]


def test_after_a_conflict_nothing_more_is_sent_and_nothing_is_lost(site: Site) -> None:
    site.answer = (409, {"message": "Somebody was quicker.", "url": "https://elsewhere.test/other?page=1"})
    site.type("mine")
    site.type("mine, and more")
    assert len(site.saved) == 1
    assert site.line.startswith("Somebody was quicker.")
    assert site.page.get_attribute("[data-saved] a", "href") == "/other?page=1"
    assert site.page.input_value("#title") == "mine, and more"


def test_an_ended_session_says_so_and_keeps_the_words(site: Site) -> None:
    site.answer = (401, {})
    site.type("still here")
    assert site.line == "sign in again"
    assert "still here" in site.page.evaluate("JSON.stringify(sessionStorage)")


def test_a_script_error_is_said_and_never_leaves_the_page_saving(site: Site) -> None:
    site.page.evaluate("document.querySelector('meta[name=csrf-token]').remove()")
    site.type("never sent")
    assert (site.line, site.saved) == ("kept here", [])


@pytest.mark.parametrize("how", ["sign-out", "somebody else"])
def test_the_next_person_at_the_window_finds_nothing(site: Site, how: str) -> None:
    site.answer = None
    site.type("confidential")
    if how == "sign-out":
        site.page.click("#out button")
    else:
        site.person = "8"
        site.open()
    site.page.wait_for_timeout(200)
    assert "confidential" not in site.page.evaluate("JSON.stringify(sessionStorage)")


def test_a_second_press_sends_nothing(site: Site) -> None:
    site.page.evaluate(
        "() => { const b = document.querySelector('#send'); b.click(); b.click(); b.click(); }"
    )
    site.page.wait_for_timeout(500)
    assert site.sent == 1


def test_a_button_says_that_it_is_being_sent_where_the_answer_takes_its_time(site: Site) -> None:
    site.page.evaluate("addEventListener('submit', (event) => event.preventDefault())")  # it takes its time
    site.page.click("#send")
    assert site.page.inner_text("#send") == "send it"
    site.page.wait_for_function("document.querySelector('#send').textContent === 'Sending now'")
    site.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert site.page.inner_html("#send") == "<b>send</b> it", "the browser's Back brings it as it was"


LIST = """<!doctype html><label hidden data-tick-all="line"><input type="checkbox" id="all" form="remind">all</label>
<input type="checkbox" name="line" value="1" form="remind"><input type="checkbox" name="line" value="2" form="remind">
<input type="checkbox" name="line" value="3"><form id="remind"></form><script type="module" src="/ticks.js"></script>"""


def test_the_box_above_a_list_ticks_all_of_its_form_and_follows_them(browser: Browser) -> None:
    page = browser.new_page()
    script = (SCRIPTS / "ticks.js").read_text("utf-8")
    page.route(f"{SITE}/", lambda route: route.fulfill(body=LIST, content_type="text/html"))
    page.route(f"{SITE}/ticks.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(f"{SITE}/")
    page.check("#all")
    ticked = "[...document.querySelectorAll('[name=line]')].filter(box => box.checked).map(box => box.value)"
    assert page.evaluate(ticked) == ["1", "2"]
    page.uncheck("[value='2']")
    assert page.evaluate("document.getElementById('all').indeterminate")
    page.check("[value='2']")
    assert page.is_checked("#all")
