"""An addressee without an account goes the whole way: a one-time link for each step that it owes, and no other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import FileStorage

from app.accounts.models import Organisation, Person
from app.answers.links.access import token_of
from app.answers.links.service import Gone, at, send_for_answer
from app.answers.models import AnswerLink
from app.concerns.attachments import Attachment
from app.concerns.models import Action, Recommendation
from app.concerns.periods import load_calendar
from app.concerns.records import Clock, Extension
from app.core.db import db, unit_of_work
from app.core.refusals import NotFound
from app.core.time import ZONE, frozen, today
from app.deadlines.escalation_runs import run_escalations
from app.demo import lives
from app.demo.people import Cast
from app.demo.review import declare_for_all
from app.notifications.models import Notification
from app.process.data import Decision, Reason, StepData
from app.process.models import Event, Statement
from app.response.service import Acceptance, Clarification, Question, Readdressing
from app.review.service import FactCheck
from tests.answers.test_links import Mailbox
from tests.forms import forge, send
from tests.sign_in import sign_in
from tests.world import STATE_STORY, Settled, World, world_of
from workflows.engine import NotNow, Unmet
from workflows.recommendation import State

ADDRESS = "linja@example.org"
SIGNED = "A. Sula, sekretare"
DAY = (today() + timedelta(days=90)).isoformat()
LATER = today() + timedelta(days=120)
# By hand, from the reference: what an addressee owes in each state, and may do there. Nothing is owed in any other.
OWED = {
    "awaiting_response": [
        "accept",
        "accept_in_part",
        "reject",
        "claim_already_done",
        "disclaim",
        "ask_for_clarification",
        "ask_extension",
    ],
    "accepted": ["start", "ask_extension"],
    "in_implementation": ["report_progress", "report_done", "ask_extension"],
}
PLAN = {
    "actions-0-what": "Urdhër i ri",
    "actions-0-unit": "Sekretaria",
    "actions-0-due_on": DAY,
    "actions-1-what": "Trajnim",
    "actions-1-unit": "Burimet njerëzore",
    "actions-1-due_on": (today() + timedelta(days=150)).isoformat(),
}


def sent_to(world: World, addressee: str = "linja", beats: Any = lives.SENT) -> str:
    """A concern whose recommendation is addressed to this institution: of no state, and nobody there has an account."""
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.email == ADDRESS).values(active=False))
    player = Settled(world.cast, world.dice, load_calendar(db.session(), today()))
    player.changed = {}
    address = player.play(beats, 1, replace(STATE_STORY, addressee=addressee), urgent=False)
    declare_for_all(world.cast, address)
    db.session.rollback()
    return address


@pytest.fixture
def concern(app: Flask) -> str:
    with world_of(app) as world:
        return sent_to(world)


class Institution:
    """Nobody's account: the secretariat sends it a link for each step."""

    def __init__(self, app: Flask, concern: str) -> None:
        self.app, self.concern, self.mailbox = app, concern, Mailbox(app)
        self.secretariat, self.browser = app.test_client(), app.test_client()
        sign_in(self.secretariat, "sekretaria")
        self.mailbox.fetch()

    def link(self) -> str:
        """A new one, sent from its page."""
        where = f"/concerns/{self.concern}/recommendations/1/link"
        assert send(self.secretariat, where, {"email": ADDRESS}).status_code == 302
        return self.mailbox.link()

    def offered(self, link: str) -> list[str]:
        return re.findall(r'name="do"[^>]*value="(\w+)"', self.browser.get(link).text)

    def does(self, do: str, link: str = "", **given: Any) -> str:
        """This step by a link, with the code that is mailed; the link."""
        link = link or self.link()
        typed = {"do": do, "signed": SIGNED, **given}
        answer = send(self.browser, link, typed)
        assert answer.status_code == 302, re.findall(r"field-error.*", answer.text)
        done = send(self.browser, f"{link}/code", {"code": self.mailbox.code()})
        assert done.status_code == 200
        assert self.browser.get(link).status_code == 404, "it is used"
        return link

    @property
    def rec(self) -> Recommendation:
        with self.app.app_context():
            db.session.rollback()
            return db.session.scalars(select(Recommendation)).one()


