"""What each role does most often, counted from My work: clicks, screens, and what is in the first screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.demo import lives
from app.demo.lives import DemoStep
from app.response.service import MoreTime
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
TYPED_INTO = ("TEXTAREA", "INPUT:text", "INPUT:date", "INPUT:email", "INPUT:search")
SEEN = {"finding": "U pa në vend.", "sources": "field_visit", "independent": True}
PAGES_OF_A_FILING: tuple[dict[str, str | bool], ...] = (
    {
        "title": "Intervistat bëhen pa përkthyes",
        "narrative": "Intervista e parë bëhet pa përkthyes.",
        "where_when": "Në disa zyra.",
        "duty": "Procedura standarde.",
        "how_known": "Nga vizitat.",
    },
    {"subject": "interpretation", "extent": "pattern", "case_range": "from_5_to_20", "affected": "women"},
    {"institutions": "sociale", "county": "kukes", "period_from": ahead(-100), "ongoing": True},
    {"urgent": "no"},
    {
        "source": "own_work",
        "first_hand": "yes",
        "asks_for": "Përkthyes.",
        "naming": "yes",
        "level": "group",
        "unidentifiable": True,
    },
)
DRAFT = {
    "heading": "Përkthyes brenda 24 orësh",
    "text": "Shërbimi të sigurojë përkthyes.",
    "addressee": "sociale",
    "measure": "Regjistri i thirrjeve.",
    "proposed_on": ahead(90),
    "weight": "urges",
}
LATER = DemoStep(
    2, lives.A, "ask_extension", lambda s: MoreTime("Prokurimi.", until=s.day + timedelta(days=45)), 1
)
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
        self.clicks += sum(not kind.startswith(TYPED_INTO) for kind in kinds)

    def send(self) -> None:
        """Press what the page is for."""
        self.press("main form[method=post] button.btn:not(.quiet)")

    def done(self) -> tuple[int, int]:
        """Send it, without an error; how much it took."""
        self.send()
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
            person.press(f"main a[href$='/{chosen}']")
        person.fill(**{name: _filled(value, world) for name, value in fields.items()})

    return walked


def _filled(value: str | bool, world: World) -> str | bool:
    if value == "hana":
        return str(world.cast.people["hana"].person_id)
    return str(world.cast.organisations.get(str(value), value)) if isinstance(value, str) else value


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


def filed(person: Counted, world: World) -> None:
    """The five pages of a filing, from what happened to who is affected."""
    person.press("main a[href='/concerns/new']")
    person.send()
    for page in PAGES_OF_A_FILING:
        person.fill(**{name: _filled(value, world) for name, value in page.items()})
        person.send()


def reminded(person: Counted, world: World) -> None:
    """Who is late hears of it again, from the desk."""
    with world.app.app_context():
        concern = world.concern(lives.SENT, age=60)
    person.press("nav a[href='/desk']")
    person.press(f"main tr:has([href*='{concern}']) a[href^='/desk/remind']")


def invited(person: Counted, world: World) -> None:
    """Somebody new, from the page on which one lands."""
    person.press("main a[href='/people/invite']")
    person.fill(
        name="Zamira Leka", email="zamira@example.org", organisation=str(world.cast.organisations["agimi"])
    )
    person.fill(roles="member")


def renamed(person: Counted, world: World) -> None:
    """Somebody is looked for by name and called by another."""
    person.fill(q="Besnik")
    person.press("main form[role=search] button")
    person.press("main a.row-title")
    person.fill(name="Besnik Dervishi")


def followed(*links: str) -> Task:
    """Read behind these links."""

    def read(person: Counted, world: World) -> None:
        for link in links:
            person.press(link)
        assert person.page.locator("main table, main .empty").count()

    return read


TASKS: dict[tuple[str, str], Task] = {
    ("anila", "file a concern"): filed,
    ("anila", "vote"): vote,
    ("anila", "verify what is claimed"): of_a_concern(lives.REPORTED, "steps/verify", grade="A", **SEEN),
    ("kastriot", "name a rapporteur"): of_a_concern(
        [*lives.SUBMITTED, DemoStep(1, "sekretaria", "admit")], person="hana"
    ),
    ("kastriot", "put drafts to the vote"): of_a_concern(lives.PROPOSED, "steps/adopt", manner="meeting"),
    ("kastriot", "maintain a rejected recommendation"): of_a_concern(
        RECOMMENDATION_LIVES["rejected"], "steps/maintain", manner="meeting", reason="Detyrë ligjore."
    ),
    ("hana", "draft a recommendation"): of_a_concern(lives.ADMITTED, **DRAFT),
    ("hana", "propose to the Group"): of_a_concern(lives.DRAFTED, findings="Në tri zyra."),
    ("hana", "clarify"): of_a_concern(RECOMMENDATION_LIVES["clarification_requested"], answer="Të tria."),
    ("sekretaria", "admit"): of_a_concern(lives.SUBMITTED, "steps/admit"),
    ("sekretaria", "ask the filer"): of_a_concern(
        lives.SUBMITTED, "steps/ask_for_information", question="Në cilat zyra?"
    ),
    ("sekretaria", "transmit"): of_a_concern(
        lives.ADOPTED, extract_title="Pa përkthyes", extract="Ekstrakti."
    ),
    ("sociale", "accept"): of_a_concern(lives.SENT, "steps/accept"),
    ("sociale", "give the plan"): of_a_concern(lives.ACCEPTED, **PLAN),
    ("sociale", "report"): of_a_concern(lives.PLANNED, report="Urdhri doli."),
    ("ministria", "answer for an institution"): of_a_concern(lives.SENT, "steps/accept"),
    ("ministria", "see what institutions owe"): followed("nav a[href='/answers']"),
    ("ministria", "ask an institution"): of_a_concern(
        lives.SENT, "forward", agency="policia_a", question="Si veprohet?", due_on=ahead(14)
    ),
    ("koordinatorja", "mediate"): of_a_concern(
        RECOMMENDATION_LIVES["in_mediation"], "steps/return_to_addressee", reason="U bisedua."
    ),
    ("koordinatorja", "grant more time"): of_a_concern(
        [*lives.PLANNED, LATER], "steps/grant_extension", reason="Prokurimi."
    ),
    ("koordinatorja", "remind who is late"): reminded,
    ("vezhguesi", "read claimed and verified"): followed(),
    ("vezhguesi", "see what was recommended"): followed("nav a[href='/recommendations']"),
    ("vezhguesi", "see who sits at the table"): followed("nav a[href='/group']"),
    ("administratori", "invite somebody"): invited,
    ("administratori", "correct a name"): renamed,
    ("administratori", "see which mail waits"): followed("nav a[href='/outgoing']"),
}


@only_sqlite
@pytest.mark.by_turns(of=2)
def test_each_task_takes_no_more_than_the_guide_says(visit: Visit, people: World) -> None:
    counted, visitors = {}, {who: visit(who, "en") for who, _name in TASKS}
    for (who, name), task in TASKS.items():
        person = Counted(visitors[who])
        task(person, people)
        counted[who, name] = (person.clicks, person.screens) if task.__name__ == "read" else person.done()
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
