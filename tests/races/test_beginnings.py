"""The same form sent at once: one draft, one entry in the register, one of what a meeting wrote down."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Organisation, Unit
from app.concerns.models import Concern
from app.core.db import Base, db
from app.core.time import today
from app.meetings.models import ActionItem, AgendaItem, Correction, Meeting, Resolution
from app.recusals.models import Interest
from tests.forms import again, form_of, send, submit
from tests.races import threads
from tests.votes.pages import in_english
from tests.world import World

pytestmark = pytest.mark.race
TIMES, COOKIE = 6, "tryeza"


def rows_of(app: Flask, table: type[Base]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def pressed_often(client: FlaskClient, page: str, typed: dict[str, Any], action: str = "") -> list[str]:
    """The form as the page rendered it, sent six times at once; where each answer leads."""
    shown = client.get(page)
    assert shown.status_code == 200, (page, shown.status_code)
    form = form_of(shown.text, action)
    sent, cookie = form.filled(typed), client.get_cookie(COOKIE)
    assert cookie is not None

    def press() -> str:
        browser = client.application.test_client()
        browser.set_cookie(COOKIE, cookie.value)
        answer = submit(browser, page, form, sent)
        assert answer.status_code == 302, (page, answer.status_code, answer.text[-1000:])
        return str(answer.headers["Location"])

    return threads.at_once(client.application, [press] * TIMES)


def test_the_same_form_begins_one_draft(app: Flask, people: World) -> None:
    filer = in_english(app, "anila")
    assert len(set(pressed_often(filer, "/concerns/new", {}, "/concerns/new"))) == 1
    assert rows_of(app, Concern) == 1
    assert len(set(pressed_often(filer, "/concerns/new", {}, "/concerns/new"))) == 1
    assert rows_of(app, Concern) == 2, "the page once more, and another concern"


def test_a_draft_that_is_no_more_is_not_begun_again_by_its_form(app: Flask, people: World) -> None:
    filer = in_english(app, "anila")
    page = filer.get("/concerns/new")
    first = str(again(filer, page, {}, "/concerns/new").headers["Location"])
    assert again(filer, page, {}, "/concerns/new").headers["Location"] == first, "back, and once more"
    discard = first.replace("/filing/what", "/steps/discard")
    assert send(filer, discard, {}).status_code == 302
    second = again(filer, page, {}, "/concerns/new")
    assert second.status_code == 302 and second.headers["Location"] != first
    assert filer.get(str(second.headers["Location"])).status_code == 200
    assert again(filer, page, {}, "/concerns/new").headers["Location"] == second.headers["Location"]


def test_the_same_form_enters_one_interest_and_one_unit(app: Flask, people: World) -> None:
    member, towards = in_english(app, "mira"), str(people.cast.organisations["policia_a"])
    tie = {"towards": towards, "kind": "funding", "text": "Grant.", "from_on": today().isoformat()}
    pressed_often(member, "/interests", tie)
    assert rows_of(app, Interest) == 1
    ministry = in_english(app, "ministria")
    before = rows_of(app, Unit)
    with app.app_context():
        own = people.cast.people["ministria"].organisation_id
        page = f"/organisations/{db.session.get_one(Organisation, own).public_id}"
    pressed_often(ministry, page, {"name": "Njësia e re"}, f"{page}/units")
    assert rows_of(app, Unit) == before + 1


def test_the_same_form_writes_one_thing_down_in_a_meeting(app: Flask, people: World) -> None:
    secretariat = in_english(app, "sekretaria")
    given = {"on": today().isoformat(), "starts": "23:50", "ends": "23:59", "place": "Salla 3"}
    (agenda,) = set(pressed_often(secretariat, "/meetings/new", given))
    assert rows_of(app, Meeting) == 1
    meeting = agenda.removesuffix("/agenda")
    pressed_often(secretariat, f"{meeting}/agenda/new", {"title": "Të tjera"})
    assert rows_of(app, AgendaItem) == 1
    with app.app_context():
        item = f"{meeting}/items/{db.session.scalars(select(AgendaItem.public_id)).one()}"
    assert send(secretariat, meeting, {}, f"{meeting}/open").status_code == 302
    pressed_often(secretariat, f"{item}/resolutions", {"text": "Vendim."})
    task = {
        "what": "Shkresa.",
        "owner": str(people.cast.people["mira"].person_id),
        "due_on": today().isoformat(),
    }
    pressed_often(secretariat, f"{item}/actions", task)
    assert (rows_of(app, Resolution), rows_of(app, ActionItem)) == (1, 1)
    page = f"{meeting}/minutes"
    assert send(secretariat, page, {}, f"{page}/circulate").status_code == 302
    pressed_often(in_english(app, "mira"), f"{item}/corrections", {"text": "Data."})
    assert rows_of(app, Correction) == 1
