"""While a meeting sits: quorum of each item, votes, decisions, action items on desks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.db import db, unit_of_work
from app.core.time import frozen, now, today
from app.demo import lives
from app.meetings.models import ActionItem, AgendaItem, AttendanceException, Guest
from app.recusals.service import recuse_myself
from tests.forms import forge, send
from tests.meetings.pages import called, items, pick, tomorrow
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World


@pytest.fixture
def proposed(people: World, app: Flask) -> str:
    with app.app_context():
        return people.concern(lives.PROPOSED)


@pytest.fixture
def open_meeting(app: Flask, proposed: str) -> tuple[str, str, str]:
    """A meeting that sits: its id, a free item, and one about the concern."""
    chair = in_english(app, "kastriot")
    meeting = called(app, chair)
    send(chair, f"/meetings/{meeting}/agenda/new", {"title": "Other business"})
    free, case = pick(chair, meeting, proposed)
    assert send(chair, f"/meetings/{meeting}", {}, f"/meetings/{meeting}/open").status_code == 302
    return meeting, free, case


def organisations(app: Flask, people: World, *names: str) -> list[str]:
    return [str(people.cast.people[name].organisation_id) for name in names]


def number_of(page: str, term: str) -> int:
    found = re.search(rf"<dt>{term}</dt><dd>(\d+)</dd>", page)
    assert found, page
    return int(found[1])


def test_attendance_gives_quorum_for_each_item(
    app: Flask, people: World, proposed: str, open_meeting: tuple[str, str, str]
) -> None:
    meeting, free, case = open_meeting
    secretariat = in_english(app, "sekretaria")
    seven = organisations(app, people, "anila", "besnik", "drita", "elira", "gentiana", "hana", "mira")
    answer = send(secretariat, f"/meetings/{meeting}/attendance", {"present": seven})
    assert answer.status_code == 302
    assert "7 of 13 seats are there." in secretariat.get(f"/meetings/{meeting}").text
    with app.app_context():
        recuse_myself(people.cast.people["mira"], proposed, "A contract.")
    page = secretariat.get(f"/meetings/{meeting}/items/{free}").text
    assert "Quorum is there" in page and number_of(page, "Entitled seats") == 13
    page = secretariat.get(f"/meetings/{meeting}/items/{case}").text
    assert "No quorum" in page, "six of twelve are there"
    assert (number_of(page, "Recused"), number_of(page, "Present"), number_of(page, "Needed")) == (1, 6, 7)
    more = [*seven, *organisations(app, people, "ilir")]
    where = f"/meetings/{meeting}/items/{case}/attendance"
    assert send(secretariat, where, {"present": more}).status_code == 302
    with app.app_context():
        assert len(db.session.scalars(select(AttendanceException)).all()) == 1
    assert "Quorum is there" in secretariat.get(f"/meetings/{meeting}/items/{case}").text
    assert "7 of 13 seats are there." in secretariat.get(f"/meetings/{meeting}").text


def test_a_vote_is_opened_from_the_item_and_stands_beside_it(
    app: Flask, proposed: str, open_meeting: tuple[str, str, str]
) -> None:
    meeting, _free, case = open_meeting
    chair = in_english(app, "kastriot")
    page = chair.get(f"/meetings/{meeting}/items/{case}").text
    where = re.search(rf'href="(/concerns/{proposed}/steps/adopt\?manner=meeting)"', page)
    assert where
    form = chair.get(where[1]).text
    assert re.search(r'<input[^>]*checked[^>]*value="meeting"', form)
    answer = send(chair, where[1], {})
    vote = answer.headers["Location"].rsplit("/", 1)[1]
    member = in_english(app, "mira")
    assert f"/votes/{vote}" in member.get(f"/meetings/{meeting}/items/{case}").text
    assert "steps/adopt" not in member.get(f"/meetings/{meeting}/items/{case}").text


def test_a_mandate_that_ends_is_put_to_the_vote_from_its_item(app: Flask, people: World) -> None:
    chair = in_english(app, "kastriot")
    meeting = called(app, chair)
    (item, *_more) = pick(chair, meeting, "seat:")
    where = f"/meetings/{meeting}/items/{item}"
    assert "/votes/new/end_seat" not in chair.get(where).text, "the meeting has not begun"
    send(chair, f"/meetings/{meeting}", {}, f"/meetings/{meeting}/open")
    assert "/votes/new/end_seat" in chair.get(where).text
    assert "/votes/new/end_seat" not in in_english(app, "mira").get(where).text


def test_decisions_and_action_items(
    app: Flask, people: World, proposed: str, open_meeting: tuple[str, str, str]
) -> None:
    meeting, free, case = open_meeting
    secretariat, owner, other = (in_english(app, who) for who in ("sekretaria", "mira", "hana"))
    where = f"/meetings/{meeting}/items"
    assert send(secretariat, f"{where}/{case}/resolutions", {"text": "Adopted by all."}).status_code == 302
    assert send(secretariat, f"{where}/{case}/resolutions", {"text": " "}).status_code == 422
    mira = str(people.cast.people["mira"].person_id)
    due = today() + timedelta(days=3)
    given = {"what": "Write to the service.", "owner": mira, "due_on": due.isoformat()}
    assert 'value="0">Choose one<' in secretariat.get(f"{where}/{case}/actions").text
    assert send(secretariat, f"{where}/{case}/actions", given).status_code == 302
    wrong = send(secretariat, f"{where}/{case}/actions", {**given, "owner": "0"})
    assert wrong.status_code == 422 and "Write to the service." in wrong.text
    page = other.get(f"{where}/{case}").text
    assert "Adopted by all." in page and "Write to the service." in page and "Mark as done" not in page
    assert "Write to the service." in owner.get("/").text
    assert "Write to the service." not in other.get("/").text
    with frozen(now() + timedelta(days=5)):
        late = in_english(app, "mira")
        assert "2 days late" in late.get("/").text and "2 days late" in late.get("/meetings").text
        assert "Late: 1." in late.get("/").text, "it counts as late with her"
        desk = in_english(app, "koordinatorja").get("/desk").text
        assert re.search(r"meetings</caption>.*?<span>1</span>.*?<span>1</span>", desk, re.DOTALL)
        assert "Write to the service." not in desk and "Mira" not in desk.split("<main")[1]
    with app.app_context():
        action = db.session.scalars(select(ActionItem.public_id)).one()
    owner, other = in_english(app, "mira"), in_english(app, "hana")  # days later the sessions before are over
    assert post_unshown(other, f"/meetings/actions/{action}/done", {}).status_code == 404
    assert send(owner, "/", {}, f"/meetings/actions/{action}/done").status_code == 302
    assert "Write to the service." not in owner.get("/").text
    assert "done on" in other.get(f"{where}/{case}").text
    assert free


def test_a_guest_may_be_given_something_and_sees_that_alone(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.SENT, age=60)
    chair, guest = in_english(app, "kastriot"), in_english(app, "sociale")
    meeting = called(app, chair)
    (item,) = pick(chair, meeting, "recommendation:")
    where = f"/meetings/{meeting}/items/{item}"
    ours, theirs = (str(people.cast.people[who].person_id) for who in ("mira", "sociale"))
    due = {"due_on": tomorrow(2).isoformat()}
    send(chair, f"/meetings/{meeting}", {}, f"/meetings/{meeting}/open")
    refused = forge(chair, f"{where}/actions", {"owner": theirs}, typed={"what": "Send it.", **due})
    assert refused.status_code == 422, "nobody invited them"
    with app.app_context(), unit_of_work() as session:
        row = session.scalars(select(AgendaItem.id).where(AgendaItem.public_id == item)).one()
        session.add(Guest(item_id=row, person_id=int(theirs), at=now()))
    for what, owner in (("Send the plan.", theirs), ("Check the plan.", ours)):
        assert send(chair, f"{where}/actions", {"what": what, "owner": owner, **due}).status_code == 302
    for page in (guest.get("/").text, guest.get(where).text):
        assert "Send the plan." in page and "Check the plan." not in page
    assert "Quorum" not in guest.get(where).text
    with frozen(now() + timedelta(days=5)):
        assert "3 days late" in in_english(app, "sociale").get("/").text
        assert "Send the plan." in in_english(app, "mira").get("/meetings").text
    with app.app_context():
        ids = dict(db.session.execute(select(ActionItem.what, ActionItem.public_id)).all())
    guest = in_english(app, "sociale")  # days later the session before is over
    assert post_unshown(guest, f"/meetings/actions/{ids['Check the plan.']}/done", {}).status_code == 404
    assert send(guest, "/", {}, f"/meetings/actions/{ids['Send the plan.']}/done").status_code == 302
    assert "Send the plan." not in guest.get("/").text


def test_what_was_written_down_wrongly_is_taken_back(app: Flask, open_meeting: tuple[str, str, str]) -> None:
    meeting, free, _case = open_meeting
    chair = in_english(app, "kastriot")
    where = f"/meetings/{meeting}/items/{free}"
    send(chair, f"{where}/resolutions", {"text": "Wrong."})
    row = re.search(r"/strike/([\w-]+)", chair.get(where).text)
    assert row
    assert send(chair, where, {}, f"{where}/strike/{row[1]}").status_code == 302
    assert "Wrong." not in chair.get(where).text


def test_a_recused_owner_keeps_nothing_of_the_case(
    app: Flask, people: World, proposed: str, open_meeting: tuple[str, str, str]
) -> None:
    meeting, _free, case = open_meeting
    secretariat, member = in_english(app, "sekretaria"), in_english(app, "mira")
    where = f"/meetings/{meeting}/items/{case}"
    given = {"what": "Of the case.", "owner": str(people.cast.people["mira"].person_id)}
    send(secretariat, f"{where}/actions", {**given, "due_on": tomorrow().isoformat()})
    with app.app_context():
        recuse_myself(people.cast.people["mira"], proposed, "A contract.")
        action = db.session.scalars(select(ActionItem.public_id)).one()
    assert member.get(where).status_code == 404
    assert "Of the case." not in member.get("/").text and "Of the case." not in member.get("/meetings").text
    assert post_unshown(member, f"/meetings/actions/{action}/done", {}).status_code == 404
    again = send(secretariat, f"{where}/actions", {**given, "due_on": tomorrow().isoformat()})
    assert again.status_code == 422 and "This person cannot see the case" in again.text
    assert items(member, meeting)


def test_who_has_not_declared_reads_the_title_alone(app: Flask, people: World) -> None:
    with app.app_context():
        concern = people.concern(lives.PROPOSED, declared=False)
    secretariat, member = in_english(app, "sekretaria"), in_english(app, "mira")
    meeting = called(app, secretariat)
    (item,) = pick(secretariat, meeting, concern)
    send(secretariat, f"/meetings/{meeting}", {}, f"/meetings/{meeting}/open")
    send(secretariat, f"/meetings/{meeting}/items/{item}/resolutions", {"text": "A decision."})
    page = member.get(f"/meetings/{meeting}/items/{item}").text
    assert "A decision." not in page and "Say first whether you have a conflict" in page


@pytest.mark.parametrize("who", ["ministria", "vezhguesi", "mira"])
def test_only_who_convenes_writes(
    app: Flask, people: World, open_meeting: tuple[str, str, str], who: str
) -> None:
    meeting, free, _case = open_meeting
    outsider = in_english(app, who)
    for where in (
        "attendance",
        *(f"items/{free}/{what}" for what in ("attendance", "resolutions", "actions")),
    ):
        assert outsider.get(f"/meetings/{meeting}/{where}").status_code == 404
        assert post_unshown(outsider, f"/meetings/{meeting}/{where}", {}).status_code == 404
    assert post_unshown(outsider, f"/meetings/{meeting}/items/{free}/strike/x", {}).status_code == 404
    assert outsider.get(f"/meetings/{meeting}/items/{free}").status_code == (200 if who == "mira" else 404)
