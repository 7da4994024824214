"""Filing, voting, answering and verifying with the keyboard alone: what has the focus is seen, and nothing holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.core.db import db
from app.demo import lives
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.votes.pages import in_english, opened
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]
Visit = Callable[..., Visitor]
MOST = 150  # presses until something is reached
SAME = 4  # on one element: a date has three parts and a button
HERE = """wanted => {
    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    const ring = getComputedStyle(e.closest('.choice') ?? e);
    const seen = s => s.boxShadow !== 'none' || (s.outlineStyle !== 'none' && s.outlineWidth !== '0px');
    return {
        found: e.matches(wanted),
        what: e.outerHTML.slice(0, 150),
        body: e === document.body,
        shown: seen(style) || seen(ring) || e.type === 'date', // its button has a ring of the browser's own
        inSight: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""
SEEN = f"() => {{ const here = ({HERE})('*'); return here.shown && here.inSight; }}"
SEND = "main form[method=post]:not(.begun) button.btn:not(.quiet)"


@dataclass
class Hands:
    """A person who has no mouse."""

    visitor: Visitor

    @property
    def page(self) -> Page:
        """What they look at."""
        return self.visitor.page

    def tab_to(self, wanted: str, key: str = "Tab") -> None:
        """Go on until this has the focus; all that has it on the way is seen, and lets go of it."""
        same, before = 0, ""
        for _ in range(MOST):
            self.page.keyboard.press(key)
            here = self.page.evaluate(HERE, wanted)
            if here["body"]:
                continue  # once around, by the browser's own bar
            same = same + 1 if here["what"] == before else 0
            before = here["what"]
            assert same < SAME, f"it does not let go: {before}"
            if not (here["shown"] and here["inSight"]):  # a page may glide there, and a ring comes slowly
                self.page.wait_for_function(SEEN)
            if here["found"]:
                return
        raise AssertionError(f"{wanted} is not reached at {self.page.url}")

    def skip(self) -> None:
        """Past what stands around the page."""
        self.tab_to(".skip")
        self.page.keyboard.press("Enter")

    def press(self, wanted: str) -> None:
        """Reach it, and press Enter: it leads to another page."""
        self.tab_to(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, **values: str) -> None:
        """Fields in the order of the page: words, and a day by its figures; of several kept ones only what is new."""
        for name, value in values.items():
            self.tab_to(f"main [name='{name}']")
            self.page.keyboard.type(value)

    def tick(self, name: str, value: str = "") -> None:
        """One tick of a group, or one that stands alone."""
        self.tab_to(f"main [name='{name}']" + (f"[value='{value}']" if value else ""))
        self.page.keyboard.press("Space")

    def choose(self, name: str, value: str) -> None:
        """One of several answers, or one of a list, by the arrows."""
        self.tab_to(f"main [name='{name}']")
        if self.page.evaluate("document.activeElement.type") == "radio":
            self.page.keyboard.press("Space")
        chosen = "document.activeElement.value"
        for _ in range(MOST):
            if self.page.evaluate(chosen) == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def has_focus(self, wanted: str) -> None:
        """Or comes to have it: a script gives it."""
        self.page.wait_for_function("wanted => document.activeElement.matches(wanted)", arg=wanted)

    def refused(self, name: str) -> None:
        """What is wrong has the focus, and leads on to its field."""
        self.has_focus(".error-summary")
        self.tab_to(".error-summary a")
        self.page.keyboard.press("Enter")
        self.has_focus(f"main [name='{name}']")

    def done(self) -> None:
        """It is said what was done, and read out first."""
        self.has_focus("[data-said]")


def of(people: World, beats: list[lives.DemoStep]) -> str:
    with people.app.app_context():
        concern = people.concern(beats)
        db.session.remove()
    return concern


def test_a_concern_is_filed(visit: Visit, people: World) -> None:
    hands = Hands(visit("anila", "en"))
    hands.visitor.go("/")
    hands.press("main a[href='/concerns/new'], .places a[href='/concerns/new']")
    hands.skip()
    hands.press(SEND)
    hands.skip()
    hands.type(title="Interviews without interpreter", narrative="It is held without.")
    hands.type(where_when="In some offices.", duty="The procedure.", how_known="From visits.")
    hands.press(SEND)
    hands.skip()
    hands.choose("subject", "interpretation")
    hands.choose("extent", "pattern")
    hands.choose("case_range", "from_5_to_20")
    hands.tick("affected", "women")
    hands.press(SEND)
    hands.skip()
    hands.tick("institutions", str(people.cast.organisations["sociale"]))
    hands.choose("county", "kukes")
    hands.type(period_from="01092030")
    hands.tick("ongoing")
    hands.press(SEND)
    hands.refused("period_from")
    hands.page.keyboard.type("01092026")
    hands.press(SEND)
    hands.skip()
    hands.choose("urgent", "no")
    hands.press(SEND)
    hands.skip()
    hands.choose("source", "own_work")
    hands.choose("first_hand", "yes")
    hands.type(asks_for="Interpreters.")
    hands.choose("naming", "yes")
    hands.choose("level", "group")
    hands.tick("unidentifiable")
    hands.press(SEND)
    assert "/check" in hands.page.url
    hands.skip()
    hands.press(SEND)
    hands.done()


def test_a_vote_is_cast(app: Flask, visit: Visit, people: World) -> None:
    ballot = opened(app, in_english(app, "kastriot"), of(people, lives.PROPOSED))
    hands = Hands(visit("anila", "en"))
    hands.visitor.go("/")
    hands.skip()
    hands.press(f".rows > li:has([href*='{ballot}']) a.btn")
    hands.skip()
    button = "form[action$='/ballot'] button"
    hands.press(button)
    hands.has_focus(".error-summary")
    while not hands.page.evaluate(f"document.activeElement.matches({button!r})"):
        hands.tab_to(f"main input[type=radio], {button}")
        if hands.page.evaluate("document.activeElement.type") == "radio":
            hands.page.keyboard.press("Space")
    with hands.page.expect_navigation():
        hands.page.keyboard.press("Enter")
    hands.done()


def test_a_recommendation_is_answered(visit: Visit, people: World) -> None:
    concern = of(people, lives.SENT)
    hands = Hands(visit("sociale", "en"))
    hands.visitor.go("/")
    hands.skip()
    hands.press(f".rows > li:has([href*='{concern}']) a.btn")
    hands.skip()
    hands.press(".undecided a[href$='/reject']")
    hands.skip()
    hands.press(SEND)
    hands.refused("reason")
    hands.page.keyboard.type("There is no money for it.")
    hands.press(SEND)
    hands.done()


def test_what_is_claimed_is_verified(visit: Visit, people: World) -> None:
    concern = of(people, lives.REPORTED)
    hands = Hands(visit("anila", "en", 390))
    hands.visitor.go("/")
    hands.skip()
    hands.press(f".rows > li:has([href*='{concern}']) a.btn")
    hands.skip()
    hands.press(".undecided a[href$='/verify']")
    hands.skip()
    hands.press(SEND)
    hands.has_focus(".error-summary")
    hands.choose("grade", "A")
    hands.type(finding="Seen on the spot.")
    hands.tick("sources", "field_visit")
    hands.tick("independent")
    hands.press(SEND)
    hands.done()
