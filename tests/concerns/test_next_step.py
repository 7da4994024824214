"""The panel of a concern: one button that presses, or who is waited for and for what."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.concerns.vocabulary import Naming
from app.demo import lives
from tests.rights.stages import LIVES_BY_STAGE
from tests.votes.pages import in_english
from tests.world import World

PRESSED = re.compile(r'<a class="btn" href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


def panel(app: Flask, who: str, address: str) -> tuple[str, str, list[tuple[str, str]]]:
    """Its heading and words, and the buttons of the page that press: where each leads, what it says."""
    main = in_english(app, who).get(f"/concerns/{address}").text.split("<main", 1)[1]
    inside = main.split('id="move"', 1)[1].split("</section>", 1)[0]
    heading = inside.split("<h2", 1)[1].split(">", 1)[1].split("</h2>", 1)[0]
    pressed = [(url, re.sub(r"<.*", "", words, flags=re.DOTALL)) for url, words in PRESSED.findall(main)]
    return heading, re.sub(r"<[^>]+>", " ", inside), pressed


@pytest.mark.parametrize(
    ("who", "beats", "leads_to", "says"),
    [
        ("sekretaria", LIVES_BY_STAGE["submitted"], "/steps/admit?choose=1", "Decide on admission"),
        ("hana", LIVES_BY_STAGE["in_fact_check"], "", ""),
        ("sociale", lives.SENT, "/recommendations/1/steps/accept?choose=1", "Answer it"),
        ("mira", lives.REPORTED, "/recommendations/1/steps/verify?choose=1", "Record your finding"),
        ("sociale", lives.PLANNED, "/recommendations/1/steps/report_progress", "Report"),
        ("koordinatorja", lives.SENT, "", ""),
    ],
)
def test_one_button_presses_on_the_page_of_who_acts_next(
    app: Flask, people: World, who: str, beats: list[lives.DemoStep], leads_to: str, says: str
) -> None:
    with app.app_context():
        address = people.concern(beats)
    heading, _words, pressed = panel(app, who, address)
    assert (heading == "You act next") == bool(leads_to)
    assert pressed == ([(f"/concerns/{address}{leads_to}", says)] if leads_to else [])


def test_a_transmission_waits_for_the_filer_who_has_the_button(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(LIVES_BY_STAGE["adopted"], naming=Naming.ASK)
    heading, words, pressed = panel(app, "sekretaria", address)
    assert heading == "Awaiting: Filer" and "not yet answered whether it may be named" in words
    assert "since" in words and pressed == []
    heading, _words, pressed = panel(app, "anila", address)
    assert heading == "You act next"
    assert [url for url, _says in pressed] == [f"/concerns/{address}/steps/answer_naming"]


def test_a_vote_that_is_not_open_waits_for_the_chair(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.PROPOSED)
    heading, words, pressed = panel(app, "mira", address)
    assert heading == "Next to act: The Group" and "The chair has to put it to the vote." in words
    assert pressed == []
    heading, _words, pressed = panel(app, "kastriot", address)
    assert (heading, pressed) == ("You act next", [(f"/concerns/{address}/steps/adopt?choose=1", "Decide")])
