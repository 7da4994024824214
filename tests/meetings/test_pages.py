"""Calling a meeting, its agenda that proposes itself, its guests; and for whom it does not exist."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.db import db
from app.core.time import today
from app.demo import lives
from app.meetings.models import AgendaItem, Guest, Meeting
from app.recusals.service import recuse_myself
from tests.forms import again, forge, send
from tests.meetings.pages import called, items, pick, tomorrow
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World

PROPOSE = ("ministria", "koordinatorja")  # uninvited, they see none, and may propose an item


@pytest.fixture
def proposed(people: World, app: Flask) -> str:
    with app.app_context():
        return people.concern(lives.PROPOSED)


@pytest.fixture
def sent(people: World, app: Flask) -> str:
    """A recommendation to the social service whose answer is late."""
    with app.app_context():
        return people.concern(lives.SENT, age=60)


def test_a_meeting_is_called_changed_and_cancelled(app: Flask, people: World) -> None:
    secretariat, member = in_english(app, "sekretaria"), in_english(app, "mira")
    meeting = called(app, secretariat, tomorrow())
    page = member.get(f"/meetings/{meeting}").text
    assert "Fourth meeting" in page and "09:00–11:00" in page and "Room 3" in page
    assert meeting in member.get("/meetings").text
    typed = {"title": "Fourth", "starts": "10:00", "ends": "12:00", "place": "Hall"}
    chair, change = in_english(app, "kastriot"), f"/meetings/{meeting}/change"
    open_before = chair.get(change)
    changed = send(secretariat, change, {"on": tomorrow().isoformat(), **typed})
    assert changed.status_code == 302
    assert "10:00–12:00" in member.get(f"/meetings/{meeting}").text
    late = again(chair, open_before, {"on": tomorrow().isoformat(), **typed})
    assert late.status_code == 409 and 'value="2"' in late.text and "Hall" in late.text
    with app.app_context():
        assert db.session.scalars(select(Meeting.sequence)).one() == 1
    early = post_unshown(secretariat, f"/meetings/{meeting}/open", {"version": "2", "key": "early"})
    assert early.status_code == 409 and "A meeting is opened on its day, not before." in early.text
    assert f"/meetings/{meeting}/open" not in secretariat.get(f"/meetings/{meeting}").text, "not offered yet"
    assert "it cannot be undone" in secretariat.get(f"/meetings/{meeting}/cancel").text
    assert "Meeting called" in member.get(f"/meetings/{meeting}").text, "it was only asked"
    cancel = secretariat.get(f"/meetings/{meeting}/cancel")
    stale = chair.get(f"/meetings/{meeting}/cancel")
    for _ in range(2):
        assert again(secretariat, cancel, {}).status_code == 302, "sent twice it is done once"
    assert "Meeting cancelled" in member.get(f"/meetings/{meeting}").text
    late = again(chair, stale, {})
    assert late.status_code == 409 and "Somebody changed the meeting" in late.text
    with app.app_context():
        assert db.session.scalars(select(Meeting.version)).one() == 3


SKIPS = "the night in which the clocks skip an hour"


def clocks_skip() -> date:
    """The next last Sunday of March."""
    for year in (today().year, today().year + 1):
        last = date(year, 3, 31)
        day = last - timedelta(days=last.isoweekday() % 7)
        if day > today():
            return day
    raise AssertionError


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": "2020-01-01"}, "Enter today's date or a later one."),
        ({"ends": "08:00"}, "It must end after it begins."),
        ({"place": ""}, "Enter a place or a link."),
        ({"starts": "x"}, "This is not a time."),
        ({"link": "javascript:alert(1)"}, "Enter a full address"),
        ({"link": "http://example.org/x"}, "Enter a full address"),
        ({"link": "https://[example.org/x"}, "Enter a full address"),
        ({"link": "https://example.org:x/"}, "Enter a full address"),
        ({"on": SKIPS, "starts": "02:30", "ends": "03:00"}, "It must end after it begins."),
        ({"title": " "}, "Fill this in."),
    ],
)
def test_what_was_typed_stays_beside_what_is_wrong(
    app: Flask, people: World, fields: dict[str, str], said: str
) -> None:
    given = {
        "title": "M",
        "on": tomorrow().isoformat(),
        "starts": "09:00",
        "ends": "10:00",
        "place": "R",
        "note": "Bring paper.",
        **{name: clocks_skip().isoformat() if typed == SKIPS else typed for name, typed in fields.items()},
    }
    answer = send(in_english(app, "sekretaria"), "/meetings/new", given)
    assert answer.status_code == 422 and said in answer.text and "Bring paper." in answer.text


def test_the_agenda_proposes_itself(app: Flask, proposed: str, sent: str, people: World) -> None:
    with app.app_context():
        people.concern(lives.REPORTED)
    secretariat = in_english(app, "sekretaria")
    earlier, meeting = called(app, secretariat), called(app, secretariat, tomorrow())
    assert "Minutes of the meeting" not in secretariat.get(f"/meetings/{meeting}/agenda").text
    send(secretariat, f"/meetings/{earlier}", {}, f"/meetings/{earlier}/open")
    page = secretariat.get(f"/meetings/{meeting}/agenda").text
    for words in (
        "Ready for decision",
        "Overdue",
        "Claim awaiting verification",
        "Mandate of ",
        "Minutes of the meeting of",
        f"concern:{proposed}",
    ):
        assert words in page
    assert len(pick(secretariat, meeting, "concern:", "recommendation:", "seat:", "minutes:")) == 5
    assert 'name="pick"' not in secretariat.get(f"/meetings/{meeting}/agenda").text


def test_items_are_added_moved_and_removed_while_called(app: Flask, people: World, proposed: str) -> None:
    chair = in_english(app, "kastriot")
    meeting = called(app, chair)
    assert send(chair, f"/meetings/{meeting}/agenda/new", {"title": "Any other business"}).status_code == 302
    first, second = pick(chair, meeting, proposed)
    agenda, up = chair.get(f"/meetings/{meeting}/agenda"), f"/meetings/{meeting}/items/{second}/up"
    again(chair, agenda, {}, up)
    assert items(chair, meeting) == [second, first]
    again(chair, agenda, {}, up)
    assert items(chair, meeting) == [second, first]
    send(chair, f"/meetings/{meeting}/agenda/new", {"title": "Third"})
    third = items(chair, meeting)[-1]
    agenda = chair.get(f"/meetings/{meeting}/agenda")
    for _ in range(2):
        assert again(chair, agenda, {}, f"/meetings/{meeting}/items/{third}/up").status_code == 302
    assert items(chair, meeting) == [second, third, first], "sent twice, it went up once"
    agenda = chair.get(f"/meetings/{meeting}/agenda")
    for _ in range(2):
        assert again(chair, agenda, {}, f"/meetings/{meeting}/items/{third}/remove").status_code == 302
    assert items(chair, meeting) == [second, first]
    assert "Any other business" in in_english(app, "mira").get(f"/meetings/{meeting}").text
    send(chair, f"/meetings/{meeting}/agenda", {}, f"/meetings/{meeting}/items/{first}/remove")
    assert items(chair, meeting) == [second]
    agenda, new = chair.get(f"/meetings/{meeting}/agenda"), chair.get(f"/meetings/{meeting}/agenda/new")
    send(chair, f"/meetings/{meeting}", {}, f"/meetings/{meeting}/open")
    assert again(chair, agenda, {}, f"/meetings/{meeting}/items/{second}/remove").status_code == 409
    assert again(chair, new, {"title": "Late"}).status_code == 409
    assert chair.get(f"/meetings/{meeting}/agenda").status_code == 409


def test_a_recused_member_finds_neither_item_nor_gap(app: Flask, people: World, proposed: str) -> None:
    chair, member = in_english(app, "kastriot"), in_english(app, "mira")
    meeting = called(app, chair)
    send(chair, f"/meetings/{meeting}/agenda/new", {"title": "First"})
    pick(chair, meeting, proposed)
    send(chair, f"/meetings/{meeting}/agenda/new", {"title": "Last"})
    with app.app_context():
        title = people.case("kastriot", proposed).concern.title
        recuse_myself(people.cast.people["mira"], proposed, "A contract.")
    assert title in chair.get(f"/meetings/{meeting}").text
    page = member.get(f"/meetings/{meeting}").text
    assert "First" in page and "Last" in page
    assert title not in page and proposed not in page and "Ready for decision" not in page
    assert page.count("<li>\n<b>") == 2


def test_a_guest_sees_the_item_and_nothing_else(app: Flask, people: World, proposed: str, sent: str) -> None:
    chair, guest = in_english(app, "kastriot"), in_english(app, "sociale")
    meeting = called(app, chair, tomorrow(), note="For us alone.")
    send(chair, f"/meetings/{meeting}/agenda/new", {"title": "Between us"})
    _free, case, late = pick(chair, meeting, proposed, "recommendation:")
    assert guest.get("/meetings").status_code == 404 and guest.get(f"/meetings/{meeting}").status_code == 404
    person = str(people.cast.people["sociale"].person_id)
    assert 'value="0">Choose one<' in chair.get(f"/meetings/{meeting}/items/{case}/guests").text
    refused = send(chair, f"/meetings/{meeting}/items/{case}/guests", {"person": person})
    assert refused.status_code == 422 and "nobody may learn of it" in refused.text
    with app.app_context():
        assert not db.session.scalars(select(Guest)).all()
    assert send(chair, f"/meetings/{meeting}/items/{late}/guests", {"person": person}).status_code == 302
    page = guest.get(f"/meetings/{meeting}").text
    assert "09:00–11:00" in page and "Room 3" in page and "Overdue" in page
    for hidden in ("Between us", "For us alone.", "Fourth meeting", "Ready for decision", "Zana"):
        assert hidden not in page.split("<main")[1].split("</main>")[0]
    assert meeting in guest.get("/meetings").text and "Fourth" not in guest.get("/meetings").text
    assert in_english(app, "policia").get(f"/meetings/{meeting}").status_code == 404
    guests = f"/meetings/{meeting}/items/{late}/guests"
    send(chair, guests, {}, f"{guests}/{person}/remove")
    assert guest.get(f"/meetings/{meeting}").status_code == 404
    stranger = str(people.cast.people["mira"].person_id)
    assert forge(chair, guests, {"person": stranger}).status_code == 422


@pytest.mark.parametrize(
    "who", ["ministria", "sociale", "koordinatorja", "vezhguesi", "administratori", "mira"]
)
def test_who_does_not_convene_finds_none_of_its_addresses(app: Flask, people: World, who: str) -> None:
    chair = in_english(app, "kastriot")
    meeting = called(app, chair)
    send(chair, f"/meetings/{meeting}/agenda/new", {"title": "First"})
    (item,) = items(chair, meeting)
    outsider = in_english(app, who)
    calling = () if who == "koordinatorja" else ("/meetings/new",)  # of hers, tests/meetings/test_calling.py
    for where in (*calling, f"/meetings/{meeting}/change", f"/meetings/{meeting}/agenda"):
        assert outsider.get(where).status_code == post_unshown(outsider, where, {}).status_code == 404
    for where in ("agenda/new", f"items/{item}/guests"):
        assert outsider.get(f"/meetings/{meeting}/{where}").status_code == 404
        assert post_unshown(outsider, f"/meetings/{meeting}/{where}", {}).status_code == 404
    for where in (
        "open",
        "cancel",
        f"items/{item}/up",
        f"items/{item}/remove",
        f"items/{item}/guests/1/remove",
    ):
        assert post_unshown(outsider, f"/meetings/{meeting}/{where}", {}).status_code == 404
    if who != "mira":
        assert outsider.get("/meetings").status_code == (200 if who in PROPOSE else 404)
        assert meeting not in outsider.get("/meetings").text
        assert outsider.get(f"/meetings/{meeting}").status_code == 404
    with app.app_context():
        assert db.session.scalars(select(AgendaItem.title)).all() == ["First"]


def test_what_is_called_after_back_is_another_meeting(app: Flask, people: World) -> None:
    secretariat = in_english(app, "sekretaria")
    new = secretariat.get("/meetings/new")
    given = {"on": tomorrow().isoformat(), "starts": "09:00", "ends": "11:00", "place": "Room 3"}
    for title in ("The first", "The first", "The second"):  # twice at once, then Back and something else
        assert again(secretariat, new, {**given, "title": title}).status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Meeting.title).order_by(Meeting.id)).all() == [
            "The first",
            "The second",
        ]