def test_each_state_offers_what_is_owed_there_and_a_link_takes_one_step(app: Flask, concern: str) -> None:
    institution = Institution(app, concern)
    link = institution.link()
    assert institution.offered(link) == OWED["awaiting_response"]
    assert send(institution.browser, link, {"do": "accept", "signed": " "}).status_code == 422
    institution.does("accept", link, note="Po.")
    link = institution.link()
    assert institution.offered(link) == OWED["accepted"]
    refused = send(institution.browser, link, {"do": "start", "signed": SIGNED, "actions-0-what": "Urdhër"})
    assert refused.status_code == 422 and "Urdhër" in refused.text
    assert "Urdhër" in app.test_client().get(link).text, "what was typed is kept"
    institution.does("start", link, **PLAN)
    link = institution.link()
    assert institution.offered(link) == OWED["in_implementation"]
    institution.does("ask_extension", link, until=str(LATER), reason="Buxheti.")
    link = institution.link()
    assert institution.offered(link) == ["report_progress", "report_done"], (
        "one request for more time at once"
    )
    institution.does("report_progress", link, report="U nënshkrua.", **{"rows-0-state": "done"})
    link = institution.link()
    file = {"uploads": (b"Vendim.", "vendim.txt")}
    institution.does("report_done", link, claim="U bë.", evidence="Urdhri 12.", **upload(file))
    with app.app_context():
        rec = db.session.scalars(select(Recommendation)).one()
        assert rec.state is State.REPORTED and rec.claim == "U bë."
        assert [
            a.done_on is not None for a in db.session.scalars(select(Action).order_by(Action.number))
        ] == [
            True,
            False,
        ]
        assert db.session.scalars(select(Attachment.name).where(~Attachment.pending)).all() == ["vendim.txt"]
        extension = db.session.scalars(select(Extension)).one()
        assert extension.until == LATER and extension.asked_by_id is None
        events = db.session.scalars(
            select(Event).where(Event.standing == "addressee").order_by(Event.id)
        ).all()
        assert [e.do for e in events] == [
            "accept",
            "start",
            "ask_extension",
            "report_progress",
            "report_done",
        ]
        assert {(e.person_id, e.organisation_id, e.params["signed"]) for e in events} == {
            (None, rec.addressee_id, SIGNED)
        }
        with pytest.raises(NotNow):
            send_for_answer(cast_of(app).people["sekretaria"], concern, 1, ADDRESS)
    chair = app.test_client()
    sign_in(chair, "kastriot")
    page = chair.get(f"/concerns/{concern}/whole").text
    assert all(words in page for words in ("U nënshkrua.", "Urdhër i ri", SIGNED))


def upload(files: dict[str, tuple[bytes, str]]) -> dict[str, Any]:
    return {name: [FileStorage(BytesIO(what), called)] for name, (what, called) in files.items()}


def test_what_it_asks_is_clarified_and_the_next_link_answers(app: Flask, concern: str) -> None:
    institution = Institution(app, concern)
    institution.does("ask_for_clarification", question="Cili urdhër?")
    assert institution.rec.state is State.CLARIFICATION
    with app.app_context():
        world = World(app, cast_of(app))
        with pytest.raises(NotNow):
            send_for_answer(world.cast.people["sekretaria"], concern, 1, ADDRESS)
        world.act("hana", concern, "clarify", Clarification("Urdhri i vitit 2020."), number=1)
        wanted = db.session.scalars(
            select(Notification.person_id).where(Notification.kind == "link_wanted")
        ).all()
        assert world.cast.people["sekretaria"].person_id in wanted, "who sends links hears that one is wanted"
        db.session.rollback()
    institution.mailbox.fetch()
    institution.does("reject", reason="Nuk kemi buxhet.")
    assert institution.rec.state is State.REJECTED


def cast_of(app: Flask) -> Cast:
    """The people who are there already."""
    rows = db.session.scalars(
        select(Person).options(joinedload(Person.organisation), joinedload(Person.roles))
    ).unique()
    people = {row.email.split("@")[0]: row.as_actor() for row in rows}
    organisations = {
        row.email.split("@")[0]: row.id for row in db.session.scalars(select(Organisation)) if row.email
    }
    db.session.rollback()
    return Cast(people=people, organisations=organisations)


