"""My work of who answers: what is theirs, their unit's, their institution's; then what others see to."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.accounts.models import Person, Unit
from app.answers.service import Errand, assign
from app.core.db import db, unit_of_work
from app.demo import lives
from app.directory.service import add_unit
from tests.answers.conftest import Desk
from tests.answers.test_signing import prepare
from tests.dashboards.test_inbox import INSTITUTION, ME, STATE, sections
from tests.forms import forms_of, send, submit
from tests.votes.pages import in_english
from tests.world import World

UNIT, COLLEAGUES = "For your unit", "With your colleagues"


def given(people: World, **errand: Any) -> str:
    """A concern whose recommendation the ministry has assigned so."""
    concern = people.concern(lives.SENT)
    assign(people.cast.people["ministria"], concern, 1, Errand(**errand))
    return concern


def units(app: Flask, people: World) -> tuple[int, int]:
    """Two units of the ministry."""
    ministry = people.cast.people["ministria"]
    for name in ("Sektori i mbrojtjes", "Sektori i zbatimit"):
        add_unit(ministry, ministry.organisation_id, name)
    first, second = db.session.scalars(select(Unit.id).order_by(Unit.id))
    db.session.rollback()
    return first, second


def works_in(client: FlaskClient, unit: int) -> None:
    assert send(client, "/me", {"unit": str(unit)}).status_code == 302


def test_what_is_theirs_stands_before_what_others_see_to(app: Flask, people: World) -> None:
    cast = people.cast.people
    with app.app_context():
        one, other = units(app, people)
        watched = people.concern(lives.SENT, age=60)
        mine = given(people, person_id=cast["ministria"].person_id)
        units_own, another_units = given(people, unit_id=one), given(people, unit_id=other)
        colleagues = given(people, unit_id=one, person_id=cast["ministria_b"].person_id)
        signed = people.concern(lives.SENT)
        desk = Desk(people, signed)
        desk.two_signatures()
        prepare(desk, "ministria_b")
    works_in(in_english(app, "ministria"), one)
    found = sections(app, "ministria")
    assert list(found) == [ME, UNIT, COLLEAGUES, STATE]
    assert found[ME] == [mine] and found[UNIT] == [units_own]
    assert set(found[COLLEAGUES]) == {another_units, colleagues}
    assert found[STATE] == [watched, signed]
    assert colleagues in sections(app, "ministria_b")[ME], "what a person has is not their unit's"
    page = in_english(app, "ministria").get("/").text
    assert "/answers/to-sign" in page[page.index('id="for-me"') : page.index('id="for-unit"')]
    assert "seen to by: Sektori i zbatimit" in page
    assert "Nothing is late" in page, "what institutions owe is not late with the ministry"
    assert f'href="/concerns/{watched}/recommendations/1/work"' in page


def test_the_ministry_answers_itself_where_nobody_there_can(app: Flask, people: World) -> None:
    with app.app_context():
        concern = people.concern(lives.SENT, age=60)
        organisation = people.cast.organisations["sociale"]
        with unit_of_work() as session:
            session.execute(update(Person).where(Person.organisation_id == organisation).values(active=False))
    assert sections(app, "ministria") == {INSTITUTION: [concern]}
    assert "Late: 1." in in_english(app, "ministria").get("/").text


def test_rows_of_the_same_title_are_told_apart(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.SENT, extract_title="Pritja e parë")
        people.concern(lives.SENT)
    page = in_english(app, "ministria").get("/").text
    assert len(set(re.findall(r'<span class="row-detail">(.*?)</span>', page))) == 2


def test_only_a_unit_of_ones_own_institution_can_be_said(app: Flask, people: World) -> None:
    with app.app_context():
        one, _other = units(app, people)
    assert 'name="unit"' not in in_english(app, "sociale").get("/me").text
    works_in(in_english(app, "ministria"), one)
    with app.app_context():
        assert list(db.session.scalars(select(Person.unit_id).where(Person.unit_id.is_not(None)))) == [one]


def test_in_its_row_one_takes_it_or_gives_it_to_a_colleague(app: Flask, people: World) -> None:
    cast = people.cast.people
    with app.app_context():
        one, _other = units(app, people)
        first, second = given(people, unit_id=one, note="Deri të premten."), given(people, unit_id=one)
    client = in_english(app, "ministria")
    works_in(client, one)
    where = [f"/concerns/{concern}/recommendations/1/assign" for concern in (first, second)]
    take = next(form for form in forms_of(client.get("/").text) if form.action == where[0])
    answer = submit(client, "/", take, take.fields(), follow_redirects=True)
    assert answer.request.path == "/" and "is seen to by: Sektori i mbrojtjes" in answer.text
    assert f'href="{where[1]}"' in answer.text
    give = next(form for form in forms_of(client.get("/answers").text) if form.action == where[1])
    colleague = {"person": str(cast["ministria_b"].person_id)}
    assert submit(client, "/answers", give, give.filled(colleague)).location.startswith("/answers")
    found = sections(app, "ministria")
    assert found == {ME: [first], COLLEAGUES: [second]}
    assert "Deri të premten." in client.get(where[0].replace("assign", "work")).text, "the note stays"
    take.action = where[0]
    assert submit(client, "/", take, {**take.fields(), "next": "//example.org"}).status_code == 400
