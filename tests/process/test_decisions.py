"""Whoever decides has in view what they decide on, what follows, and how the others will read it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.concerns.page.actions import AvailableAction
from app.concerns.page.what_follows import alternatives
from app.demo import lives
from app.demo.lives import DemoStep
from app.response.service import MoreTime
from tests.forms import fields_of
from tests.posts import post_unshown, preview
from tests.votes.pages import in_english
from tests.world import World

MORE_TIME = DemoStep(
    1,
    lives.A,
    "ask_extension",
    lambda s: MoreTime(until=s.day + timedelta(days=120), reason="Prokurimi."),
    1,
)
VERIFY = "/concerns/{}/recommendations/1/steps/verify"


@pytest.fixture
def reported(app: Flask, people: World) -> str:
    with app.app_context():
        return people.concern(lives.REPORTED)


def test_who_verifies_reads_demand_and_claim_beside_the_finding(app: Flask, reported: str) -> None:
    page = in_english(app, "hana").get(VERIFY.format(reported)).text
    matter, decision = page.split('id="decision"')
    assert "The institution's claim" in matter and "Reported as implemented" in matter
    assert "What the Group will look at" in matter and 'name="finding"' in decision
    assert "The ministry and the institution read it in the history" in decision
    assert "Then: Concluded. Nobody has to act any more." in decision


def test_the_others_read_a_finding_without_who_of_the_group_found_it(app: Flask, reported: str) -> None:
    client = in_english(app, "hana")
    page, found = client.get(VERIFY.format(reported)), {"finding": "The <b>list</b> is used."}
    assert "as soon as the form is filled in" in preview(client, page, found).text
    read = preview(client, page, {**found, "sources": ["document"], "independent": "y", "grade": "A"}).text
    assert "The &lt;b&gt;list&lt;/b&gt; is used." in read and "Document" in read
    assert "Hana" not in read and "Agimi" not in read


@pytest.mark.parametrize(
    ("who", "life", "step"),
    [
        ("hana", lives.REPORTED, "verify"),
        ("hana", lives.REPORTED, "check_actions"),
        ("sociale", lives.PLANNED, "report_progress"),
    ],
)
def test_whatever_is_typed_the_preview_is_no_fault(
    app: Flask, people: World, who: str, life: list[DemoStep], step: str
) -> None:
    with app.app_context():
        address = f"/concerns/{people.concern(life)}/recommendations/1/steps/{step}"
    client = in_english(app, who)
    page = client.get(address)
    for name in fields_of(page.text).keys() - {"csrf_token"}:
        for value in ("²", "foo", "9" * 30, "9999-12-31", "\x00", ["1", "1"]):
            assert preview(client, page, {name: value}).status_code in (200, 400), (name, value)


def test_a_preview_of_a_page_that_is_too_old_is_no_page_within_the_page(app: Flask, reported: str) -> None:
    client = in_english(app, "hana")
    page = client.get(VERIFY.format(reported))
    stale = preview(client, page, {"csrf_token": "old"}, headers={"HX-Request": "true"})
    assert stale.status_code == 400 and "held" not in stale.headers.get("Location", "")


@pytest.mark.parametrize(
    "who", ["sociale", "policia", "ministria", "koordinatorja", "vezhguesi", "administratori"]
)
def test_who_does_not_verify_has_no_preview_of_it(app: Flask, reported: str, who: str) -> None:
    answer = post_unshown(in_english(app, who), f"{VERIFY.format(reported)}/preview", {"finding": "x"})
    assert answer.status_code == 404


def test_who_transmits_sees_what_will_be_read(app: Flask, people: World) -> None:
    with app.app_context():
        address = f"/concerns/{people.concern(lives.ADOPTED)}/steps/transmit"
    client = in_english(app, "sekretaria")
    page = client.get(address)
    read = preview(client, page, {"extract_title": "Of interviews", "extract": "Nobody translates."}).text
    assert "Of interviews" in read and "Nobody translates." in read and "Recommendation 1" in read
    assert "What was filed" in page.text.split('id="decision"')[0]


def test_an_institution_is_told_what_follows_from_its_answer(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.SENT)
    page = in_english(app, "sociale").get(f"/concerns/{address}/recommendations/1/steps/reject").text
    assert "Then: Rejected. Next to act: The Group, within" in page
    assert "The Group reads it in the history, and it cannot be withdrawn." in page


def test_refusing_stands_beside_granting(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern([*lives.PLANNED, MORE_TIME])
    step = f"/concerns/{address}/recommendations/1/steps/"
    page = in_english(app, "koordinatorja").get(f"{step}grant_extension").text
    offered = page.split('class="alternatives"')[1].split("</ul>")[0]
    assert '<span aria-current="true">Grant' in offered
    assert re.findall(r'href="[^"]*/steps/(\w+)"', offered) == ["refuse_extension"]


@pytest.mark.parametrize(
    ("who", "life", "asks", "choices"),
    [
        ("sekretaria", lives.SUBMITTED, "Decide on admission", ["admit", "ask_for_information", "decline"]),
        (
            "mira",
            lives.REPORTED,
            "Record your finding",
            ["verify", "verify_in_part", "contest"],
        ),
        ("koordinatorja", [*lives.PLANNED, MORE_TIME], "Decide", ["grant_extension", "refuse_extension"]),
    ],
)
def test_what_is_a_judgement_opens_on_its_alternatives(
    app: Flask, people: World, who: str, life: list[DemoStep], asks: str, choices: list[str]
) -> None:
    """Beside each other and alike, from the line of My work; none is chosen by opening it."""
    with app.app_context():
        concern = people.concern(life)
    client = in_english(app, who)
    line = re.search(rf'href="(/concerns/{concern}/[^"]+)">{asks}<', client.get("/").text)
    assert line
    decision = client.get(line[1]).text.split('id="decision"')[1]
    assert re.findall(r'<li><a href="[^"]*/steps/(\w+)">', decision) == choices
    assert 'aria-current="true"' not in decision and "data-once" not in decision
    assert ("An extension is requested" in decision) == (asks == "Decide")


def test_an_answer_is_chosen_before_its_form_is_seen(app: Flask, people: World) -> None:
    with app.app_context():
        concern = people.concern(lives.SENT)
    client = in_english(app, "sociale")
    line = re.search(rf'href="(/concerns/{concern}/[^"]+)">Answer it<', client.get("/").text)
    assert line
    page = client.get(line[1]).text
    assert "<h1>Answer it" in page
    matter, decision = page.split('id="decision"')
    assert "What the Group will look at" in matter
    choices = re.findall(r'<li><a href="[^"]*/steps/(\w+)">', decision)
    assert choices == [
        "accept",
        "accept_in_part",
        "reject",
        "claim_already_done",
        "ask_for_clarification",
        "disclaim",
    ]
    assert 'aria-current="true"' not in decision and "data-once" not in decision
    for do in choices:
        assert client.get(line[1].partition("steps/")[0] + f"steps/{do}").status_code == 200


def test_where_one_step_is_left_there_is_nothing_to_choose(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.SENT)
    page = in_english(app, "sociale").get(
        f"/concerns/{address}/recommendations/1/steps/ask_extension?choose=1"
    )
    assert 'class="undecided"' not in page.text and "data-once" in page.text


def test_what_is_not_open_is_no_alternative(app: Flask, reported: str) -> None:
    """An appeal is upheld only where there is one."""
    offered = [
        AvailableAction("admit", "", ""),
        AvailableAction("uphold", "", "", missing=("there is no appeal",)),
        AvailableAction("withdraw", "", ""),
    ]
    assert alternatives("concern", "admit", offered) == []
    assert [
        each.do for each in alternatives("concern", "admit", [*offered, AvailableAction("decline", "", "")])
    ] == [
        "admit",
        "decline",
    ]