@pytest.mark.parametrize("how", ["superseded", "disclaim", "readdress", "answered", "asked and clarified"])
def test_a_link_ends_when_its_step_is_not_owed_any_more(world: World, how: str) -> None:
    address = sent_to(world, "komiteti")
    send_for_answer(world.cast.people["sekretaria"], address, 1, ADDRESS)
    token = token_now()
    assert at(db.session(), token).email == ADDRESS
    if how == "disclaim":
        world.act("ministria", address, "disclaim", Reason(reason="Jo ne."), number=1)
    elif how == "readdress":
        world.act("ministria", address, "disclaim", Reason(reason="Jo ne."), number=1)
        to = Readdressing(reason="Dhoma.", addressee=world.cast.organisations["linja"])
        world.act("ministria", address, "readdress", to, number=1)
    elif how == "answered":
        world.act("ministria", address, "accept", Acceptance(), number=1)
    elif how == "asked and clarified":
        world.act("ministria", address, "ask_for_clarification", _question(), number=1)
        world.act("hana", address, "clarify", Clarification("Po."), number=1)
    else:
        world.act("kastriot", address, "supersede", Decision(reason="Ndryshoi."), number=1)
    db.session.rollback()
    with pytest.raises(Gone):
        at(db.session(), token)


def _question() -> StepData:
    return Question("Cili?")


def token_now() -> str:
    db.session.rollback()
    return token_of(db.session.scalars(select(AnswerLink.nonce).order_by(AnswerLink.id.desc())).first() or "")


def test_errors_of_fact_come_by_a_link_that_shows_the_facts_and_nothing_else(app: Flask) -> None:
    with world_of(app) as world:
        address = sent_to(world, "linja", lives.DRAFTED)
        people, asked = world.cast.people, world.cast.organisations["linja"]
        with pytest.raises(NotFound):
            send_for_answer(people["sekretaria"], address, None, ADDRESS)
        world.act("hana", address, "send_for_fact_check", FactCheck(facts="Dy raste.", addressee=asked))
        wanted = select(Notification.person_id).where(Notification.kind == "link_wanted_for_facts")
        assert set(db.session.scalars(wanted)) == {people["sekretaria"].person_id}
        for stranger in ("ministria", "hana", "kastriot", "policia", "koordinatorja"):
            with pytest.raises(NotFound):
                send_for_answer(people[stranger], address, None, ADDRESS)
        db.session.rollback()
    mailbox, browser, secretariat = Mailbox(app), app.test_client(), app.test_client()
    sign_in(secretariat, "sekretaria")
    form = f"/concerns/{address}/facts/link"
    assert f'href="{form}"' in secretariat.get(f"/concerns/{address}").text
    assert f'href="{form}"' in secretariat.get("/links").text
    assert any(form in text for text in mailbox.fetch())
    assert send(secretariat, form, {"email": ADDRESS}).status_code == 302
    assert f"u dërgua te {ADDRESS}." in secretariat.get(f"/concerns/{address}").text
    link = mailbox.link()
    page = browser.get(link).text
    assert "Dy raste." in page and STATE_STORY.heading in page and STATE_STORY.title not in page
    assert re.findall(r'name="do"[^>]*value="(\w+)"', page) == ["return_facts"]
    assert send(browser, link, {"signed": SIGNED}).status_code == 422
    assert send(browser, link, {"signed": SIGNED, "corrections": "Një rast, jo dy."}).status_code == 302
    assert send(browser, f"{link}/code", {"code": mailbox.code()}).status_code == 200
    with app.app_context():
        said = db.session.scalars(select(Statement).where(Statement.do == "return_facts")).one()
        assert said.text == "Një rast, jo dy."
    assert browser.get(link).status_code == secretariat.get(form).status_code == 404


