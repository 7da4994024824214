"""Forms of steps that show what they ask about."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select

from app.core.db import db
from app.demo import lives
from app.demo.lives import DemoStep
from app.process.models import Statement
from app.recusals.service import recuse_myself
from app.review.service import FactCheck
from tests.forms import again, send
from tests.votes.pages import in_english, opened
from tests.world import World

CHECKED = [
    *lives.DRAFTED,
    DemoStep(
        1,
        "rapporteur",
        "send_for_fact_check",
        lambda s: FactCheck(facts="In May nobody answered.", addressee=s.addressee()),
    ),
]


def test_who_checks_the_facts_reads_them_beside_the_form(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(CHECKED)
    page = in_english(app, "sociale").get(f"/concerns/{address}/steps/return_facts").text
    with app.app_context():
        assert (
            db.session.scalars(select(Statement.text).where(Statement.do == "send_for_fact_check")).one()
            in page
        )
    assert "In May nobody answered." in page and "Draft 1" in page
    assert "<b></b>" not in page


def test_the_first_action_of_a_plan_is_no_option_and_more_are_folded(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.ACCEPTED)
    page = in_english(app, "sociale").get(f"/concerns/{address}/recommendations/1/steps/start").text
    label = re.search(r'<label[^>]*for="actions-0-what"[^>]*>(.*?)</label>', page, re.S)
    assert label and "optional" not in label[1]
    assert page.count("<summary>Add action ") == 7, "the next alone is seen of those that are empty"


def test_the_result_names_who_was_out_before_the_vote_opened(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.PROPOSED)
        recuse_myself(people.cast.people["mira"], address, "Family.")
    chair = in_english(app, "kastriot")
    page = chair.get(f"/votes/{opened(app, chair, address)}").text
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert facts["Seats filled when the vote opened"] == "13"
    assert facts["Not on the roll: recused, or asked about"] == "Vrojtuesi Qytetar"
    assert facts["On the roll"] == "12" and facts["Recused since"] == "0"


def test_a_step_that_closed_meanwhile_says_once_that_nothing_was_lost(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.SUBMITTED)
    secretariat, steps = in_english(app, "sekretaria"), f"/concerns/{address}/steps"
    question = secretariat.get(f"{steps}/ask_for_information")
    assert send(secretariat, f"{steps}/admit", {}).status_code == 302
    late = again(secretariat, question, {"question": "In which month?"})
    assert late.status_code == 409 and "In which month?" in late.text
    assert late.text.count("Nothing you typed was lost") == 1
