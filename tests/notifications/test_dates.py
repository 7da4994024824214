"""Escalation of contributions and access requests: among notices and by mail, by the same code as that of clocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access_requests.models import AccessRequest
from app.accounts.models import Person
from app.answers.access import requests_seen, standing_in
from app.answers.models import ContributionRequest
from app.concerns.models import Concern
from app.concerns.periods import load_calendar
from app.core.db import db, unit_of_work
from app.core.time import frozen, today
from app.demo import lives
from app.notifications.delivery import deliver
from app.notifications.models import Notification, SendState
from app.notifications.queries import notices_of
from app.notifications.service import PreferencesData, save_preferences
from tests.answers.conftest import Desk
from tests.deadlines.test_escalation import at
from tests.deadlines.test_request_dates import escalate_all, new_access_request, of_dated, off, the
from tests.forms import send
from tests.notifications.test_delivery import words as words_in
from tests.notifications.test_inbox import count
from tests.notifications.test_preferences import AT_ONCE, leave, to
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World
from workflows.notifications import Frequency, Topic

DAILY, WEEKLY = ({**AT_ONCE, Topic.DATE: frequency} for frequency in (Frequency.DAILY, Frequency.WEEKLY))
LATE = "The deadline has passed"


def words(mail: EmailMessage) -> str:
    return words_in(mail, "plain")


@dataclass
class Owed:
    """A contribution and an access request whose dates passed yesterday."""

    desk: Desk
    request: str
    access_request: str
    reference: str
    title: str

    def rows(self, who: str) -> list[Notification]:
        """What was queued for one person."""
        db.session.rollback()
        mine = Notification.person_id == self.desk.who(who).person_id
        return list(
            db.session.scalars(select(Notification).where(mine, of_dated()).order_by(Notification.id))
        )


def owed_in(world: World) -> Owed:
    desk = Desk(world, world.concern(lives.SENT))
    request, address = desk.ask(), new_access_request(world)
    reference, title = db.session.execute(select(Concern.reference, Concern.title)).one()
    return Owed(desk, request, address, reference, title)


def lapse(*days: int) -> datetime:
    """Both escalate to these days; gives the last moment at which they did."""
    latest = max(off(row, days[-1]) for row in (the(ContributionRequest), the(AccessRequest)))
    for table in (ContributionRequest, AccessRequest):
        escalate_all(the(table), days)
    return at(latest, 9)


@pytest.fixture
def owed(world: World) -> Owed:
    return owed_in(world)


def mails_at(moment: datetime) -> list[EmailMessage]:
    """The mails of notices of contributions and access requests that leave now."""
    with frozen(moment):
        mails = leave(deliver)
    about = re.compile("/(requests|access-requests)/")
    return [mail for mail in mails if mail["List-Unsubscribe"] and about.search(words(mail))]


def test_they_leave_by_each_readers_preferences_and_hold_nothing_of_the_case(owed: Owed) -> None:
    preferences = {
        "koordinatorja": PreferencesData(DAILY),
        "mira": PreferencesData(WEEKLY),
        "ministria": PreferencesData(AT_ONCE, quiet_from=time(8), quiet_to=time(11)),
        # dates cannot be silent: what was said before they could not is heard as at once
        "prokuroria": PreferencesData({**AT_ONCE, Topic.DATE: Frequency.NONE}),
    }
    for who, told in preferences.items():
        save_preferences(owed.desk.who(who), told)
    moment = lapse(1)
    mails = mails_at(moment)
    agency, other = to(mails, "prokuroria"), to(mails, "ministria_b")
    assert len(agency) == 1 and len(other) == 2
    assert not to(mails, "koordinatorja") and not to(mails, "mira") and not to(mails, "ministria")
    for mail in mails:
        assert owed.title not in words(mail) + str(mail["Subject"])
    assert owed.reference not in words(agency[0]) + str(agency[0]["Subject"]), "no case exists for the agency"
    assert f"/requests/{owed.request}" in words(agency[0]) and agency[0]["List-Unsubscribe"]
    assert {row.state for row in owed.rows("koordinatorja") + owed.rows("mira")} == {SendState.DIGEST}
    of_the_ministry = to(mails_at(moment.replace(hour=11, minute=1)), "ministria")
    assert len(of_the_ministry) == 2
    calendar = load_calendar(db.session(), moment.date())
    with frozen(at(calendar.add_working(moment.date(), 9), 11)):  # the day of a weekly digest has been, too
        digests = leave(deliver)
    for who in ("koordinatorja", "mira"):
        [mail] = to(digests, who)
        assert f"/access-requests/{owed.access_request}" in words(mail)


def test_who_is_away_is_stood_in_for_and_who_lost_the_right_hears_nothing(owed: Owed) -> None:
    away = partial(PreferencesData, AT_ONCE, away_from=today(), away_to=today() + timedelta(days=60))
    with unit_of_work() as session:
        session.get_one(Person, owed.desk.who("ministria").person_id).leads = True
        # a colleague of the agency who may see nothing: a deputy on rights of their own
        session.get_one(Person, owed.desk.who("drita").person_id).organisation_id = owed.desk.who(
            "prokuroria"
        ).organisation_id
    for who, deputy in (("ministria", "ministria_b"), ("prokuroria", "drita")):
        save_preferences(owed.desk.who(who), away(deputy=owed.desk.who(deputy).person_id))
    moment = lapse(1, 5)
    [stood_in] = [row for row in owed.rows("ministria_b") if row.access_request_event_id and row.absent_id]
    assert stood_in.absent_id == owed.desk.who("ministria").person_id
    blind = owed.rows("drita")
    assert [row.absent_id for row in blind] == [owed.desk.who("prokuroria").person_id] * 2
    with unit_of_work() as session:
        elsewhere = owed.desk.who("anila").organisation_id
        session.get_one(Person, owed.desk.who("mira").person_id).organisation_id = elsewhere
        session.get_one(Person, owed.desk.who("koordinatorja").person_id).active = False
    mails = mails_at(moment)
    own, in_place = (
        words(m) for m in to(mails, "ministria_b") if f"/access-requests/{owed.access_request}" in words(m)
    )
    assert "Petrit Xhaferaj" in in_place and "Petrit Xhaferaj" not in own
    assert to(mails, "prokuroria") and not to(mails, "drita") and not to(mails, "koordinatorja")
    db.session.rollback()
    gone = {row.state for who in ("drita", "mira", "koordinatorja") for row in owed.rows(who)}
    assert gone == {SendState.DROPPED}


def test_a_request_exists_among_notices_for_whom_it_exists(owed: Owed) -> None:
    lapse(1)
    db.session.rollback()
    request = the(ContributionRequest)
    for who, actor in owed.desk.world.cast.people.items():
        found = db.session.scalar(select(ContributionRequest.id).where(requests_seen(actor)))
        assert bool(found) == bool(standing_in(actor, request)), who
        rows = db.session.scalars(notices_of(actor, select(Notification.id)).where(of_dated())).all()
        assert len(rows) == len(owed.rows(who)), who


def page_of(client: FlaskClient) -> str:
    return client.get("/notices").text


def test_they_stand_in_the_notice_centre_with_their_place_until_it_is_opened(
    app: Flask, people: World
) -> None:
    with app.app_context():
        owed = owed_in(people)
        concern = owed.desk.address
        heading = owed.desk.rec().heading
        lapse(1)
        db.session.remove()
    request, address = f'href="/requests/{owed.request}"', f'href="/access-requests/{owed.access_request}"'
    ministry, agency, member = (in_english(app, who) for who in ("ministria", "prokuroria", "mira"))
    for client in (ministry, agency, member):
        assert post_unshown(client, f"/concerns/{concern}/notices/read", {}).status_code in (302, 404)
    page = page_of(agency)
    assert count(page) == 1 and request in page and LATE in page and heading in page
    assert owed.reference not in page and concern not in page
    here = f"/requests/{owed.request}"
    assert f'hx-post="{here}/notices/read"' in agency.get(here).text and count(page_of(agency)) == 1
    assert send(agency, "/notices", {}, f"{here}/notices/read").status_code == 302
    assert count(page := page_of(agency)) == 0 and request not in page
    assert f"{here}/notices/read" not in agency.get(here).text, "nothing is left to say"

    page = page_of(member)
    assert count(page) == 1 and address in page and "Data · " in page and "Arrangement" not in page
    assert (
        send(member, "/notices", {}, f"/access-requests/{owed.access_request}/notices/read").status_code
        == 302
        and count(page_of(member)) == 0
    )
    assert post_unshown(member, f"{here}/notices/read", {}).status_code == 404

    everything = ministry.get("/notices?show=all").text
    of_the_case = everything.split(f"/concerns/{concern}/notices/read")[0]
    assert address in page_of(ministry) and request in everything and owed.reference in of_the_case
