"""An institution without an account answers by a one-time link, confirmed by a code; any other link is nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.answers.contributions.service import Given
from app.answers.links.access import token_of
from app.answers.links.service import Gone, at, revoke, send_for_answer, send_for_request
from app.answers.mails import of_a_link, of_a_link_to_send
from app.answers.models import AnswerLink, ContributionRequest
from app.concerns.models import Recommendation
from app.core.db import db
from app.core.refusals import NotFound
from app.core.time import frozen, now
from app.demo import lives
from app.notifications.delivery import deliver
from app.notifications.models import Notification
from app.process.data import Reason
from app.process.models import Event
from app.response.service import Readdressing
from tests.answers.conftest import Desk
from tests.forms import send
from tests.sign_in import sign_in
from tests.steps import take
from tests.world import World, world_of
from workflows import contribution
from workflows.engine import Unmet
from workflows.recommendation import State

ADDRESS = "komiteti@example.org"
TEXT = {"contribution": "Komiteti mblidhet dy herë në vit.", "signed": "A. Sula, sekretare"}
SECRET = ("Kërkohet", "Komiteti", "T-20", "Prokuroria", "Shërbimi", "ministri")


class Mailbox:
    """What the worker sends."""

    def __init__(self, app: Flask) -> None:
        self.app, self.mails = app, list[EmailMessage]()
        assert of_a_link  # the worker has it registered

    def fetch(self) -> list[str]:
        """The texts of the mails that leave now."""
        with self.app.app_context():
            before = len(self.mails)
            while deliver(self.mails.append):
                pass
            db.session.rollback()
        return [str(m.get_body(("plain",)).get_content()) for m in self.mails[before:]]  # type: ignore[union-attr]

    def link(self) -> str:
        """The link that was mailed to the address."""
        found = [x for text in self.fetch() for x in re.findall(r"http://localhost(/link/\S+)", text)]
        assert len(found) == 1
        return found[0]

    def code(self) -> str:
        """The code of the mail that leaves now."""
        (text,) = self.fetch()
        return re.findall(r"\b\d{6}\b", text)[0]


@pytest.fixture
def asked(app: Flask) -> str:
    """The ministry asks an agency without an account, by a link; the request's public id."""
    with world_of(app) as world:
        desk = Desk(world, world.concern(lives.SENT))
        request = desk.ask("komiteti")
        send_for_request(world.cast.people["ministria"], request, ADDRESS)
        db.session.rollback()
        return request


def test_the_whole_way_and_then_it_is_nothing(app: Flask, asked: str) -> None:
    mailbox, browser = Mailbox(app), app.test_client()
    link = mailbox.link()
    page = browser.get(link)
    assert page.status_code == 200 and "Si veprohet sot" in page.text
    assert browser.get("/").status_code == 302, "nobody is signed in"
    # a draft stays at the server, half as it is
    assert send(browser, link, {"contribution": TEXT["contribution"]}, press="keep").status_code == 302
    assert TEXT["contribution"] in app.test_client().get(link).text
    assert browser.get(f"{link}/code").status_code == 302, "no code was asked for"
    assert send(browser, link, {**TEXT, "signed": " "}).status_code == 422
    assert send(browser, link, TEXT).location.endswith("/code")
    code = mailbox.code()
    for wrong in ("000000", "", code[:-1]):
        assert send(browser, f"{link}/code", {"code": wrong if wrong != code else "1"}).status_code == 422
    done = send(browser, f"{link}/code", {"code": f"{code[:3]} {code[3:]}"})
    assert done.status_code == 200
    with app.app_context():
        row = db.session.scalars(select(ContributionRequest)).one()
        assert (row.contribution, row.given_by) == (TEXT["contribution"], TEXT["signed"])
        event = db.session.scalars(select(Event).where(Event.do == "give")).one()
        assert event.person_id is None and event.organisation_id == row.agency_id and not event.public
        stored = db.session.scalars(select(AnswerLink)).one()
        assert code not in str(vars(stored)) and link.rsplit("/", 1)[1] not in str(vars(stored))
    assert_nothing(app, browser, link)


