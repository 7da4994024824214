"""My work: each thing stands with those of whom it is asked, the closest first, and what is urgent before all else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from app.core.time import frozen, now
from app.demo import lives
from app.demo.lives import DemoStep
from tests.forms import send
from tests.rights.stages import LIVES_BY_STAGE, RECOMMENDATION_LIVES
from tests.sign_in import sign_in
from tests.votes.pages import in_english, opened
from tests.world import World

ME, OURS, INSTITUTION, GROUP, STATE = (
    "For you alone",
    "For your organisation",
    "For your institution",
    "For anybody in the Group",
    "With institutions of the State",
)
# stage or state -> person -> the section in which it stands; by hand from workflow.md
CONCERNS = {
    "submitted": {"sekretaria": OURS},
    "information_requested": {"anila": OURS},
    "under_review": {"hana": ME},
    "in_deliberation": {"kastriot": ME},
    "adopted": {"sekretaria": OURS},
}
RECOMMENDATIONS = {
    "awaiting_response": {"sociale": INSTITUTION, "ministria": STATE},
    "clarification_requested": {"hana": ME},
    "rejected": {"kastriot": ME},
    "in_mediation": {"koordinatorja": ME},
    "in_implementation": {"sociale": INSTITUTION, "ministria": STATE},
    "reported_done": {"anila": GROUP, "hana": GROUP, "mira": GROUP, "kastriot": GROUP},
}


def sections(app: Flask, who: str) -> dict[str, list[str]]:
    """The headings of the person's work with the addresses of the cases below each, in the order of the page."""
    page = in_english(app, who).get("/").text
    found = re.findall(r'<h2 id="for-\w+">(.*?)</h2>(.*?)</section>', page, re.S)
    return {
        heading: re.findall(r'class="row-title" href="/(?:concerns|votes)/([\w-]+)', lines)
        for heading, lines in found
    }


def test_each_thing_stands_with_those_of_whom_it_is_asked(app: Flask, people: World) -> None:
    expected: dict[tuple[str, str], str] = {}
    with app.app_context():
        for stage, whose in CONCERNS.items():
            address = people.concern(LIVES_BY_STAGE[stage])
            expected |= {(who, address): section for who, section in whose.items()}
        for state, whose in RECOMMENDATIONS.items():
            address = people.concern(RECOMMENDATION_LIVES[state])
            expected |= {(who, address): section for who, section in whose.items()}
    found = {
        (who, address): section
        for who in {who for who, _ in expected}
        for section, addresses in sections(app, who).items()
        for address in addresses
    }
    assert found == expected


def test_what_is_urgent_stands_first_though_others_are_late(app: Flask, people: World) -> None:
    with app.app_context():
        late = people.concern(lives.SUBMITTED, age=40)
        urgent = people.concern(lives.SUBMITTED, urgent=True)
        later = people.concern(lives.SUBMITTED, age=20)
    assert sections(app, "sekretaria")[OURS] == [urgent, late, later]


def test_the_chair_finds_a_ballot_and_a_post_to_fill_before_what_anybody_may_do(
    app: Flask, people: World
) -> None:
    with app.app_context():
        verify = people.concern(lives.REPORTED, age=60)
        unnamed = people.concern([*lives.SUBMITTED, DemoStep(1, "sekretaria", "admit")])
        proposed = people.concern(lives.PROPOSED)
    vote = opened(app, in_english(app, "kastriot"), proposed)
    found = sections(app, "kastriot")
    assert list(found) == [ME, GROUP]
    assert set(found[ME]) == {unnamed, proposed, vote} and found[GROUP] == [verify]


def test_who_only_looks_on_is_led_to_what_there_is_to_see(app: Flask, people: World) -> None:
    client = app.test_client()
    sign_in(client, "vezhguesi")
    answer = client.get("/")
    assert answer.status_code == 302 and answer.location == "/recommendations/by-institution"


def test_the_tiles_do_not_contradict_the_lines(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.SUBMITTED, age=40)
        people.concern(lives.SUBMITTED)
    page = in_english(app, "sekretaria").get("/").text
    assert "Late: 1. Due within 5 working days: 1." in page
    assert len(re.findall(r'class="btn small"', page)) == 1, "one button presses"


def test_a_request_that_is_late_is_counted_as_well_as_clocks(app: Flask, people: World) -> None:
    asked = {"kind": "visit", "agency": str(people.cast.organisations["policia_a"]), "purpose": "Vizitë."}
    assert send(in_english(app, "mira"), "/access-requests/new", asked).status_code == 302
    assert "Nothing is late" in in_english(app, "ministria").get("/").text
    with frozen(now() + timedelta(days=60)):
        page = in_english(app, "ministria").get("/").text
    assert "days late" in page and "Late: 1. Due within" in page


def test_who_acts_for_whom_stands_above_the_work_of_both(app: Flask, people: World) -> None:
    representative, alternate = in_english(app, "fatmir"), in_english(app, "dritan")
    assert "Dritan" in notice_of(representative) and "acts for you until" in notice_of(representative)
    assert "You act for Fatmir" in notice_of(alternate)
    assert notice_of(in_english(app, "hana")) == ""
    send(representative, "/group/hand-over", {}, "/group/hand-over/take-back")
    assert notice_of(representative) == notice_of(alternate) == ""


def notice_of(client: FlaskClient) -> str:
    """The sentence above the work."""
    found = re.search(r'<div class="notice notice-note">(.*?)</div>', client.get("/").text, re.S)
    return found[1] if found else ""


def test_after_a_step_one_goes_on_with_the_next(app: Flask, people: World) -> None:
    with app.app_context():
        first, second = people.concern(lives.SUBMITTED, age=40), people.concern(lives.SUBMITTED)
    client = in_english(app, "sekretaria")
    done = send(client, f"/concerns/{first}/steps/admit", {}, follow_redirects=True)
    link = re.search(r'<p class="notice flash-step">.*?<a href="([^"]+)"', done.text, re.S)
    assert link and second in client.get(unescape(link[1])).location
