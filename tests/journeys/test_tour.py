"""The tour of the README, walked as it is written: its steps are read from the page, and a label that changed fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page

from app.core.db import db
from app.core.time import today
from app.demo.people import PASSWORD
from config import ROOT, Settings
from tests.databases import only_sqlite

pytestmark = pytest.mark.browser

TOUR = "## A tour in five minutes\n"
STEP = re.compile(r"^(\d+)\. ", re.MULTILINE)
SAID = re.compile(
    r"\*\*[^*]+\*\* \((?P<people>`\w+`(?:, `\w+`)*)\)"
    r"|\*(?P<field>[^*]+)\*: (?:“(?P<value>[^”]+)”|(?P<months>in \w+ months?|\w+ months? ago))"
    r"|\*(?P<press>[^*]+)\*"
    r"|not “(?P<absent>[^”]+)”"
    r"|“(?P<read>[^”]+)”"
)
MONTHS = {"one": 1, "two": 2, "three": 3}


@dataclass(frozen=True)
class Act:
    """One thing to do or to look for, and the step that asks for it."""

    step: int
    kind: str
    what: str
    value: str = ""


def told(page: str) -> Iterator[tuple[list[str], list[Act]]]:
    """Who does what, in the order of the page."""
    tour = page.split(TOUR, 1)[1].split("\n## ", 1)[0]
    people: list[str] = []
    acts: list[Act] = []
    _intro, *parts = STEP.split(tour)
    assert [int(number) for number in parts[::2]] == list(range(1, len(parts) // 2 + 1)), "steps are numbered"
    for number, text in zip(map(int, parts[::2]), parts[1::2], strict=True):
        assert SAID.match(text), f"step {number} does not begin with who takes it"
        for said in SAID.finditer(text):
            if said["people"]:
                yield people, acts
                people, acts = re.findall(r"`(\w+)`", said["people"]), []
            elif said["field"]:
                acts.append(Act(number, "field", said["field"], said["value"] or day(said["months"])))
            else:
                [(kind, what)] = [(kind, what) for kind, what in said.groupdict().items() if what]
                acts.append(Act(number, kind, what))
    yield people, acts


def day(months: str) -> str:
    """What is typed into a field for a day: `in three months`, `three months ago`."""
    away = timedelta(days=30 * next(MONTHS[word] for word in months.split() if word in MONTHS))
    return (today() - away if months.endswith("ago") else today() + away).isoformat()


@dataclass
class Reader:
    """One person who follows the tour in a browser of their own."""

    page: Page
    problem: str = field(default="")

    def sign_in(self, base: str, who: str) -> None:
        """As the page tells it: address and password of the table, then English."""
        self.page.goto(base)
        self.page.get_by_label("E-mail").fill(f"{who}@example.org")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        if self.page.get_attribute("html", "lang") != "en":
            self.page.click(".account > summary")
            self.press("English")

    def do(self, act: Act) -> None:
        """Do it, or fail."""
        if act.kind not in ("read", "absent"):
            assert not self.problem, f"it was refused before that: {self.problem}"
        match act.kind:
            case "press":
                self.press(act.what)
            case "field":
                self.fill(act.what, act.value)
            case "read":
                assert self._shows(act.what), "the page does not say so"
                self.problem = ""  # the tour tells of it
            case "absent":
                assert not self._shows(act.what), "the page says so"

    def press(self, label: str) -> None:
        """A link, a button, or one choice of several."""
        found = self._named(self.page.locator("a, button, summary, label"), label)
        if found.evaluate("e => e.tagName === 'A' || (e.tagName === 'BUTTON' && e.type === 'submit')"):
            with self.page.expect_navigation():
                found.click()
        else:
            found.click()
        self.problem = " ".join(self.page.locator(".error-summary, .conflict").all_inner_texts())

    def fill(self, label: str, value: str) -> None:
        """A field that is typed into, a list to choose from, or a group of choices."""
        named = self.page.locator("legend").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))
        group = self.page.locator("main fieldset").filter(has=named)
        if group.count():
            self._named(group.locator("label"), value).click()
            return
        box_id = self._named(self.page.locator("main label"), label).get_attribute("for")
        box = self.page.locator(f"[id='{box_id}']")
        if box.evaluate("e => e.tagName") != "SELECT":
            box.fill(value)
            return
        offered = [text for text in box.locator("option").all_inner_texts() if text.startswith(value)]
        assert offered, f"“{value}” is not offered"
        box.select_option(label=offered[0])

    def _named(self, among: Locator, label: str) -> Locator:
        """The first that can be seen of this name; else of a name that begins so, as where a number follows."""
        begins = rf"^\s*{re.escape(label)}"
        for pattern in (rf"{begins}(\s*\(optional\))?\s*$", rf"{begins}(?!\w)"):
            found = among.filter(has_text=re.compile(pattern)).locator("visible=true")
            if found.count():
                return found.first
        raise AssertionError("nothing of that name is on the page")

    def _shows(self, text: str) -> bool:
        seen = self.page.inner_text("body")
        typed = self.page.locator("main textarea, main input").evaluate_all("all => all.map(e => e.value)")
        return any(text in part for part in (" ".join(seen.split()), *typed))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Those of `make demo`."""
    return replace(settings, demo=True)


@only_sqlite
def test_the_tour_is_walked_as_it_is_written(app: Flask, server_of_demo: str, browser: Browser) -> None:
    readers: dict[str, Reader] = {}
    for people, acts in told((ROOT / "README.md").read_text("utf-8")):
        for who in people:
            if who not in readers:
                context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
                context.set_default_timeout(15_000)
                readers[who] = Reader(context.new_page())
                readers[who].sign_in(server_of_demo, who)
            for act in acts:
                try:
                    readers[who].do(act)
                except Exception as error:
                    url = readers[who].page.url
                    raise AssertionError(
                        f"step {act.step}, {who}, at {url}: {act.kind} “{act.what}”: {error}"
                    ) from error
            assert not readers[who].problem, f"step {acts[-1].step}, {who}: {readers[who].problem}"
    for reader in readers.values():
        reader.page.context.close()


@pytest.fixture
def server_of_demo(app: Flask, request: pytest.FixtureRequest) -> str:
    """The demonstration, freshly loaded by its command, and served."""
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["demo"])
        db.session.remove()
    assert done.exit_code == 0, done.output
    return str(request.getfixturevalue("served"))