def assert_nothing(app: Flask, browser: FlaskClient, *links: str) -> None:
    """Each of these and a link that never was give the same bytes, whatever is sent, and say nothing."""
    signed_in = app.test_client()
    sign_in(signed_in, "ministria")
    foreign = "/link/" + "A" * 43
    stranger = app.test_client()
    answers = [client.get(x + end) for client in (browser, stranger, signed_in) for x in (*links, foreign)
               for end in ("", "/code")]  # fmt: skip
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert not any(word in answers[0].text for word in SECRET)
    fresh = app.test_client().get(links[0])
    assert "Set-Cookie" not in fresh.headers and fresh.headers["Cache-Control"] == "no-store"


def test_used_expired_revoked_and_replaced_links_are_the_same_nothing(app: Flask, asked: str) -> None:
    mailbox = Mailbox(app)
    first = mailbox.link()
    with app.app_context():
        world_people = ministry_of(app)
        send_for_request(world_people["ministria"], asked, ADDRESS)
    second = mailbox.link()
    assert_nothing(app, app.test_client(), first)
    with frozen(now() + timedelta(days=31)):
        assert app.test_client().get(second).status_code == 404
    with app.app_context():
        db.session.rollback()
        link_id = db.session.scalars(select(AnswerLink.public_id).order_by(AnswerLink.id.desc())).first()
        for stranger in ("policia", "sekretaria", "anila"):
            with pytest.raises(NotFound):
                revoke(world_people[stranger], str(link_id))
        revoke(world_people["ministria"], str(link_id))
    assert_nothing(app, app.test_client(), first, second)


def ministry_of(app: Flask) -> dict[str, Any]:
    rows = db.session.scalars(
        select(Person).options(joinedload(Person.organisation), joinedload(Person.roles))
    ).unique()
    found = {row.email.split("@")[0]: row.as_actor() for row in rows}
    db.session.rollback()
    return found


def test_codes_are_few_and_end_after_five_wrong_ones(app: Flask, asked: str) -> None:
    mailbox, browser = Mailbox(app), app.test_client()
    link = mailbox.link()
    send(browser, link, TEXT)
    code = mailbox.code()
    wrong = "111111" if code != "111111" else "222222"
    for _attempt in range(5):
        assert send(browser, f"{link}/code", {"code": wrong}).status_code == 422
    assert send(browser, f"{link}/code", {"code": code}).status_code == 422, "the code has ended"
    again = f"{link}/code/again"
    send(browser, f"{link}/code", {}, again)
    assert mailbox.fetch() == [], "not twice in a minute"
    with frozen(now() + timedelta(minutes=2)):
        send(browser, f"{link}/code", {}, again)
        newer = mailbox.code()
    with frozen(now() + timedelta(minutes=40)):
        assert send(browser, f"{link}/code", {"code": newer}).status_code == 422, "older than half an hour"
    with frozen(now() + timedelta(minutes=3)):
        assert send(browser, f"{link}/code", {"code": newer}).status_code == 200


def test_a_draft_emptied_after_its_check_is_not_given(app: Flask, asked: str) -> None:
    mailbox, browser = Mailbox(app), app.test_client()
    link = mailbox.link()
    send(browser, link, TEXT)
    code = mailbox.code()
    send(browser, link, {"contribution": ""}, press="keep")
    back = send(browser, f"{link}/code", {"code": code})
    assert back.status_code == 302 and back.location.endswith(link)
    with app.app_context():
        assert not db.session.scalars(select(ContributionRequest)).one().contribution
        db.session.rollback()
    send(browser, link, TEXT, press="keep")
    assert send(browser, f"{link}/code", {"code": code}).status_code == 200


