"""What an addressee without an account says on paper is recorded in its name, marked so, and verified by others."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.answers.links.access import token_of
from app.answers.links.service import Gone, at, send_for_answer
from app.answers.models import AnswerLink
from app.concerns.attachments import Attachment
from app.concerns.models import Recommendation
from app.concerns.records import Extension
from app.core.db import db, unit_of_work
from app.core.time import frozen, local_day, now, today
from app.demo import lives
from app.process.models import Event, Statement
from app.process.outcome import NotYours
from app.review.service import FactCheck
from tests.answers.test_link_steps import ADDRESS, LATER, PLAN, cast_of, sent_to
from tests.forms import forge, form_of, send, submit
from tests.posts import post_unshown
from tests.sign_in import sign_in
from tests.votes.pages import in_english
from tests.world import World, world_of
from workflows.recommendation import State
from workflows.roles import CaseRole

MARK = "on paper: no. 312/4"


def letter(name: str = "letra.pdf", **changed: str) -> dict[str, Any]:
    """A letter of today, with its scan."""
    scan = [FileStorage(BytesIO(b"Letra."), "letra.txt")]
    day = today().isoformat()
    return {"protocol": "312/4", "dated_on": day, "received_on": day, "uploads": scan, **changed}


@pytest.fixture
def concern(app: Flask) -> str:
    with world_of(app) as world:
        return sent_to(world)


def paper(concern: str) -> str:
    return f"/concerns/{concern}/recommendations/1/paper"


def refused(answer: TestResponse) -> bool:
    return answer.status_code == 422 and "field-error" in answer.text


def test_the_whole_way_on_paper_is_marked_wherever_it_is_shown(app: Flask, concern: str) -> None:
    secretariat = in_english(app, "sekretaria")
    assert f'href="{paper(concern)}"' in secretariat.get(f"/concerns/{concern}").text
    for wrong in (
        {"uploads": []},  # first: what was uploaded waits, as the page says
        {"protocol": "\u200b "},
        {"dated_on": "2001-01-01"},
        {"dated_on": (today() + timedelta(days=1)).isoformat()},
        {"received_on": (today() + timedelta(days=1)).isoformat()},
        {"dated_on": ""},
    ):
        assert refused(send(secretariat, paper(concern), {**letter(), **wrong, "do": "accept"})), wrong
    steps: list[tuple[str, dict[str, Any]]] = [
        ("accept", {"note": "Pranojmë."}),
        ("start", PLAN),
        ("ask_extension", {"until": str(LATER), "reason": "Buxheti."}),
        ("report_progress", {"report": "U hartua.", "rows-0-state": "under_way"}),
        ("report_done", {"claim": "U nënshkrua.", "evidence": "Urdhri 12."}),
    ]
    for do, given in steps:
        answer = send(secretariat, paper(concern), {**letter(), "do": do, **given})
        assert answer.status_code == 302, (do, answer.text)
    assert secretariat.get(paper(concern)).status_code == 404, "nothing is owed now"
    with app.app_context():
        rec = db.session.scalars(select(Recommendation)).one()
        events = db.session.scalars(
            select(Event).where(Event.standing == "recorder").order_by(Event.id)
        ).all()
        assert [e.do for e in events] == [do for do, _given in steps]
        assert {e.organisation_id for e in events} == {rec.addressee_id}, "in its name"
        assert {e.params["paper"]["protocol"] for e in events} == {"312/4"}
        assert {db.session.get_one(Person, e.person_id).email for e in events} == {"sekretaria@example.org"}
        assert rec.state is State.REPORTED and rec.answered_on_paper
        scans = db.session.scalars(select(Attachment)).all()
        assert {f.event_id for f in scans} == {e.id for e in events}
        assert {f.organisation_id for f in scans} == {rec.addressee_id} and not any(f.pending for f in scans)
        assert db.session.scalars(select(Extension)).one().until == LATER
    for who, named in (("sekretaria", True), ("kastriot", True), ("koordinatorja", False)):
        page = in_english(app, who).get(f"/concerns/{concern}").text
        assert page.count(MARK) > len(steps), who  # the history, and beside the claim
        assert ("recorded by Sonila Prendi" in page) == named, who
    figures = in_english(app, "koordinatorja").get("/desk/figures")
    assert figures.status_code == 200 and "1 of the answers on paper" in figures.text


def test_what_could_identify_a_person_is_refused_until_words_say_why_it_may_stay(
    app: Flask, concern: str
) -> None:
    secretariat = in_english(app, "sekretaria")
    named = {**letter(), "do": "reject", "reason": "Telefononi 069 123 4567."}
    found = send(secretariat, paper(concern), named)
    assert refused(found) and "override_reason" in found.text
    form = form_of(found.text)
    said = form.filled({"override_reason": "Numri i zyrës, jo i një personi."})
    assert submit(secretariat, paper(concern), form, said).status_code == 302


def test_mails_say_that_it_came_on_paper(app: Flask, concern: str) -> None:
    secretariat = in_english(app, "sekretaria")
    send(secretariat, paper(concern), {**letter(), "do": "reject", "reason": "Nuk kemi buxhet."})
    hana = in_english(app, "hana")
    assert "(on paper)" in hana.get("/notices").text


def test_a_letter_that_came_in_time_is_in_time(app: Flask, concern: str) -> None:
    later = now() + timedelta(days=60)
    came = (today() + timedelta(days=10)).isoformat()
    with frozen(later):
        secretariat = in_english(app, "sekretaria")
        given = {**letter(), "do": "accept", "dated_on": came, "received_on": came}
        assert send(secretariat, paper(concern), given).status_code == 302
    with app.app_context():
        rec = db.session.scalars(select(Recommendation)).one()
        sent = db.session.scalars(select(Event.at).where(Event.do == "transmit")).first()
        assert sent
        counted = (date.fromisoformat(came) - local_day(sent)).days
        assert not rec.answered_late and rec.answered_days == counted


def test_it_is_recorded_by_whose_it_is_and_for_whom_has_no_account(app: Flask, concern: str) -> None:
    pages = {
        who: signed_in(app, who)
        for who in ("ministria", "kastriot", "hana", "anila", "koordinatorja", "sociale", "administratori")
    }
    secretariat = in_english(app, "sekretaria")
    assert secretariat.get(paper(concern)).status_code == 200
    for who, client in pages.items():
        assert client.get(paper(concern)).status_code == 404, who
        posted = post_unshown(client, paper(concern), {**letter(), "do": "accept"})
        assert posted.status_code == 404, who
    with app.app_context(), unit_of_work() as session:  # she has an account again
        session.execute(update(Person).where(Person.email == ADDRESS).values(active=True))
    assert refused(send(secretariat, paper(concern), {**letter(), "do": "accept"}))
    with app.app_context():
        assert db.session.scalars(select(Recommendation)).one().state is State.AWAITING


def signed_in(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, who)
    return client


def test_for_a_state_institution_the_ministry_records(app: Flask) -> None:
    with world_of(app) as world:
        address = sent_to(world, "komiteti")
    assert signed_in(app, "sekretaria").get(paper(address)).status_code == 404
    ministry = in_english(app, "ministria")
    assert f'href="{paper(address)}"' in ministry.get(f"/concerns/{address}").text
    assert send(ministry, paper(address), {**letter(), "do": "accept"}).status_code == 302
    with app.app_context():
        event = db.session.scalars(select(Event).where(Event.do == "accept")).one()
        assert event.standing == "recorder"


def test_no_other_step_is_recorded(app: Flask, concern: str) -> None:
    secretariat = in_english(app, "sekretaria")
    for do in ("verify", "start", "transmit", "concede", "readdress", "return_facts", "", "²"):
        posted = forge(secretariat, paper(concern), {"do": do, "reason": "Po."}, typed=letter())
        assert posted.status_code == 422, do
    fields = {"version": "²", "key": "A" * 3000}
    for name, value in fields.items():
        posted = forge(secretariat, paper(concern), {name: value}, typed={**letter(), "do": "accept"})
        assert posted.status_code < 500, name


def test_who_recorded_it_does_not_verify_it_whatever_they_become(app: Flask, concern: str) -> None:
    secretariat = in_english(app, "sekretaria")
    done = {**letter(), "do": "claim_already_done", "claim": "U bë.", "evidence": "Urdhri."}
    assert send(secretariat, paper(concern), done).status_code == 302
    with app.app_context():
        _nobody_who_recorded_verifies(World(app, cast_of(app)), concern)


def _nobody_who_recorded_verifies(world: World, address: str) -> None:
    case = world.case("kastriot", address)
    (rec,) = case.recommendations
    assert CaseRole.VERIFIER in case.standing_in(rec)
    with unit_of_work() as session:  # as if the organisation of a member had recorded it
        row = session.get_one(Recommendation, rec.id)
        row.recorder_organisation_id = world.cast.people["kastriot"].organisation_id
    case = world.case("kastriot", address)
    assert CaseRole.VERIFIER not in case.standing_in(case.recommendations[0])
    with unit_of_work() as session:
        row = session.get_one(Recommendation, rec.id)
        row.recorder_organisation_id = None
        row.recorder_id = world.cast.people["kastriot"].person_id
    case = world.case("kastriot", address)
    assert CaseRole.VERIFIER not in case.standing_in(case.recommendations[0])
    assert isinstance(world.act("kastriot", address, "verify", None, number=1), NotYours)


def test_a_link_ends_when_its_step_comes_on_paper(app: Flask) -> None:
    with world_of(app) as world:
        address = sent_to(world)
        send_for_answer(world.cast.people["sekretaria"], address, 1, ADDRESS)
        db.session.rollback()
        token = token_of(db.session.scalars(select(AnswerLink.nonce)).one())
        db.session.rollback()
    assert (
        send(in_english(app, "sekretaria"), paper(address), {**letter(), "do": "accept"}).status_code == 302
    )
    with app.app_context(), pytest.raises(Gone):
        at(db.session(), token)


def test_errors_of_fact_come_on_paper(app: Flask) -> None:
    with world_of(app) as world:
        address = sent_to(world, "linja", lives.DRAFTED)
        asked = world.cast.organisations["linja"]
        world.act("hana", address, "send_for_fact_check", FactCheck(facts="Dy raste.", addressee=asked))
        db.session.rollback()
    secretariat, where = in_english(app, "sekretaria"), f"/concerns/{address}/facts/paper"
    assert f'href="{where}"' in secretariat.get(f"/concerns/{address}").text
    assert "Dy raste." in secretariat.get(where).text
    for who in ("ministria", "hana", "kastriot"):
        assert signed_in(app, who).get(where).status_code == 404, who
    assert send(secretariat, where, {**letter(), "corrections": "Një rast."}).status_code == 302
    with app.app_context():
        said = db.session.scalars(select(Statement).where(Statement.do == "return_facts")).one()
        event = db.session.get_one(Event, said.event_id)
        assert event.standing == "recorder" and event.organisation_id == asked
    assert MARK in in_english(app, "hana").get(f"/concerns/{address}").text


def test_the_same_form_twice_and_a_case_that_moved(app: Flask, concern: str) -> None:
    secretariat = in_english(app, "sekretaria")
    page = secretariat.get(paper(concern)).text
    assert send(secretariat, paper(concern), {**letter(), "do": "ask_for_clarification", "question": "Cili?"})
    form = form_of(page)
    answer = submit(secretariat, paper(concern), form, form.filled({**letter(), "do": "accept"}))
    assert answer.status_code in (302, 404, 409)
    with app.app_context():
        assert db.session.scalars(select(Recommendation)).one().state is State.CLARIFICATION
