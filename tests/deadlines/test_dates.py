"""Why a date is what it is: the page of the dates, and who finds it."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.demo import lives
from tests.sign_in import sign_in
from tests.world import World


def _page(app: Flask, who: str, address: str) -> tuple[int, str]:
    client = app.test_client()
    sign_in(client, who)
    answer = client.get(address)
    return answer.status_code, answer.text


def test_the_days_counted_stand_on_the_page_to_which_every_date_leads(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.SENT)
    _, case = _page(app, "sociale", f"/concerns/{address}")
    anchors = re.findall(r'hx-select="#(date-[a-z_]+-\d+)"', case)
    assert anchors == ["date-response-1"]
    assert f'href="/concerns/{address}/dates#date-response-1"' in case
    status, dates = _page(app, "sociale", f"/concerns/{address}/dates")
    assert status == 200
    [strip] = re.findall(r'<div id="date-response-1".*?</div>', dates, re.S)
    assert "30 ditë kalendarike pas" in strip
    assert "sipas ligjit" in strip or "ligji" in strip


@pytest.mark.parametrize("who", ["mira", "sekretaria", "koordinatorja", "ministria"])
def test_every_list_leads_to_the_days_of_its_dates(app: Flask, people: World, who: str) -> None:
    with app.app_context():
        address = people.concern(lives.SENT)
    _, text = _page(app, who, "/concerns")
    assert f'href="/concerns/{address}/dates"' in text


def test_who_may_not_see_a_case_finds_no_dates_either(app: Flask, people: World) -> None:
    with app.app_context():
        hidden = people.concern(lives.ADMITTED)
    assert _page(app, "sociale", f"/concerns/{hidden}/dates")[0] == 404
    status, text = _page(app, "hana", f"/concerns/{hidden}/dates")
    assert status == 200
    assert "date-review-0" in text


def test_an_institution_reads_of_its_own_dates_and_not_of_the_groups(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.URGENT, urgent=True)
    seen = {
        who: set(re.findall(r'id="(date-[a-z_]+-\d+)"', _page(app, who, f"/concerns/{address}/dates")[1]))
        for who in ("hana", "sociale")
    }
    assert seen == {"sociale": {"date-response-1"}, "hana": {"date-response-1", "date-ratification-0"}}