def test_it_ends_with_what_it_is_about(desk: Desk) -> None:
    request = desk.ask("komiteti")
    ministry = desk.who("ministria")
    send_for_request(ministry, request, ADDRESS)
    with pytest.raises(NotFound):
        send_for_request(desk.who("sociale"), request, ADDRESS)
    with pytest.raises(Unmet, match="address"):
        send_for_request(ministry, request, "nowhere")
    db.session.rollback()
    token = token_of(db.session.scalars(select(AnswerLink.nonce)).one())
    assert at(db.session(), token).email == ADDRESS
    take(ministry, request, contribution.ContributionAction.WITHDRAW, 1, Given())
    with pytest.raises(Gone):
        at(db.session(), token)


def test_an_addressee_without_an_account_answers_in_its_own_name(app: Flask) -> None:
    with world_of(app) as world:
        address = world.concern(lives.SENT)
        people = world.cast.people
        with pytest.raises(Unmet, match="has_account"):
            send_for_answer(people["ministria"], address, 1, ADDRESS)
        readdressed(world, address)
        wanted = select(Notification.person_id).where(Notification.kind == "link_wanted")
        told = {people[who].person_id for who in ("ministria", "ministria_b")}
        assert set(db.session.scalars(wanted)) == told, "who sends links to a state institution"
        db.session.rollback()
        for stranger in ("policia", "anila", "koordinatorja"):
            with pytest.raises(NotFound):
                send_for_answer(people[stranger], address, 1, ADDRESS)
        send_for_answer(people["sekretaria"], address, 1, ADDRESS)
        db.session.rollback()
    ministry = app.test_client()
    sign_in(ministry, "ministria")
    assert ADDRESS in ministry.get(f"/concerns/{address}").text
    sent = ministry.get(f"/concerns/{address}/recommendations/1/link")
    assert sent.status_code == 200 and "/links/" in sent.text, "a link that holds can be ended there"
    mailbox, browser = Mailbox(app), app.test_client()
    assert of_a_link_to_send
    link = mailbox.link()  # and no mail asks for one any more
    given = {"do": "reject", "reason": "Nuk kemi buxhet.", "signed": TEXT["signed"]}
    assert send(browser, link, {**given, "reason": ""}).status_code == 422
    assert send(browser, link, given).status_code == 302
    assert send(browser, f"{link}/code", {"code": mailbox.code()}).status_code == 200
    with app.app_context():
        rec = db.session.scalars(select(Recommendation)).one()
        event = db.session.scalars(select(Event).where(Event.do == "reject")).one()
        assert rec.state is State.REJECTED and event.public and event.person_id is None
        assert event.organisation_id == rec.addressee_id and event.standing == "addressee"
    assert_nothing(app, browser, link)
    member = app.test_client()
    sign_in(member, "kastriot")
    assert "Nuk kemi buxhet." in member.get(f"/concerns/{address}").text


def readdressed(world: World, address: str) -> None:
    """Its addressee is an agency in which nobody has an account."""
    world.act("sociale", address, "disclaim", Reason(reason="Jo ne."), number=1)
    to = Readdressing(reason="Komiteti.", addressee=world.cast.organisations["komiteti"])
    world.act("ministria", address, "readdress", to, number=1)
    db.session.rollback()


def test_by_a_link_an_institution_says_as_well_that_it_is_not_competent(app: Flask) -> None:
    with world_of(app) as world:
        address = world.concern(lives.SENT)
        readdressed(world, address)
        send_for_answer(world.cast.people["ministria"], address, 1, ADDRESS)
        db.session.rollback()
    mailbox, browser = Mailbox(app), app.test_client()
    link = mailbox.link()
    given = {"do": "disclaim", "reason": " ", "signed": TEXT["signed"]}
    assert send(browser, link, given).status_code == 422
    assert send(browser, link, {**given, "reason": "Jo ne."}).status_code == 302
    assert send(browser, f"{link}/code", {"code": mailbox.code()}).status_code == 200
    with app.app_context():
        rec = db.session.scalars(select(Recommendation)).one()
        assert rec.disclaimed and rec.state is State.AWAITING
    assert_nothing(app, browser, link)
