"""Reminders by the coordinator: looked at first, one event and one notice each, nothing of what changed meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.accounts import bounces
from app.accounts.models import Person
from app.concerns.periods import load_calendar
from app.concerns.records import Clock
from app.core.db import db, unit_of_work
from app.core.time import ZONE, frozen, today
from app.dashboards.coordinator import MOST_REMINDED
from app.demo import lives
from app.notifications.delivery import deliver
from app.notifications.models import Notification, NotificationKind, SendState
from app.notifications.service import PreferencesData, save_preferences
from app.process import history
from app.process.models import Event, Statement
from app.response.service import Acceptance
from tests.forms import again, fields_of, forge
from tests.notifications.test_delivery import words
from tests.notifications.test_preferences import AT_ONCE, leave, to
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World
from workflows.escalation import REMINDED
from workflows.notifications import Frequency, Topic

NOTE = "Please answer before the meeting."

A_DIGEST = Notification.kind == NotificationKind.DIGEST


@pytest.fixture
def morning(app: Flask) -> Iterator[None]:
    """A working hour of a working day, at which mail of dates may leave."""
    with app.app_context():
        day = load_calendar(db.session(), today()).next_working(today())
    with frozen(datetime.combine(day, time(10), ZONE)):
        yield


@pytest.fixture
def late(app: Flask, people: World, morning: None) -> list[str]:
    """Three concerns whose answer is late, with an institution that has an account and a ministry above it."""
    with app.app_context():
        addresses = [people.concern(lives.SENT, age=60) for _ in range(3)]
        with unit_of_work() as session:  # mails of the steps before are no matter here
            session.execute(update(Notification).values(state=SendState.SENT))
    return addresses


def clock_ids(app: Flask) -> list[str]:
    with app.app_context():
        rows = select(Clock.id).where(Clock.state == "running", Clock.rule == "response").order_by(Clock.id)
        return [str(row) for row in db.session.scalars(rows)]


def ticked(page: TestResponse) -> list[str]:
    """The lines that the page has ticked."""
    return fields_of(page.text).get("line", [])


def remind(client: FlaskClient, page: TestResponse, press: str = "", **typed: object) -> TestResponse:
    return again(client, page, typed, press=press)


def reminded(app: Flask) -> list[Event]:
    with app.app_context():
        return list(db.session.scalars(select(Event).where(Event.do == REMINDED).order_by(Event.id)))


def test_the_mails_are_those_that_were_shown_and_stand_in_the_history(
    app: Flask, people: World, late: list[str]
) -> None:
    desk = in_english(app, "koordinatorja")
    listed = desk.get("/desk").text
    ids = clock_ids(app)
    assert re.findall(r'name="line" value="(\d+)" form="remind"', listed) == ids
    page = desk.get("/desk/remind?" + "&".join(f"line={i}" for i in ids))
    assert ticked(page) == ids and not reminded(app), "nothing is sent by looking"
    shown = remind(desk, page, "again", note=NOTE)
    for who in ("Petrit Xhaferaj", "Zana Kroi"):
        assert f"<b>{who}</b>" in shown.text
    assert "Kujtesë e Koordinatorit Kombëtar: 3 çështje presin veprimin tuaj" in shown.text
    assert NOTE in shown.text
    assert "unsubscribe" not in shown.text, "the reader's own links are nobody else's"
    assert remind(desk, shown).status_code == 302
    events = reminded(app)
    assert len(events) == 3 and all(event.public and event.person_id for event in events)
    with app.app_context():
        mails = leave(deliver)
        assert [len(to(mails, who)) for who in ("sociale", "ministria", "ministria_b")] == [1, 1, 1]
        text = words(mails[0], "plain")
        assert mails[0]["Subject"] == "Kujtesë e Koordinatorit Kombëtar: 3 çështje presin veprimin tuaj"
        assert NOTE in text and all(f"/concerns/{address}#recommendation-1" in text for address in late)
        assert len(mails) == 3 and "Strehim" not in text
        assert set(db.session.scalars(select(Statement.text).where(Statement.do == REMINDED))) == {NOTE}
        assert [x for x in history.verify(db.session()) if not isinstance(x, int)] == []
    case = in_english(app, "sociale").get(f"/concerns/{late[0]}/history?all=1").text
    assert "Answer: the responsible party was reminded by the coordinator" in case and NOTE in case


def test_what_was_reminded_of_lately_is_not_ticked_and_a_single_line_has_a_mail_of_its_own(
    app: Flask, people: World, late: list[str]
) -> None:
    desk, [first, *_rest] = in_english(app, "koordinatorja"), clock_ids(app)
    assert remind(desk, desk.get(f"/desk/remind?line={first}")).status_code == 302
    with app.app_context():
        mails = leave(deliver)
        [mail] = to(mails, "sociale")
        said = "Kujtesë e Koordinatorit Kombëtar: pritet veprimi juaj – përgjigje, afati ishte "
        assert said in mail["Subject"]
    page = desk.get("/desk/remind?all=1")
    assert ticked(page) == clock_ids(app)[1:]
    assert re.search(r"reminded on [^<]+ by Valbona Isufaj", page.text)
    twice = remind(desk, page, line=clock_ids(app))
    assert twice.status_code == 302 and len(reminded(app)) == 4, "who ticks it all the same reminds"


def test_what_changed_since_it_was_looked_at_is_said_and_not_reminded_of(
    app: Flask, people: World, late: list[str]
) -> None:
    desk, ids = in_english(app, "koordinatorja"), clock_ids(app)
    page, other = desk.get("/desk/remind?all=1"), desk.get(f"/desk/remind?line={ids[2]}")
    with app.app_context():
        people.act("sociale", late[0], "accept", Acceptance(), number=1)
        with unit_of_work() as session:
            session.get_one(Clock, int(ids[1])).version += 1  # as when its date moves
    assert remind(desk, other).status_code == 302
    answer = remind(desk, page)
    assert answer.status_code == 409 and len(reminded(app)) == 1
    for said in (
        "Nothing was sent.",
        "Nothing is awaited any more.",
        "The date has moved",
        "by Valbona Isufaj",
    ):
        assert said in answer.text
    assert remind(desk, page).status_code == 302, "sent again, it is the same"
    assert len(reminded(app)) == 1


def test_a_name_in_the_note_is_refused_and_nothing_is_lost(
    app: Flask, people: World, late: list[str]
) -> None:
    desk, ids = in_english(app, "koordinatorja"), clock_ids(app)
    page = desk.get("/desk/remind?all=1&tab=overdue")
    answer = remind(desk, page, line=ids[1:], note="Call +355 69 212 3456")
    assert answer.status_code == 422 and not reminded(app)
    assert ticked(answer) == ids[1:] and "Call +355 69 212 3456" in answer.text
    assert "could identify a person" in answer.text
    nothing = remind(desk, page, line=[])
    assert nothing.status_code == 422 and "Tick at least one line." in nothing.text and not reminded(app)


def test_who_is_not_reached_is_said_with_why(app: Flask, people: World, late: list[str]) -> None:
    cast = people.cast.people
    with app.app_context():
        bounces.mark(cast["administratori"], "sociale@example.org", "5.1.1 no such user")
        away = {"away_from": today(), "away_to": today() + timedelta(days=3)}
        save_preferences(
            cast["ministria"], PreferencesData(AT_ONCE, **away, deputy=cast["ministria_b"].person_id)
        )
        save_preferences(cast["ministria_b"], PreferencesData({**AT_ONCE, Topic.DATE: Frequency.WEEKLY}))
    desk = in_english(app, "koordinatorja")
    page = desk.get("/desk/remind?all=1").text
    assert "e-mail to the address bounces" in page and "away until" in page
    assert "Mimoza Kola, who stands in meanwhile, is notified too." not in page, (
        "who is told anyway is no deputy"
    )
    assert "Has chosen these notices in a weekly digest" in page
    with app.app_context(), unit_of_work() as session:
        account = Person.organisation_id == cast["sociale"].organisation_id
        session.execute(update(Person).where(account).values(active=False))
    page = desk.get("/desk/remind?all=1").text
    assert "only the ministry is notified" in page and "Zana Kroi" not in page
    with app.app_context(), unit_of_work() as session:
        session.execute(
            update(Person)
            .where(Person.organisation_id == cast["ministria"].organisation_id)
            .values(active=False)
        )
    page = desk.get("/desk/remind?all=1")
    assert page.text.count("Nobody of the institution has an account") == 3 and not ticked(page)
    forced = forge(desk, page, {"line": clock_ids(app)})
    assert forced.status_code == 409 and not reminded(app)


def test_only_so_many_at_once_and_only_of_what_exists_for_the_coordinator(
    app: Flask, people: World, late: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for where in ("queries", "service", "views"):
        monkeypatch.setattr(f"app.dashboards.reminders.{where}.MOST_REMINDED", 2)
    assert MOST_REMINDED == 50
    desk = in_english(app, "koordinatorja")
    page = desk.get("/desk/remind?all=1")
    assert len(ticked(page)) == 2 and "these are its first 2 lines" in page.text
    with app.app_context():
        people.concern(lives.ADMITTED, age=60)
        hidden = db.session.scalars(
            select(Clock.id).where(Clock.rule == "review").order_by(Clock.id.desc())
        ).first()
        assert db.session.scalars(select(Notification).where(A_DIGEST)).all() == []
    assert "Nothing is ticked" in desk.get(f"/desk/remind?line={hidden}").text
    foreign = {"line": str(hidden), "seen": f"{hidden}.1.0"}
    sent = forge(desk, page, foreign)
    assert sent.status_code == 422 and "Tick at least one line." in sent.text
    assert not reminded(app)
    assert post_unshown(in_english(app, "hana"), "/desk/remind", {"line": "1"}).status_code == 404
