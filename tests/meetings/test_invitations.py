"""Invitations: who is told, of what, in which language; a change, a cancellation; right checked as the mail leaves."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from icalendar import Calendar
from icalendar.cal import Component
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.service import change_rights
from app.core.db import db, unit_of_work
from app.core.time import ZONE, frozen, now
from app.demo import lives
from app.meetings.invitations import invite_newcomers
from app.meetings.models import MeetingMail
from app.notifications.delivery import deliver
from app.notifications.models import Notification, SendState
from tests.forms import send
from tests.meetings.pages import called, pick, tomorrow
from tests.votes.pages import in_english
from tests.world import World
from workflows.roles import Role

PARTICULARS = {"title": "Fourth", "starts": "10:00", "ends": "12:00", "place": "Hall"}


def sent(app: Flask) -> dict[str, EmailMessage]:
    """The invitations that leave now, by the name before the @; nobody gets two."""
    mails = sent_all(app)
    by_reader = {str(mail["To"]).split("<")[1].split("@")[0]: mail for mail in mails}
    assert len(by_reader) == len(mails)
    return by_reader


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def event_of(mail: EmailMessage) -> Component:
    """The event of a mail; the part for calendars and the attached file say the same."""
    parts = {part.get_content_type(): part for part in mail.walk()}
    inline, file = parts["text/calendar"], parts["application/ics"]
    content = file.get_payload(decode=True)
    assert isinstance(content, bytes) and inline.get_content().splitlines() == content.decode().splitlines()
    assert file.get_content_disposition() == "attachment" and str(file.get_filename()).endswith(".ics")
    calendar = Calendar.from_ical(content)
    assert inline.get_param("method") == calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    event["METHOD"] = calendar["METHOD"]
    return event


@pytest.fixture
def late(people: World, app: Flask) -> str:
    """A recommendation to the social service whose answer is late."""
    with app.app_context():
        return people.concern(lives.SENT, age=60)


def test_the_group_and_the_secretariat_are_invited_then_told_of_a_change_and_of_the_end(
    app: Flask, people: World
) -> None:
    with app.app_context(), unit_of_work() as session:
        session.get_one(Person, people.cast.people["mira"].person_id).language = "en"
    secretariat = in_english(app, "sekretaria")
    meeting = called(
        app, secretariat, tomorrow(), title="About Zana", note="Of Zana.", link="https://meet.example/x"
    )
    mails = sent(app)
    assert {"sekretaria", "kastriot", "anila", "dritan", "mira"} <= mails.keys()
    assert not mails.keys() & {"ministria", "policia", "koordinatorja", "vezhguesi", "administratori"}
    mail = mails["mira"]
    assert str(mail["Subject"]).startswith("Invitation: meeting of the Group, ")
    assert "Dear Mira" in text_of(mail) and "Place: Room 3" in text_of(mail)
    assert f"/meetings/{meeting}" in text_of(mail) and "https://meet.example/x" in text_of(mail)
    assert "Jeni të ftuar" in text_of(mails["hana"]) and str(mails["hana"]["Subject"]).startswith("Ftesë: ")
    assert all("Zana" not in mail.as_string() + text_of(mail) for mail in mails.values())
    event = event_of(mail)
    assert (event["METHOD"], event["SEQUENCE"], event["UID"]) == ("REQUEST", 0, f"{meeting}@tryeza")
    assert event["DTSTART"].dt.astimezone(ZONE).strftime("%H:%M") == "09:00"
    assert event["DTSTART"].params["TZID"] == "Europe/Tirane" and event["ATTENDEE"].endswith(
        "mira@example.org"
    )
    assert sent(app) == {}

    same = {**PARTICULARS, "starts": "09:00", "ends": "11:00", "place": "Room 3"}
    where, link = f"/meetings/{meeting}/change", "https://meet.example/x"
    assert send(secretariat, where, {**same, "link": link, "on": tomorrow().isoformat()}).status_code == 302
    assert sent(app) == {}, "the title is nothing that invitations tell"
    send(secretariat, where, {**PARTICULARS, "on": tomorrow(2).isoformat()})
    mail = sent(app)["mira"]
    assert str(mail["Subject"]).startswith("Changed: ") and "Place: Hall" in text_of(mail)
    event = event_of(mail)
    assert (event["METHOD"], event["SEQUENCE"], event["UID"]) == ("REQUEST", 1, f"{meeting}@tryeza")
    assert event["DTSTART"].dt.date() == tomorrow(2)

    send(secretariat, f"/meetings/{meeting}/cancel", {})
    mail = sent(app)["mira"]
    event = event_of(mail)
    assert str(mail["Subject"]).startswith("Cancelled: ") and "Hall" not in text_of(mail)
    assert (event["METHOD"], event["SEQUENCE"], event["STATUS"]) == ("CANCEL", 2, "CANCELLED")
    assert event["UID"] == f"{meeting}@tryeza"


def test_a_guest_is_invited_once_and_told_when_the_last_item_is_taken_back(
    app: Flask, people: World, late: str
) -> None:
    chair = in_english(app, "kastriot")
    meeting = called(app, chair, tomorrow())
    sent(app)
    send(chair, f"/meetings/{meeting}/agenda/new", {"title": "Between us"})
    free, item = pick(chair, meeting, "recommendation:")
    person = str(people.cast.people["sociale"].person_id)
    for where in (item, free):
        assert send(chair, f"/meetings/{meeting}/items/{where}/guests", {"person": person}).status_code == 302
    mails = sent(app)
    assert mails.keys() == {"sociale"}
    assert "T-20" not in mails["sociale"].as_string() and "Between us" not in text_of(mails["sociale"])
    first = event_of(mails["sociale"])
    send(chair, f"/meetings/{meeting}/agenda", {}, f"/meetings/{meeting}/items/{free}/remove")
    assert sent(app) == {}, "one item is left"
    guests = f"/meetings/{meeting}/items/{item}/guests"
    send(chair, guests, {}, f"{guests}/{person}/remove")
    mail = sent(app)["sociale"]
    event = event_of(mail)
    assert (event["METHOD"], event["UID"]) == ("CANCEL", first["UID"]) and event["SEQUENCE"] > first[
        "SEQUENCE"
    ]
    assert "DTSTART" not in event and "Room 3" not in mail.as_string()
    send(chair, guests, {"person": person})
    again = event_of(sent(app)["sociale"])
    assert again["METHOD"] == "REQUEST" and again["SEQUENCE"] > event["SEQUENCE"]
    send(chair, f"/meetings/{meeting}/cancel", {})
    mails = sent(app)
    assert "sociale" in mails and "mira" in mails


def test_the_right_to_come_is_checked_as_the_mail_leaves(app: Flask, people: World, late: str) -> None:
    chair = in_english(app, "kastriot")
    meeting = called(app, chair, tomorrow())
    (item,) = pick(chair, meeting, "recommendation:")
    cast = people.cast.people
    send(chair, f"/meetings/{meeting}/items/{item}/guests", {"person": str(cast["sociale"].person_id)})
    with app.app_context():
        change_rights(None, cast["mira"].person_id, [], active=False)
        change_rights(None, cast["hana"].person_id, [], active=True)
        change_rights(None, cast["sociale"].person_id, [], active=True)
    mails = sent(app)
    assert "anila" in mails and not mails.keys() & {"mira", "hana", "sociale"}
    with app.app_context():
        change_rights(None, cast["anila"].person_id, [], active=True)
    send(chair, f"/meetings/{meeting}/change", {**PARTICULARS, "on": tomorrow(3).isoformat()})
    mails = sent(app)
    event = event_of(mails["anila"])
    assert event["METHOD"] == "CANCEL" and "DTSTART" not in event, "the new time is none of theirs"
    assert not mails.keys() & {"mira", "hana", "sociale"}, "they never heard of it"
    assert event_of(mails["drita"])["METHOD"] == "REQUEST"


def test_what_is_out_of_date_when_it_would_leave_does_not(app: Flask, people: World) -> None:
    chair = in_english(app, "kastriot")
    meeting = called(app, chair, tomorrow())
    send(chair, f"/meetings/{meeting}/change", {**PARTICULARS, "on": tomorrow().isoformat()})
    mails = sent(app)
    assert event_of(mails["mira"])["SEQUENCE"] == 1 and "Ftesë" in str(mails["mira"]["Subject"])
    never = called(app, chair, tomorrow())
    send(chair, f"/meetings/{never}/cancel", {})
    assert sent(app) == {}, "nobody had heard of it"
    called(app, chair, tomorrow())
    with frozen(now() + timedelta(days=3)):
        assert sent(app) == {}
    with app.app_context():
        states = set(
            db.session.scalars(select(Notification.state).where(Notification.kind == MeetingMail.INVITATION))
        )
    assert states == {SendState.SENT, SendState.DROPPED}


def test_who_joins_the_group_after_a_meeting_was_called_is_invited_once(app: Flask, people: World) -> None:
    cast = people.cast.people
    observer, gone = cast["vezhguesi"].person_id, called(app, on=tomorrow(2))
    meeting = called(app, on=tomorrow())
    sent_twice = sent_all(app)
    assert len(sent_twice) % 2 == 0 and newcomers(app) == 0

    def roles(*held: Role, active: bool = True) -> None:
        with app.app_context():
            change_rights(None, observer, held, active=active)

    send(in_english(app, "sekretaria"), f"/meetings/{gone}/cancel", {})
    sent_all(app)
    roles(Role.MEMBER)
    assert newcomers(app) == 1, "of the meeting that will be"
    mails = sent(app)
    assert mails.keys() == {"vezhguesi"} and f"/meetings/{meeting}" in text_of(mails["vezhguesi"])
    assert newcomers(app) == 0
    roles(Role.OBSERVER, active=False)
    roles(Role.MEMBER)
    assert newcomers(app) == 0 and sent(app) == {}, "it stands in their calendar already"
    with app.app_context(), frozen(now() + timedelta(days=9)):
        assert not invite_newcomers(), "nobody is invited to what is over"


def test_an_invitation_that_met_an_account_that_was_off_leaves_once_it_is_on(
    app: Flask, people: World
) -> None:
    mira = people.cast.people["mira"].person_id

    def account(*, on: bool) -> None:
        with app.app_context():
            change_rights(None, mira, [Role.MEMBER], active=on)

    account(on=False)
    meeting = called(app, on=tomorrow())
    account(on=True)
    account(on=False)
    assert newcomers(app) == 0 and "mira" not in sent(app)
    account(on=True)
    assert newcomers(app) == 1
    assert event_of(sent(app)["mira"])["METHOD"] == "REQUEST"
    # the account is off while the meeting changes: what was told stands in the calendar until the change is
    secretariat = in_english(app, "sekretaria")
    where = f"/meetings/{meeting}/change"
    assert send(secretariat, where, {**PARTICULARS, "on": tomorrow(3).isoformat()}).status_code == 302
    account(on=False)
    assert "mira" not in sent(app)
    account(on=True)
    assert newcomers(app) == 1
    mails = sent(app)
    assert mails.keys() == {"mira"} and str(mails["mira"]["Subject"]).startswith("Ndryshim"), mails
    assert newcomers(app) == 0
    account(on=False)
    with app.app_context(), frozen(now() + timedelta(days=9)):
        change_rights(None, mira, [Role.MEMBER], active=True)
        assert not invite_newcomers(), "nobody is invited to what is over"


def newcomers(app: Flask) -> int:
    with app.app_context():
        return sum(1 for _ in iter(invite_newcomers, False))


def sent_all(app: Flask) -> list[EmailMessage]:
    mails: list[EmailMessage] = []
    with app.app_context():
        while deliver(mails.append):
            pass
    return [mail for mail in mails if any(part.get_content_subtype() == "calendar" for part in mail.walk())]
