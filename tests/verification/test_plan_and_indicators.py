"""Rows of a plan and indicators: the institution's claim and the Group's finding, each with who and when."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.concerns.vocabulary import ActionState, FindingSource, Seen
from app.core.db import db
from app.core.time import today
from app.demo import lives
from app.process import history
from app.process.outcome import Missing, NotYours, Taken
from app.verification.service import ActionCheck, ActionReport, Checks, Indicator, Measurement, Progress
from tests.forms import again, send
from tests.sign_in import sign_in
from tests.world import World

COUNTED = Indicator(
    name="Njësi ku masa zbatohet",
    unit="njësi",
    baseline=Decimal(0),
    baseline_on=today() - timedelta(days=30),
    target=Decimal(12),
    target_on=today() + timedelta(days=90),
)


def browser(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, who)
    return client


def fill(client: FlaskClient, address: str, do: str, **typed: Any) -> Any:
    return send(client, f"/concerns/{address}/recommendations/1/steps/{do}", typed)


def rows_of(text: str) -> list[str]:
    plan = text.split("Plan veprimi", 1)[1]
    return [re.sub(r"<[^>]+>", " ", row) for row in plan.split("<tr>")[2:4]]


def summary_of(text: str) -> list[str]:
    """Where the summary of what needs correcting leads."""
    return re.findall(r'<li><a href="([^"]+)">', text.partition('id="errors"')[2].partition("</div>")[0])


def test_what_is_missing_in_a_plan_stands_in_the_summary_above_it(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.ACCEPTED)
    agency = browser(app, "sociale")
    assert summary_of(fill(agency, address, "start").text) == ["#actions-0-what"]
    row = {"actions-1-what": "Trajnim"}
    lacking = fill(agency, address, "start", **row)
    assert summary_of(lacking.text) == ["#actions-1-unit", "#actions-1-due_on"]
    shown = re.findall(r'<details class="another"( open)?>', lacking.text)
    assert shown == [" open", *[""] * 6], "what is filled is seen, and the next after it"


def test_each_action_holds_both_voices_and_who_and_when(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.PLANNED)
    agency, member = browser(app, "sociale"), browser(app, "mira")
    told = {
        "report": "Puna ka nisur.",
        "rows-0-state": "done",
        "rows-0-percent": "100",
        "rows-0-said": "Urdhri ka dalë.",
        "rows-0-evidence": "Urdhri nr. 7.",
        "rows-1-state": "under_way",
        "rows-1-percent": "140",
    }
    assert fill(agency, address, "report_progress", **told).status_code == 422, "140 per cent"
    assert fill(agency, address, "report_progress", **{**told, "rows-1-percent": "40"}).status_code == 302
    seen = {"sources": ["field_visit"], "independent": "y", "rows-0-said": "Askush nuk e njihte urdhrin."}
    unseen = fill(member, address, "check_actions", **seen)
    assert unseen.status_code == 422 and summary_of(unseen.text) == ["#rows-0-seen"], "nothing was seen"
    named = {**seen, "rows-0-seen": "not_seen", "rows-0-said": "Na foli A., tel. 069 123 4567."}
    assert fill(member, address, "check_actions", **named).status_code == 422, "a victim could be named"
    assert fill(member, address, "check_actions", **{**seen, "rows-0-seen": "not_seen"}).status_code == 302

    for who, ours in (("mira", True), ("sociale", False), ("koordinatorja", False), ("ministria", False)):
        first, second = rows_of(browser(app, who).get(f"/concerns/{address}/whole").text)
        assert "i kryer, sipas institucionit" in first and "100 %" in first and "Urdhri nr. 7." in first
        assert "i pakryer" in first and "Askush nuk e njihte urdhrin." in first
        assert ("Mira Çelaj" in first) is False, "a person is not named in a row"
        assert ("Grupi · Shoqata" in first or "Grupi · " in first) == ours, "outside, the Group is one"
        assert "40 %" in second and "ende i paparë" in second


def test_what_is_refused_of_rows_and_measurements(world: World) -> None:
    address = world.concern(lives.PLANNED)
    check = Checks(
        rows=(ActionCheck(1, Seen.DONE),), sources=(FindingSource.STATEMENT_ALONE,), independent=True
    )
    assert world.act("mira", address, "check_actions", check, number=1) == Missing(("sources_suffice",))
    foreign = Progress("R", rows=(ActionReport(9, ActionState.DONE),))
    assert world.act("sociale", address, "report_progress", foreign, number=1) == Missing(("rows",))
    value = Measurement(indicator=1, measured_on=today(), value=Decimal(0), origin="Regjistri.")
    assert world.act("sociale", address, "measure", value, number=1) == Missing(("has_indicator",))
    assert isinstance(world.act("sociale", address, "set_indicator", COUNTED, number=1), NotYours)
    assert isinstance(world.act("hana", address, "set_indicator", COUNTED, number=1), Taken)
    late = Measurement(indicator=1, measured_on=today() + timedelta(days=1), value=Decimal(1), origin="R.")
    assert world.act("sociale", address, "measure", late, number=1) == Missing(("measured_on",))
    other = Measurement(indicator=2, measured_on=today(), value=Decimal(1), origin="R.")
    assert world.act("sociale", address, "measure", other, number=1) == Missing(("indicator",))
    assert isinstance(world.act("sociale", address, "measure", value, number=1), Taken), "nought is a value"
    assert not [b for b in history.verify(db.session()) if not isinstance(b, int)]


@pytest.mark.parametrize("reader", ["mira", "sociale", "koordinatorja"])
def test_both_sides_measure_and_the_chart_says_what_its_table_says(
    app: Flask, people: World, reader: str
) -> None:
    with app.app_context():
        address = people.concern(lives.PLANNED)
        assert isinstance(people.act("hana", address, "set_indicator", COUNTED, number=1), Taken)
        db.session.rollback()
    day = today().isoformat()
    for who, value, origin in (
        ("sociale", "8,5", "Raporti i muajit."),
        ("mira", "3", "Vizitë në tetë njësi."),
    ):
        client = browser(app, who)
        given = {"indicator": "1", "measured_on": day, "origin": origin}
        assert fill(client, address, "measure", value="shumë", **given).status_code == 422
        assert fill(client, address, "measure", value=value, **given).status_code == 302
    text = browser(app, reader).get(f"/concerns/{address}/whole").text
    assert text.count('class="claim-mark"') == 1
    assert text.count('class="finding-mark"') == 1
    table = text.split("Vlerat si tabelë", 1)[1].split("</table>", 1)[0]
    assert "8,5" in table and "Raporti i muajit." in table and "Vizitë në tetë njësi." in table
    assert "style=" not in text
    if reader != "mira":
        assert "Mira" not in table


def test_a_reason_lets_the_text_of_a_row_stand(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.PLANNED)
    member, page = browser(app, "mira"), f"/concerns/{address}/recommendations/1/steps/check_actions"
    seen = {"sources": ["field_visit"], "independent": "y", "rows-0-seen": "not_seen"}
    asked = send(member, page, {**seen, "rows-0-said": "Centrali 069 123 4567 nuk përgjigjej."})
    assert asked.status_code == 422
    assert again(member, asked, {"override_reason": "Numri i centralit."}).status_code == 302
