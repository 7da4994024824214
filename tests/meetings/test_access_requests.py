"""An access request that is late is proposed for the next meeting, and is read there by whom it concerns."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.access_requests.models import AccessRequest
from app.access_requests.service import Given
from app.core.db import db
from app.core.time import frozen
from tests.deadlines.test_escalation import at, escalated
from tests.deadlines.test_request_dates import new_access_request, off, the
from tests.forms import send
from tests.meetings.pages import called, items, pick
from tests.steps import take_access_request as take
from tests.votes.pages import in_english
from tests.world import World
from workflows.access_request import AccessRequestAction

TITLE = "Data · Drejtoria Vendore e Policisë, Qarku A"


@pytest.fixture
def late(app: Flask, people: World) -> str:
    """Fifteen working days late; the member that asked is Mira's."""
    with app.app_context():
        address = new_access_request(people)
        row = the(AccessRequest)
        escalated(off(row, 14))
        assert not the(AccessRequest).on_agenda
        escalated(off(row, 15))
        db.session.remove()
    return address


def test_it_is_proposed_until_it_is_opened_and_told_to_the_group_by_its_title(
    app: Flask, people: World, late: str
) -> None:
    chair, asker, member = (in_english(app, who) for who in ("kastriot", "mira", "anila"))
    meeting = called(app)
    for convener in (chair, in_english(app, "sekretaria")):
        page = convener.get(f"/meetings/{meeting}/agenda").text
        assert (
            f'value="access_request:{late}"' in page
            and TITLE in page
            and "Access request that is late" in page
        )
    (item,) = pick(chair, meeting, "access_request:")
    assert f'value="access_request:{late}"' not in chair.get(f"/meetings/{meeting}/agenda").text, (
        "it stands there now"
    )
    place = f"/meetings/{meeting}/items/{item}"
    for reader, leads in ((chair, True), (asker, True), (member, False)):
        for address in (f"/meetings/{meeting}", place):
            page = reader.get(address).text
            assert TITLE in page and "Vrojtuesi Qytetar" in page
            assert "Shifrat." not in page, "what it is asked for stands on its own page"
        assert (
            (f'href="/access-requests/{late}"' in page)
            == leads
            == (reader.get(f"/access-requests/{late}").status_code == 200)
        )
    for guest, comes in (("ministria", True), ("policia", False)):
        person = str(people.cast.people[guest].person_id)
        answer = send(chair, f"{place}/guests", {"person": person})
        assert answer.status_code == (302 if comes else 422), guest
        assert (TITLE in in_english(app, guest).get(f"/meetings/{meeting}").text) == comes
    assert items(member, meeting) == [item]


def test_what_is_met_is_proposed_no_more(app: Flask, people: World, late: str) -> None:
    meeting, chair = called(app), in_english(app, "kastriot")
    with app.app_context():
        row = db.session.scalars(select(AccessRequest)).one()
        with frozen(at(off(row, 16))):
            take(people.cast.people["ministria"], late, AccessRequestAction.ACCEPT, row.version, Given())
        assert not the(AccessRequest).on_agenda
        db.session.remove()
    assert not re.findall('value="(access_request:[^"]+)"', chair.get(f"/meetings/{meeting}/agenda").text)