def test_what_is_forged_is_refused(app: Flask, concern: str) -> None:
    institution = Institution(app, concern)
    link, browser = institution.link(), institution.browser
    for do in ("verify", "start", "transmit", "readdress", "concede", "", "²"):
        assert forge(browser, link, {"do": do, "signed": SIGNED, "reason": "Po."}).status_code == 422, do
    institution.does("accept", link)
    link = institution.link()
    for name, value in (
        ("actions-0-due_on", "9999-99-99"),
        ("actions-0-due_on", "2001-01-01"),
        ("actions-999999-what", "A"),
        ("actions-x-what", "A"),
    ):
        answer = forge(browser, link, {"do": "start", "signed": SIGNED, **PLAN, name: value})
        assert answer.status_code < 500, name
    named = {**PLAN, "actions-0-what": "Telefononi 069 123 4567."}
    answer = send(browser, link, {"do": "start", "signed": SIGNED, **named})
    assert answer.status_code == 422 and "override_reason" in answer.text
    assert institution.rec.state is State.ACCEPTED


def test_reminders_go_to_the_link_and_without_one_to_the_working_address(app: Flask, concern: str) -> None:
    mailbox = Mailbox(app)
    mailbox.fetch()
    with app.app_context():
        due = db.session.scalars(select(Clock.due_on).where(Clock.rule == "response")).one()
        calendar = load_calendar(db.session(), due)
        assert due
        before, after = calendar.add_working(due, -5), calendar.add_working(due, 1)
        db.session.rollback()
    with frozen(datetime.combine(before, time(10), ZONE)):
        with app.app_context():
            while run_escalations():
                pass
            mails = db.session.execute(
                select(Notification.kind, Notification.email).where(Notification.kind.like("link%"))
            ).all()
            assert ("link_due", ADDRESS) in mails and "link_wanted" in {m.kind for m in mails}
            db.session.rollback()
        texts = mailbox.fetch()
        assert len(texts) == 2 and not any(STATE_STORY.heading in text for text in texts)
        institution = Institution(app, concern)
        link = institution.link()
    with frozen(datetime.combine(after, time(10), ZONE)):
        with app.app_context():
            while run_escalations():
                pass
            db.session.rollback()
        assert [x for t in mailbox.fetch() for x in re.findall(r"(/link/\S+)", t)] == [link]


def test_the_ministry_has_a_list_of_its_own(app: Flask) -> None:
    with world_of(app) as world:
        state, other = sent_to(world, "komiteti"), sent_to(world, "linja")
    ministry = app.test_client()
    sign_in(ministry, "ministria")
    assert 'href="/links"' in ministry.get("/").text
    page = ministry.get("/links").text
    assert f"/concerns/{state}/recommendations/1/link" in page and other not in page
    assert ministry.get(f"/concerns/{other}/recommendations/1/link").status_code == 404
    done = send(
        ministry, f"/concerns/{state}/recommendations/1/link", {"email": ADDRESS}, follow_redirects=True
    )
    assert done.request.path == f"/concerns/{state}" and ADDRESS in done.text.split("flash-step")[1][:200]
    assert ADDRESS in ministry.get("/links").text


def test_each_step_has_its_place_in_the_form() -> None:
    sheet = Path("app/static/css/forms.css").read_text()
    for do in [*(do for steps in OWED.values() for do in steps), "measure", "return_facts"]:
        assert f"[value={do}]:checked) [data-for~={do}]" in sheet, do


def test_an_institution_with_an_account_gets_none(world: World) -> None:
    address = sent_to(world, "sociale")
    world.act("sociale", address, "accept", Acceptance(), number=1)
    with pytest.raises(Unmet, match="has_account"):
        send_for_answer(world.cast.people["sekretaria"], address, 1, ADDRESS)


def test_a_member_that_is_an_addressee_without_a_liaison_answers_by_a_link(app: Flask) -> None:
    with world_of(app) as world:
        address = sent_to(world)
        world.act("linja", address, "disclaim", Reason(reason="Jo ne."), number=1)
        to = Readdressing(reason="Anëtari.", addressee=world.cast.organisations["guri"])
        world.act("sekretaria", address, "readdress", to, number=1)
        db.session.rollback()
    institution = Institution(app, address)
    institution.does("accept")
    assert institution.rec.state is State.ACCEPTED
    member = app.test_client()
    sign_in(member, "jonida")
    assert member.get(f"/concerns/{address}").status_code == 404, "as a member it is out of it"
