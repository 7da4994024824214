"""What each role does most often, counted from My work: clicks, screens, and what is in the first screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.demo import lives
from app.demo.lives import DemoStep
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.journeys.test_life import ahead
from tests.rights.stages import RECOMMENDATION_LIVES
from tests.votes.pages import in_english, opened
from tests.world import World

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
ROW = re.compile(
    r"^\| [^|]+ \(`(?P<who>\w+)`\) \| (?P<task>[^|]+) \| [^|]+ \| (?P<clicks>\d+), (?P<screens>\d+) \|$", re.M
)
TABLE = {
    (row["who"], row["task"].strip()): (int(row["clicks"]), int(row["screens"]))
    for row in ROW.finditer((Path(__file__).parents[2] / "docs/usability.md").read_text())
}
SEEN = {"finding": "U pa në vend.", "sources": "field_visit", "independent": True}
PLAN = {"actions-0-what": "Urdhër", "actions-0-unit": "Sektori", "actions-0-due_on": ahead(30)}


class Counted:
    """A person whose clicks and screens are counted. My work is the first screen; typing is no click."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page, self.clicks, self.screens = visitor, visitor.page, 0, 1
        visitor.go("/")

    def press(self, what: str) -> None:
        """Click the first of these that can be seen."""
        before = self.page.url
        with self.page.expect_navigation():  # a click does not wait for the page, where the machine is busy
            self.page.locator(what).locator("visible=true").first.click()
        self.clicks += 1
        self.screens += self.page.url != before

    def open(self, concern: str) -> None:
        """The button of the row of this concern."""
        self.press(f".rows > li:has([href*='{concern}']) .btn")

    def choose(self, name: str, value: str) -> None:
        """One of some answers."""
        self.page.check(f"main [name='{name}'][value='{value}']")
        self.clicks += 1

    def fill(self, **values: str | bool) -> None:
        """Fields that are typed into; each tick and each choice is a click."""
        self.visitor.fill(**values)
        kinds = [
            self.page.locator(f"main [name='{name}']").first.evaluate("e => e.tagName + ':' + e.type")
            for name in values
        ]
        self.clicks += sum(not kind.startswith(("TEXTAREA", "INPUT:text", "INPUT:date")) for kind in kinds)

    def done(self) -> tuple[int, int]:
        """Press what the page is for; how much it took."""
        self.press("main form[method=post] button.btn:not(.quiet)")
        assert not self.page.locator(".error-summary, .conflict").count(), self.page.inner_text("main")
        return self.clicks, self.screens


Task = Callable[[Counted, World], None]


def of_a_concern(beats: list[DemoStep], chosen: str = "", **fields: str | bool) -> Task:
    """Opened from its row, what is chosen there first, filled, sent."""

    def walked(person: Counted, world: World) -> None:
        with world.app.app_context():
            concern = world.concern(beats)
        person.page.reload()
        person.open(concern)
        if chosen:
            person.press(f"main a[href$='/steps/{chosen}']")
        person.fill(**{name: _filled(value, world) for name, value in fields.items()})

    return walked


def _filled(value: str | bool, world: World) -> str | bool:
    return str(world.cast.people["hana"].person_id) if value == "hana" else value


def vote(person: Counted, world: World) -> None:
    """A vote that somebody opened."""
    with world.app.app_context():
        concern = world.concern(lives.PROPOSED)
    ballot = opened(world.app, in_english(world.app, "kastriot"), concern)
    person.page.reload()
    person.open(ballot)
    for question in person.page.locator("main input[type=radio][value=for]").all():
        question.check()
        person.clicks += 1


def figures(person: Counted, world: World) -> None:
    """They stand on the page on which one lands."""
    assert person.page.locator("main table, main .empty").count()


TASKS: dict[tuple[str, str], Task] = {
    ("anila", "vote"): vote,
    ("anila", "verify what is claimed"): of_a_concern(lives.REPORTED, grade="A", **SEEN),
    ("kastriot", "name a rapporteur"): of_a_concern(
        [*lives.SUBMITTED, DemoStep(1, "sekretaria", "admit")], person="hana"
    ),
    ("kastriot", "put drafts to the vote"): of_a_concern(lives.PROPOSED, manner="meeting"),
    ("kastriot", "maintain a rejected recommendation"): of_a_concern(
        RECOMMENDATION_LIVES["rejected"], manner="meeting", reason="Detyrë ligjore."
    ),
    ("hana", "clarify"): of_a_concern(RECOMMENDATION_LIVES["clarification_requested"], answer="Të tria."),
    ("sekretaria", "admit"): of_a_concern(lives.SUBMITTED),
    ("sekretaria", "transmit"): of_a_concern(
        lives.ADOPTED, extract_title="Pa përkthyes", extract="Ekstrakti."
    ),
    ("sociale", "accept"): of_a_concern(lives.SENT, "accept"),
    ("sociale", "give the plan"): of_a_concern(lives.ACCEPTED, **PLAN),
    ("sociale", "report"): of_a_concern(lives.PLANNED, report="Urdhri doli."),
    ("ministria", "answer for an institution"): of_a_concern(lives.SENT, "accept"),
    ("koordinatorja", "mediate"): of_a_concern(RECOMMENDATION_LIVES["in_mediation"], reason="U bisedua."),
    ("vezhguesi", "read claimed and verified"): figures,
}


@only_sqlite
def test_each_task_takes_no_more_than_the_guide_says(visit: Visit, people: World) -> None:
    counted, visitors = {}, {who: visit(who, "en") for who, _name in TASKS}
    for (who, name), task in TASKS.items():
        person = Counted(visitors[who])
        task(person, people)
        counted[who, name] = (0, 1) if task is figures else person.done()
    assert counted == TABLE


@only_sqlite
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 800)])
def test_what_awaits_each_first_is_in_the_first_screen(
    visit: Visit, people: World, width: int, height: int
) -> None:
    with people.app.app_context():
        for beats in (
            lives.SUBMITTED,
            lives.ADMITTED,
            lives.DRAFTED,
            lives.SENT,
            lives.REPORTED,
            lives.PROPOSED,
        ):
            people.concern(beats, age=30)
        people.concern(RECOMMENDATION_LIVES["in_mediation"])
    below = {}
    for who in ("anila", "kastriot", "hana", "sekretaria", "sociale", "ministria", "koordinatorja"):
        visitor = visit(who, "sq", width)
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.go("/")
        box = visitor.page.locator(".rows > li .btn").first.bounding_box()
        assert box is not None, who
        if box["y"] + box["height"] > height:
            below[who] = box["y"]
    assert below == {}
