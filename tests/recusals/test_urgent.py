"""What is urgent takes two people where the chair is out too: the secretariat, and who sends in the chair's place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.accounts.rights.service import change_rights
from app.accounts.service import end_charges
from app.concerns.models import Concern
from app.concerns.recusals import Recusal
from app.core.db import db, unit_of_work
from app.core.time import today
from app.demo import lives
from app.demo.lives import DemoStep
from app.demo.review import cast_all
from app.notifications.models import Notification
from app.process.models import Event
from app.review.service import Assignment
from tests.forms import form_of, send
from tests.posts import post_unshown
from tests.recusals.test_organisation import colleague
from tests.votes.pages import in_english
from tests.world import World
from workflows.notifications import Topic
from workflows.roles import Level, Role
from workflows.voting import Choice

SECOND = DemoStep(
    1, "kastriot", "assign_second_reader", lambda s: Assignment(s.cast.people["besnik"].person_id)
)
READ = [*lives.ADMITTED, SECOND]
MEMBERS = ("anila", "hana", "mira", "luljeta")
NOBODY = "nobody can send it in the chair"


class Room:
    """An urgent concern, and whoever may have a part in it, each with a browser."""

    def __init__(self, app: Flask, people: World, beats: list[DemoStep], **changed: object) -> None:
        self.app, self.people = app, people
        with app.app_context():
            self.address = people.concern(beats, urgent=True, **changed)
        self.clients: dict[str, FlaskClient] = {}

    def __getitem__(self, who: str) -> FlaskClient:
        if who not in self.clients:
            self.clients[who] = in_english(self.app, who)
        return self.clients[who]

    def at(self, step: str) -> str:
        return f"/concerns/{self.address}/steps/{step}"

    def page(self, who: str) -> str:
        return self[who].get(f"/concerns/{self.address}").text

    def recuse(self, who: str) -> None:
        where = f"/concerns/{self.address}/declare"
        assert send(self[who], where, {"answer": "conflict", "reason": "A tie."}).status_code == 302

    def confirm(self) -> TestResponse:
        typed = {"extract_title": "Rrezik", "extract": "Pjesa që del."}
        return send(self["sekretaria"], self.at("confirm_urgent"), typed)

    def transmit(self, who: str) -> TestResponse:
        typed = {
            "heading": "Strehim sot",
            "text": "Institucioni të strehojë sot.",
            "addressee": str(self.people.cast.organisations["sociale"]),
            "measure": "Strehimi.",
            "weight": "urges",
            "proposed_on": (today() + timedelta(days=3)).isoformat(),
        }
        return send(self[who], self.at("transmit_urgent"), typed)

    def name(self, who: str) -> TestResponse:
        """The chair puts the naming to the vote, and the Group is in favour."""
        person = str(self.people.cast.people[who].person_id)
        opened = send(self["kastriot"], "/votes/new/name_sender", {"person": person, "manner": "meeting"})
        assert opened.status_code == 302, opened.text
        vote = opened.headers["Location"]
        with self.app.app_context():
            cast_all(vote.rsplit("/", 1)[1], (Choice.FOR,))
        return send(self["kastriot"], vote, {}, f"{vote}/close")

    def sent_by(self) -> list[tuple[str, str]]:
        """As what, and by whom, it was confirmed and sent."""
        with self.app.app_context():
            rows = db.session.execute(
                select(Event.standing, Person.email)
                .join(Person, Person.id == Event.person_id)
                .where(Event.do.in_(("confirm_urgent", "transmit_urgent")))
                .order_by(Event.id)
            )
            return [(standing, email.split("@")[0]) for standing, email in rows]

    def stage(self) -> str:
        with self.app.app_context():
            return str(db.session.scalars(select(Concern.stage)).one())

    def told_to_move(self) -> set[str]:
        """Who was told last that it is their move."""
        with self.app.app_context():
            last = select(Event.id).order_by(Event.id.desc()).limit(1).scalar_subquery()
            moved = select(Notification.person_id).where(
                Notification.event_id == last, Notification.topic == Topic.MOVE
            )
            emails = db.session.scalars(select(Person.email).where(Person.id.in_(moved)))
            return {email.split("@")[0] for email in emails} - {"hana"}  # whose move the review is

    def none_may(self, *who: str) -> None:
        """None of these people may send it: whether its page is there or not, the step is not."""
        for each in who:
            assert self[each].get(self.at("transmit_urgent")).status_code == 404, each
            sent = post_unshown(self[each], self.at("transmit_urgent"), {"version": "1", "key": "k" * 22})
            assert sent.status_code == 404, each


def test_the_second_reader_sends_what_the_secretariat_confirmed(app: Flask, people: World) -> None:
    room = Room(app, people, READ)
    with app.app_context():
        colleague(people, "sekretaria", Role.SECRETARIAT, key="sekretaria_b")
    room.none_may("besnik")  # the chair is there
    room.recuse("kastriot")
    assert "An urgent recommendation is sent by Besnik Markaj" in room.page("sekretaria")
    early = room.transmit("besnik")
    assert early.status_code == 422 and "The secretariat has to confirm the extract first" in early.text
    assert room.confirm().status_code == 302
    assert room.told_to_move() == {"besnik"}
    room.none_may("sekretaria", "sekretaria_b", "kastriot", *MEMBERS)
    assert room.at("transmit_urgent") not in room["sekretaria_b"].get("/").text
    assert room.at("transmit_urgent") in room["besnik"].get("/").text
    assert room.at("transmit_urgent") not in room["mira"].get("/").text
    assert room.transmit("besnik").status_code == 302
    assert room.stage() == "awaiting_response"
    assert room.sent_by() == [("secretariat", "sekretaria"), ("second_reader", "besnik")]


def test_it_is_the_second_reader_too_where_the_chair_goes_after_the_confirmation(
    app: Flask, people: World
) -> None:
    room = Room(app, people, READ)
    assert room.confirm().status_code == 302
    assert room.told_to_move() == {"kastriot"}
    assert room.at("transmit_urgent") in room["kastriot"].get("/").text
    room.none_may("besnik", "sekretaria")
    room.recuse("kastriot")
    assert room.told_to_move() == {"besnik"}
    room.none_may("kastriot", "sekretaria", *MEMBERS)
    assert room.transmit("besnik").status_code == 302
    assert room.sent_by() == [("secretariat", "sekretaria"), ("second_reader", "besnik")]


def test_where_nobody_is_there_the_refusal_says_what_to_do(app: Flask, people: World) -> None:
    room = Room(app, people, lives.SUBMITTED)
    room.recuse("kastriot")
    page = room.page("sekretaria")
    assert "Nobody can send an urgent recommendation yet" in page and NOBODY in page
    refused = room.confirm()
    assert refused.status_code == 422 and NOBODY in refused.text
    assert "name a second reader, or let the Group name a member for it by vote" in refused.text
    # which is done as it says
    assert send(room["sekretaria"], room.at("admit"), {}).status_code == 302
    besnik = str(people.cast.people["besnik"].person_id)
    assert send(room["sekretaria"], room.at("assign_second_reader"), {"person": besnik}).status_code == 302
    assert room.confirm().status_code == 302
    assert room.transmit("besnik").status_code == 302
    assert room.stage() == "awaiting_response"


@pytest.mark.parametrize("confirmed_first", [False, True], ids=["recused first", "confirmed first"])
def test_a_second_reader_who_is_recused_is_out_and_whom_the_group_named_sends(
    app: Flask, people: World, confirmed_first: bool
) -> None:
    room = Room(app, people, READ)
    assert room.name("mira").status_code == 302
    assert "sends what is urgent where the chair is out" in room["hana"].get("/group").text
    if confirmed_first:
        assert room.confirm().status_code == 302
    room.recuse("kastriot")
    assert "is sent by Besnik Markaj or Mira Çelaj" in room.page("sekretaria")
    room.recuse("besnik")
    assert "is sent by Mira Çelaj" in room.page("sekretaria")
    if not confirmed_first:
        assert room.confirm().status_code == 302
    assert room.told_to_move() == {"mira"}
    room.none_may("besnik", "kastriot", "sekretaria", "hana")
    assert room.at("transmit_urgent") in room["mira"].get("/").text
    assert room.transmit("mira").status_code == 302
    assert room.sent_by() == [("secretariat", "sekretaria"), ("sender", "mira")]


def test_whom_the_group_named_sends_nothing_beside_the_chair(app: Flask, people: World) -> None:
    room = Room(app, people, READ)
    room.name("mira")
    assert room.confirm().status_code == 302
    assert room.told_to_move() == {"kastriot"}
    room.none_may("mira", "besnik")
    assert room.transmit("kastriot").status_code == 302
    assert room.sent_by() == [("secretariat", "sekretaria"), ("chair", "kastriot")]


def test_one_person_is_never_both(app: Flask, people: World) -> None:
    room = Room(app, people, READ)
    room.recuse("kastriot")
    assert room.confirm().status_code == 302
    with app.app_context(), unit_of_work() as session:  # who confirmed it is a member by now
        concern = session.scalars(select(Concern)).one()
        concern.urgent_confirmed_by_id = people.cast.people["besnik"].person_id
    assert room.at("transmit_urgent") not in room["besnik"].get("/").text
    refused = room.transmit("besnik")
    assert refused.status_code == 422
    assert "You confirmed the extract yourself: another person has to transmit it." in refused.text
    assert room.stage() == "under_review"


@pytest.mark.parametrize("named", ["anila", "mira", "jonida"], ids=["filer", "restricted", "recused"])
def test_who_could_not_be_second_reader_is_not_sent_to(app: Flask, people: World, named: str) -> None:
    level = Level.RESTRICTED if named == "mira" else Level.GROUP
    room = Room(app, people, lives.ADMITTED, level=level)
    room.name(named)
    if named == "jonida":
        room.recuse("jonida")
    room.recuse("kastriot")
    refused = room.confirm()
    assert refused.status_code == 422 and NOBODY in refused.text
    room.none_may(named)


def test_who_is_named_is_of_another_organisation_and_holds_a_seat(app: Flask, people: World) -> None:
    with app.app_context():
        colleague(people, "kastriot", Role.MEMBER, key="of_the_chair")
    room = Room(app, people, READ)
    page = room["kastriot"].get("/votes/new/name_sender").text
    (offered,) = form_of(page).named("person")
    ids = {str(people.cast.people[who].person_id) for who in ("kastriot", "of_the_chair", "arta")}
    assert len(offered.offered()) == 13 and not ids & set(offered.offered())
    assert room["sekretaria"].get("/votes/new/name_sender").status_code == 404
    room.name("mira")
    room.name("hana")  # one at most
    with app.app_context():
        named = db.session.scalars(select(Person.email).where(Person.sends_urgent)).all()
        assert named == ["hana@example.org"]
    ended = send(
        room["kastriot"],
        "/votes/new/end_seat",
        {
            "organisation": str(people.cast.people["hana"].organisation_id),
            "reason": "A.",
            "manner": "meeting",
        },
    ).headers["Location"]
    with app.app_context():
        cast_all(ended.rsplit("/", 1)[1], (Choice.FOR,))
    assert send(room["kastriot"], ended, {}, f"{ended}/close").status_code == 302
    with app.app_context():
        assert not db.session.scalars(select(Person.email).where(Person.sends_urgent)).all()
        assert not db.session.scalars(select(Recusal.id)).all()


def end_the_chair(room: Room) -> None:
    with room.app.app_context(), unit_of_work() as session:
        end_charges(session, [room.people.cast.people["kastriot"].person_id])


def turn_off(room: Room, who: str) -> None:
    """As by the command of the server."""
    with room.app.app_context():
        person = room.people.cast.people[who]
        change_rights(None, person.person_id, person.roles, active=False)


@pytest.mark.parametrize(
    "how", [end_the_chair, lambda room: turn_off(room, "kastriot")], ids=["empty", "off"]
)
def test_where_nobody_is_chair_whom_the_group_named_sends(
    app: Flask, people: World, how: Callable[[Room], None]
) -> None:
    room = Room(app, people, lives.ADMITTED)
    assert room.name("mira").status_code == 302
    how(room)
    assert "The chair is recused, or the Group has none" in room.page("sekretaria")
    assert "An urgent recommendation is sent by Mira Çelaj" in room.page("sekretaria")
    assert room.confirm().status_code == 302
    assert room.told_to_move() == {"mira"}
    room.none_may("hana", "besnik", "sekretaria", "luljeta")
    assert room.at("transmit_urgent") in room["mira"].get("/").text
    assert room.transmit("mira").status_code == 302
    assert room.stage() == "awaiting_response"
    assert room.sent_by() == [("secretariat", "sekretaria"), ("sender", "mira")]


def test_where_nobody_is_chair_the_secretariat_lets_the_group_name_a_member(
    app: Flask, people: World
) -> None:
    room = Room(app, people, lives.SUBMITTED)
    end_the_chair(room)
    refused = room.confirm()
    assert refused.status_code == 422 and NOBODY in refused.text
    mira = str(people.cast.people["mira"].person_id)
    opened = send(room["sekretaria"], "/votes/new/name_sender", {"person": mira, "manner": "meeting"})
    vote = opened.headers["Location"]
    with app.app_context():
        cast_all(vote.rsplit("/", 1)[1], (Choice.FOR,))
    assert send(room["sekretaria"], vote, {}, f"{vote}/close").status_code == 302
    assert room.confirm().status_code == 302
    assert room.transmit("mira").status_code == 302


def test_who_is_off_sends_nothing_and_is_not_counted_as_the_one_who_can(app: Flask, people: World) -> None:
    room = Room(app, people, READ)
    room.name("mira")
    room.recuse("kastriot")
    turn_off(room, "mira")
    assert "is sent by Besnik Markaj, once" in room.page("sekretaria")
    assert "sends what is urgent where the chair is out" not in room["hana"].get("/group").text
    with app.app_context(), unit_of_work() as session:  # by a way that frees no post
        session.get_one(Person, people.cast.people["besnik"].person_id).active = False
    assert "Nobody can send an urgent recommendation yet" in room.page("sekretaria")
    refused = room.confirm()
    assert refused.status_code == 422 and NOBODY in refused.text
