"""The private calendar: made, shown once, renewed, revoked; what stands in it, and for whom it does not exist."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from app.accounts.service import change_rights
from app.core.db import db
from app.demo import lives
from app.ical.models import CalendarFeed
from tests.accounts.pages import without_tokens
from tests.forms import send
from tests.meetings.pages import called, pick, tomorrow
from tests.votes.pages import in_english
from tests.world import World
from workflows.roles import Role

ADDRESS = re.compile(r'value="http[^"]*?(/feed/[\w-]{43}\.ics)"')


def made(client: FlaskClient) -> str:
    found = ADDRESS.search(send(client, "/me/calendar", {}).text)
    assert found
    return found[1]


def events(app: Flask, address: str) -> list[str]:
    """The uids of the meetings, read by a calendar that is not signed in."""
    return [str(event["UID"]) for event in read(app, address) if not event["UID"].startswith("clock-")]


def read(app: Flask, address: str) -> list[Any]:
    """The entries, read by a calendar that is not signed in."""
    answer = app.test_client().get(address)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert answer.content_type == "text/calendar; charset=utf-8" and "Set-Cookie" not in answer.headers
    return list(Calendar.from_ical(answer.text).walk("VEVENT"))


def test_the_address_is_shown_once_and_only_its_hash_is_kept(app: Flask, people: World) -> None:
    member = in_english(app, "mira")
    assert "There is none yet." in member.get("/me/calendar").text
    address = made(member)
    page = member.get("/me/calendar").text
    assert address not in page and "An address was made" in page
    with app.app_context():
        kept = db.session.scalars(select(CalendarFeed.token_hash)).one()
    assert kept not in address and len(kept) == 64
    newer = made(member)
    assert newer != address and events(app, newer) == []
    reader = app.test_client()
    assert reader.get(address).status_code == 404
    nothing = reader.get("/feed/" + "A" * 43 + ".ics")
    assert without_tokens(reader.get(address), address) == without_tokens(nothing, f"/feed/{'A' * 43}.ics")
    assert send(member, "/me/calendar", {}, "/me/calendar/revoke").status_code == 302
    assert reader.get(newer).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(CalendarFeed)).all() == []


def test_it_holds_the_meetings_that_exist_for_its_owner_and_no_word_of_a_case(
    app: Flask, people: World
) -> None:
    with app.app_context():
        people.concern(lives.SENT, age=60)
    chair, guest, member = (in_english(app, who) for who in ("kastriot", "sociale", "mira"))
    first = called(app, chair, tomorrow(), title="About Zana", note="Of Zana.")
    second, gone = called(app, chair, tomorrow(2)), called(app, chair, tomorrow(3))
    (item,) = pick(chair, first, "recommendation:")
    send(chair, f"/meetings/{gone}/cancel", {})
    of_guest, of_member = made(guest), made(member)
    of_observer = made(in_english(app, "vezhguesi"))
    assert events(app, of_member) == [f"{first}@tryeza", f"{second}@tryeza"]
    assert events(app, of_guest) == events(app, of_observer) == []
    person = people.cast.people["sociale"].person_id
    send(chair, f"/meetings/{first}/items/{item}/guests", {"person": str(person)})
    assert events(app, of_guest) == [f"{first}@tryeza"]
    text = app.test_client().get(of_member).text
    assert "SUMMARY:Meeting of the Group" in text and "LOCATION:Room 3" in text
    assert f"/meetings/{first}" in text.replace("\r\n ", "") and "Zana" not in text and "T-20" not in text
    guests = f"/meetings/{first}/items/{item}/guests"
    send(chair, guests, {}, f"{guests}/{person}/remove")
    assert events(app, of_guest) == []


@pytest.mark.parametrize("active", [True, False])
def test_who_loses_rights_or_account_loses_the_calendar(app: Flask, people: World, active: bool) -> None:
    chair = in_english(app, "kastriot")
    called(app, chair, tomorrow())
    address = made(in_english(app, "mira"))
    assert len(events(app, address)) == 1
    with app.app_context():
        change_rights(None, people.cast.people["mira"].person_id, [], active=active)
    if active:
        assert events(app, address) == []
    else:
        assert app.test_client().get(address).status_code == 404


def test_an_account_that_is_on_again_has_no_address_until_its_owner_makes_one(
    app: Flask, people: World
) -> None:
    called(app, in_english(app, "kastriot"), tomorrow())
    address = made(in_english(app, "mira"))
    for active in (False, True):
        with app.app_context():
            change_rights(None, people.cast.people["mira"].person_id, [Role.MEMBER], active=active)
    member = in_english(app, "mira")
    assert app.test_client().get(address).status_code == 404
    assert "There is none yet." in member.get("/me/calendar").text
    assert len(events(app, made(member))) == 1


def test_it_holds_the_dates_that_wait_for_its_owner_as_the_page_of_dates_does(
    app: Flask, people: World
) -> None:
    with app.app_context():
        late = people.concern(lives.SENT, age=60)
        concern = people.case("sociale", late).concern
        reference, heading = concern.reference, people.case("sociale", late).recommendations[0].heading
        db.session.rollback()
    agency, member = in_english(app, "sociale"), in_english(app, "mira")
    (entry,) = read(app, made(agency))
    assert str(entry["SUMMARY"]) == f"Answer · {reference} · 1"
    assert str(entry["URL"]).endswith(f"/concerns/{late}")
    assert heading not in entry.to_ical().decode(), "a title stands in no calendar of others"
    assert read(app, made(member)) == [], "it waits for the institution"
    page = agency.get("/my-dates").text
    assert f"{reference} · rec. 1" in page and "days late" in page
    assert reference not in member.get("/my-dates").text
