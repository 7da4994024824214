"""Who convenes besides the chair and the secretariat, and who proposes what a meeting is to speak of."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import db
from app.demo import lives
from app.meetings.models import AgendaItem, AgendaProposal, Meeting, MeetingMail
from app.notifications.delivery import deliver
from app.notifications.models import Notification
from tests.forms import again, send
from tests.meetings.pages import called, items, pick, tomorrow
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World

INVITATION = Notification.kind == MeetingMail.INVITATION
NEW, PROPOSALS = "/meetings/proposals/new", "/meetings/proposals"
TITLE, REASON = "A calendar for the regional committees", "They did not meet this year."


def propose(client: FlaskClient, title: str = TITLE) -> None:
    answer = send(client, NEW, {"title": title, "reason": REASON})
    assert answer.status_code == 302, answer.text


def main(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.text.split("<main")[1])


def test_the_coordinator_calls_moves_and_cancels_a_meeting_of_the_group(app: Flask, people: World) -> None:
    coordinator, member = in_english(app, "koordinatorja"), in_english(app, "mira")
    meeting = called(app, coordinator, tomorrow())
    assert meeting in member.get("/meetings").text and "09:00–11:00" in main(member, f"/meetings/{meeting}")
    page = main(coordinator, f"/meetings/{meeting}")
    assert "Change the meeting" in page and "Room 3" in page
    for others in ("Put together the agenda", "Open the meeting", "Invite guests"):
        assert others not in page, "the agenda is the chair's and the secretariat's"
    with app.app_context():
        told = set(db.session.scalars(select(Notification.person_id).where(INVITATION)))
    assert {people.cast.people[who].person_id for who in ("mira", "sekretaria", "koordinatorja")} <= told
    moved = send(coordinator, f"/meetings/{meeting}/change", {"starts": "10:00", "ends": "12:00"})
    assert moved.status_code == 302 and "10:00–12:00" in main(member, f"/meetings/{meeting}")
    assert send(coordinator, f"/meetings/{meeting}/cancel", {}).status_code == 302
    assert "Meeting cancelled" in main(member, f"/meetings/{meeting}")


def test_what_the_group_writes_of_a_meeting_the_coordinator_called_stays_in_the_group(
    app: Flask, people: World
) -> None:
    coordinator, secretariat = in_english(app, "koordinatorja"), in_english(app, "sekretaria")
    meeting = called(app, coordinator, tomorrow())
    ours = {"title": "On our strategy", "note": "For us alone."}
    assert send(secretariat, f"/meetings/{meeting}/change", ours).status_code == 302
    send(secretariat, f"/meetings/{meeting}/agenda/new", {"title": "Between us"})
    (item,) = items(secretariat, meeting)
    for address in ("/meetings", f"/meetings/{meeting}", f"/meetings/{meeting}/change", "/"):
        page = main(coordinator, address)
        assert not [words for words in (*ours.values(), "Between us") if words in page], address
    assert coordinator.get(f"/meetings/{meeting}/items/{item}").status_code == 404
    assert coordinator.get(f"/meetings/{meeting}/minutes").status_code == 404
    assert send(coordinator, f"/meetings/{meeting}/change", {"place": "Hall"}).status_code == 302
    with app.app_context():
        row = db.session.scalars(select(Meeting)).one()
        assert (row.title, row.note, row.place) == ("On our strategy", "For us alone.", "Hall")
    for where in ("open", "agenda", "agenda/new", f"items/{item}/up", f"items/{item}/guests"):
        assert post_unshown(coordinator, f"/meetings/{meeting}/{where}", {}).status_code == 404


@pytest.mark.parametrize("who", ["mira", "ministria", "koordinatorja"])
def test_who_proposes_an_item_sees_what_becomes_of_it(app: Flask, people: World, who: str) -> None:
    proposer, secretariat = in_english(app, who), in_english(app, "sekretaria")
    assert NEW in proposer.get("/meetings").text
    propose(proposer)
    propose(proposer, "Not now")
    propose(proposer, "A mistake")
    back = main(proposer, PROPOSALS).rsplit(f'action="{PROPOSALS}/', 3)[1].split('"')[0]
    assert send(proposer, PROPOSALS, {}, f"{PROPOSALS}/{back}").status_code == 302
    assert "A mistake" not in main(proposer, PROPOSALS)
    waiting = main(secretariat, PROPOSALS)
    assert TITLE in waiting and REASON in waiting and people.cast.people[who].name in waiting
    meeting = called(app, secretariat, tomorrow())
    agenda = main(secretariat, f"/meetings/{meeting}/agenda")
    first = agenda.split('value="proposal:')[1].split('"')[0]
    assert TITLE in agenda
    pick(secretariat, meeting, f"proposal:{first}")
    assert TITLE in main(in_english(app, "hana"), f"/meetings/{meeting}")
    assert TITLE not in main(secretariat, f"/meetings/{meeting}/agenda").split('id="suggestions"')[1]
    left = main(secretariat, PROPOSALS).split(f'action="{PROPOSALS}/')[1].split('"')[0]
    assert send(secretariat, PROPOSALS, {}, f"{PROPOSALS}/{left}").status_code == 302
    page = main(proposer, PROPOSALS)
    assert "On the agenda of" in page and "Left out on" in page and "Pending" not in page
    with app.app_context():
        assert db.session.scalars(select(AgendaItem.title)).all() == [TITLE]
    if who != "mira":
        assert proposer.get(f"/meetings/{meeting}").status_code == 404, "to propose is no invitation"


def test_an_institution_proposes_while_it_is_invited(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.SENT, age=60)
    chair, guest, stranger = (in_english(app, who) for who in ("kastriot", "sociale", "policia"))
    meeting = called(app, chair, tomorrow())
    (item,) = pick(chair, meeting, "recommendation:")
    for outsider in (guest, stranger):
        assert outsider.get(NEW).status_code == outsider.get(PROPOSALS).status_code == 404
        assert post_unshown(outsider, NEW, {"title": TITLE, "reason": REASON}).status_code == 404
    person = str(people.cast.people["sociale"].person_id)
    assert send(chair, f"/meetings/{meeting}/items/{item}/guests", {"person": person}).status_code == 302
    assert NEW in guest.get("/meetings").text
    propose(guest)
    assert stranger.get(NEW).status_code == 404
    assert send(chair, f"/meetings/{meeting}/cancel", {}).status_code == 302
    assert guest.get(NEW).status_code == 404 and TITLE in main(guest, PROPOSALS), "what it said it still sees"
    assert TITLE in main(chair, PROPOSALS)


@pytest.mark.parametrize("who", ["mira", "ministria", "vezhguesi", "administratori"])
def test_nobody_else_reads_leaves_out_or_takes_back_a_proposal(app: Flask, people: World, who: str) -> None:
    propose(in_english(app, "anila"))
    chair, other = in_english(app, "kastriot"), in_english(app, who)
    page = main(chair, PROPOSALS)
    where = page.split(f'action="{PROPOSALS}/')[1].split('"')[0]
    proposal = where.split("/")[0]
    for address in (PROPOSALS, "/meetings", "/"):
        assert TITLE not in other.get(address).text
    for act in ("leave-out", "take-back"):
        assert post_unshown(other, f"{PROPOSALS}/{proposal}/{act}", {}).status_code == 404
    assert post_unshown(chair, f"{PROPOSALS}/{proposal}/take-back", {}).status_code == 404
    assert TITLE in main(chair, PROPOSALS)


def test_what_is_sent_twice_is_there_once(app: Flask, people: World) -> None:
    chair = in_english(app, "kastriot")
    given = {"on": tomorrow().isoformat(), "starts": "09:00", "ends": "11:00", "place": "Room 3"}
    page = chair.get("/meetings/new")
    first, second = again(chair, page, given), again(chair, page, given)
    assert first.status_code == second.status_code == 302 and first.location == second.location
    assert send(chair, "/meetings/new", {**given, "place": "Room 4"}).location != first.location
    agenda = f"/meetings/{first.location.split('/')[2]}/agenda"
    for new in (f"{agenda}/new", NEW):
        page = chair.get(new)
        item = {"title": TITLE, "reason": REASON} if new == NEW else {"title": "Visits"}
        for _ in range(2):
            assert again(chair, page, item).status_code == 302
        assert again(chair, page, {**item, "title": "Others"}).status_code == 302
    with app.app_context():
        titles = list(db.session.scalars(select(AgendaProposal.title)))
        free = list(db.session.scalars(select(AgendaItem.title)))
        told = list(
            db.session.execute(select(Notification.meeting_id, Notification.person_id).where(INVITATION))
        )
    assert sorted(titles) == sorted([TITLE, "Others"]) and sorted(free) == ["Others", "Visits"]
    assert len(told) == len(set(told))


def test_who_leads_the_meeting_is_told_of_a_proposed_item_while_it_waits(app: Flask, people: World) -> None:
    propose(in_english(app, "mira"))
    with app.app_context():
        told = set(
            db.session.scalars(select(Notification.person_id).where(Notification.kind == "item_proposed"))
        )
        assert told == {people.cast.people[who].person_id for who in ("kastriot", "sekretaria")}
        sent: list[EmailMessage] = []
        assert deliver(sent.append)
        assert "/meetings/proposals" in str(sent[0]) and TITLE not in str(sent[0])
    secretariat = in_english(app, "sekretaria")
    where = re.search(r'/meetings/proposals/[^/"]+/leave-out', secretariat.get(PROPOSALS).text)
    assert where is not None
    assert send(secretariat, PROPOSALS, {}, where[0]).status_code == 302
    with app.app_context():
        assert deliver(sent.append) and len(sent) == 1, "it waits no more: nobody is told"
    propose(in_english(app, "kastriot"), "Another one")
    with app.app_context():
        kind = Notification.kind == "item_proposed"
        latest = (
            select(Notification.about)
            .where(kind)
            .order_by(Notification.about.desc())
            .limit(1)
            .scalar_subquery()
        )
        told = set(db.session.scalars(select(Notification.person_id).where(Notification.about == latest)))
        assert told == {people.cast.people["sekretaria"].person_id}, "who proposes it knows"
