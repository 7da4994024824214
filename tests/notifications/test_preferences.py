"""How people want to be told: digests, quiet hours, silence, deputies, and the link that ends one kind of mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from app.answers.contributions.service import Wanted
from app.answers.models import ContributionRequest
from app.concerns.models import Concern
from app.concerns.recusals import Recusal
from app.core.db import db, unit_of_work
from app.core.time import ZONE, frozen, now, today
from app.demo import lives
from app.notifications.delivery import deliver
from app.notifications.models import Notification, NotificationKind, Preferences, SendState
from app.notifications.queue import queue_notices
from app.notifications.service import NoColleague, PreferencesData, mark_case_read, save_preferences
from app.process.models import Event
from tests.forms import forge, send
from tests.notifications.test_delivery import words
from tests.posts import unsubscribe_in_one_click
from tests.steps import forward, take
from tests.votes.pages import in_english
from tests.world import World
from workflows.contribution import ContributionAction
from workflows.notifications import Frequency, Topic, wanted

AT_ONCE = dict.fromkeys(Topic, Frequency.NOW)
CHAIR = "kastriot"

A_DIGEST = Notification.kind == NotificationKind.DIGEST


def leave(deliver: Callable[[Callable[[EmailMessage], None]], bool]) -> list[EmailMessage]:
    """What leaves now."""
    mails: list[EmailMessage] = []
    while deliver(mails.append):
        pass
    return mails


def to(mails: list[EmailMessage], who: str) -> list[EmailMessage]:
    return [mail for mail in mails if f"<{who}@" in str(mail["To"])]


def rows_of(world: World, who: str) -> list[Notification]:
    db.session.rollback()
    mine = Notification.listed, Notification.person_id == world.cast.people[who].person_id
    return list(db.session.scalars(select(Notification).where(*mine).order_by(Notification.id)))


def recuse(world: World, who: str, address: str) -> None:
    with unit_of_work() as session:
        concern = session.scalars(select(Concern).where(Concern.public_id == address)).one()
        session.add(Recusal(concern_id=concern.id, person_id=world.cast.people[who].person_id, at=now()))


@pytest.fixture
def daily(world: World) -> tuple[str, str, str]:
    """Three concerns wait for the chair, who wants it once a day; the mail of it all has not left yet."""
    save_preferences(
        world.cast.people[CHAIR],
        PreferencesData({**AT_ONCE, Topic.MOVE: Frequency.DAILY, Topic.CASE: Frequency.NONE}),
    )
    first, second, third = (world.concern(lives.ADMITTED) for _ in range(3))
    others = leave(deliver)
    assert others and not to(others, CHAIR)
    assert {row.state for row in rows_of(world, CHAIR)} <= {SendState.DIGEST, SendState.SILENT}
    assert leave(deliver) == [], "it is not due yet"
    return first, second, third


def test_a_digest_is_one_mail_and_holds_what_may_still_be_seen_and_is_unread(
    world: World, daily: tuple[str, str, str]
) -> None:
    [digest] = db.session.scalars(select(Notification).where(A_DIGEST)).all()
    local = digest.due_at.astimezone(ZONE)
    assert local.time() == time(8) and local > now()
    recuse(world, CHAIR, daily[0])
    mark_case_read(world.cast.people[CHAIR], daily[1])
    with frozen(digest.due_at + timedelta(minutes=1)):
        [mail] = leave(deliver)
        assert leave(deliver) == []
    assert mail["Message-ID"] == digest.message_id
    for part in ("plain", "html"):
        text = words(mail, part)
        assert f"/concerns/{daily[2]}" in text
        assert daily[0] not in text and daily[1] not in text
        assert "strehimi i veçantë" not in text


def test_a_digest_of_which_nothing_is_left_is_not_sent(world: World, daily: tuple[str, str, str]) -> None:
    for address in daily:
        recuse(world, CHAIR, address)
    [digest] = db.session.scalars(select(Notification).where(A_DIGEST)).all()
    with frozen(digest.due_at):
        assert leave(deliver) == []
    db.session.rollback()
    assert db.session.scalars(select(Notification.state).where(A_DIGEST)).all() == [SendState.DROPPED]


def test_what_comes_while_a_digest_leaves_waits_for_the_next(
    world: World, daily: tuple[str, str, str]
) -> None:
    [digest] = db.session.scalars(select(Notification).where(A_DIGEST)).all()
    with unit_of_work() as session:  # a sender has claimed it, and is slow
        session.get_one(Notification, digest.id).attempts = 1
    world.concern(lives.ADMITTED)
    leave(deliver)
    db.session.rollback()
    later = db.session.scalars(select(Notification).where(A_DIGEST).order_by(Notification.due_at)).all()[1]
    assert later.due_at > digest.due_at
    assert rows_of(world, CHAIR)[-1].digest_id == later.id


def test_in_quiet_hours_nothing_leaves_and_no_attempt_is_counted(world: World) -> None:
    save_preferences(
        world.cast.people[CHAIR], PreferencesData(AT_ONCE, quiet_from=time(20), quiet_to=time(7))
    )
    world.concern(lives.ADMITTED)
    evening = datetime.combine(today() + timedelta(days=1), time(22), ZONE)
    with frozen(evening):
        assert not to(leave(deliver), CHAIR)
    waiting = [row for row in rows_of(world, CHAIR) if row.state is SendState.WAITING]
    morning = evening + timedelta(hours=9)
    assert {(row.not_before, row.attempts) for row in waiting} == {(morning, 0)}
    with frozen(morning):
        assert len(to(leave(deliver), CHAIR)) == len(waiting)


@pytest.mark.parametrize("out", ["fatmir", "dritan"])
def test_a_deputy_is_told_too_on_rights_of_their_own(world: World, out: str) -> None:
    address = world.concern(lives.ADMITTED)
    away, deputy = world.cast.people["dritan"], world.cast.people["fatmir"]
    absence = PreferencesData(AT_ONCE, away_from=today(), away_to=today(), deputy=deputy.person_id)
    with pytest.raises(NoColleague):
        save_preferences(
            away,
            PreferencesData(
                AT_ONCE, away_from=today(), away_to=today(), deputy=world.cast.people["mira"].person_id
            ),
        )
    save_preferences(away, absence)
    leave(deliver)

    def tell(on: datetime) -> list[EmailMessage]:
        with frozen(on), unit_of_work() as session:
            last = session.scalars(select(Event).order_by(Event.id.desc())).first()
            assert last is not None
            session.expunge(last)
            last.at = on
            session.query(Notification).filter(Notification.key.like(f"event-{last.id}-%")).delete()
            queue_notices(session, last, [away.person_id], Topic.VOTE)
        with frozen(on + timedelta(minutes=1)):
            return leave(deliver)

    mails = tell(now())
    assert len(to(mails, "dritan")) == 1
    [mail] = to(mails, "fatmir")
    assert "Dritan Mema" in words(mail, "plain")
    assert not to(tell(now() + timedelta(days=2)), "fatmir"), "who is back is told alone"
    recuse(world, out, address)
    assert not to(tell(now()), "fatmir"), "a deputy sees no more than before, and who is out has none"


def link_of(mail: EmailMessage) -> str:
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<http://localhost(/notices/unsubscribe/\S+)>", str(mail["List-Unsubscribe"]))
    assert found
    return found[1]


def chosen(app: Flask, world: World, who: str) -> dict[str, str]:
    with app.app_context():
        row = db.session.get(Preferences, world.cast.people[who].person_id)
        return dict(row.by_topic) if row else {}


def test_one_click_ends_one_kind_of_mail_and_only_what_is_signed_does(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.ADMITTED)
        mails = leave(deliver)
    to_filer, to_chair = to(mails, "anila")[0], to(mails, CHAIR)[-1]
    stranger = app.test_client()
    link = link_of(to_filer)
    page = stranger.get(link, headers={"Accept-Language": "en"})
    assert page.status_code == 200 and "E-mails of this kind will end." in page.text
    assert chosen(app, people, "anila") == {}, "looking changes nothing"
    # as a mail program does it: no cookie, no token of a form
    answer = unsubscribe_in_one_click(app.test_client(), link)
    assert answer.status_code == 200
    assert chosen(app, people, "anila") == {**{t: wanted({}, t) for t in Topic}, Topic.CASE: "none"}
    assert send(app.test_client(), link_of(to_chair), {}).status_code == 200
    assert chosen(app, people, CHAIR)["move"] == "daily", "what waits for somebody is never silent"
    forged = link[:-3] + ("aaa" if link[-3:] != "aaa" else "bbb")
    for address in (forged, "/notices/unsubscribe/x"):
        assert stranger.get(address).status_code == 404
        assert unsubscribe_in_one_click(stranger, address).status_code == 404


def test_the_page_keeps_what_is_chosen_and_says_what_is_wrong(app: Flask, people: World) -> None:
    client = in_english(app, "dritan")
    page = client.get("/me/notices").text
    assert "Fatmir" in page and "Mira" not in page, "a deputy is a colleague"
    silent = re.search(r'name="move"[^>]*value="none"', page)
    assert silent is None
    preferences = {**{t.value: "now" for t in Topic}, "move": "daily", "case": "none"}
    fields = {**preferences, "deputy": "0"}
    wrong = send(
        client,
        "/me/notices",
        {**fields, "quiet_from": "22:00", "away_from": "2026-12-20", "away_to": "2026-12-01"},
    )
    assert wrong.status_code == 422
    assert "Enter both times, or none." in wrong.text and "The last day is before the first." in wrong.text
    assert forge(client, "/me/notices", {"move": "none"}, typed=fields).status_code == 422
    no_date = send(client, "/me/notices", {**fields, "away_from": "2026-12-20", "away_to": "2026-02-30"})
    assert no_date.status_code == 422 and "This is not a date." in no_date.text
    assert (
        send(client, "/me/notices", {**fields, "quiet_from": "22:00", "quiet_to": "06:30"}).status_code == 302
    )
    assert chosen(app, people, "dritan") == preferences
    assert 'value="22:00"' in client.get("/me/notices").text


def test_mail_of_ones_work_follows_the_same_preferences(world: World) -> None:
    asked, ministry = world.cast.people["policia"], world.cast.people["ministria"]
    address = world.concern(lives.SENT)
    leave(deliver)
    save_preferences(
        asked, PreferencesData({**AT_ONCE, Topic.MOVE: Frequency.DAILY, Topic.CASE: Frequency.NONE})
    )
    day = today() + timedelta(days=20)
    request = forward(ministry, address, 1, Wanted(asked.organisation_id, "Sa raste?", day))
    assert leave(deliver) == []
    of_work = Notification.kind.startswith("contribution_"), Notification.person_id == asked.person_id
    row = db.session.scalars(select(Notification).where(*of_work)).one()
    assert row.not_before.astimezone(ZONE).time() == time(8) and not row.attempts
    version = db.session.scalars(select(ContributionRequest.version)).one()
    take(ministry, request, ContributionAction.WITHDRAW, version)
    assert leave(deliver) == []
    db.session.rollback()
    states = db.session.scalars(select(Notification.state).where(*of_work))
    assert set(states) == {SendState.WAITING, SendState.SILENT}
