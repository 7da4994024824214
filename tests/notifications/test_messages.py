"""Who may read a message hears that there is one: one unread notice for each thread, and nothing of what was said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.concerns.models import Recommendation
from app.concerns.records import Channel
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.time import frozen, now, today
from app.demo import lives
from app.messages.queries import SAID
from app.messages.service import say
from app.notifications.delivery import deliver
from app.notifications.models import Notification, SendState
from app.notifications.service import PreferencesData, mark_case_read, save_preferences
from app.process import history
from app.process.models import Event
from tests.notifications.test_delivery import words
from tests.notifications.test_preferences import leave, recuse, to
from tests.world import World
from workflows.notifications import Topic
from workflows.permissions import Right
from workflows.roles import Level

SECRET = "Dera e pasme mbyllet në mesnatë."


def write(world: World, who: str, address: str, institution: str = "", key: str = "") -> None:
    channel = Channel.EXCHANGE if institution else Channel.GROUP
    to_whom = world.cast.organisations[institution] if institution else None
    say(world.cast.people[who], address, channel, SECRET, institution=to_whom, key=key or one_time_key())


def told(world: World) -> list[str]:
    db.session.rollback()
    names = {person.person_id: key for key, person in world.cast.people.items()}
    rows = select(Notification.person_id).join(Event, Event.id == Notification.event_id)
    found = db.session.scalars(rows.where(Event.do.in_(SAID.values())))
    return sorted(names[person] for person in found)


def may(world: World, address: str, right: Right) -> set[str]:
    """Whose own page shows it: what the case says to each of them, one by one."""
    found = set()
    for who in world.cast.people:
        try:
            case = world.case(who, address)
        except NotFound:
            continue
        if right in case.rights:
            found.add(who)
    return found


@pytest.mark.parametrize("level", [Level.GROUP, Level.RESTRICTED])
def test_the_discussion_is_told_to_those_who_read_it_and_to_nobody_else(world: World, level: Level) -> None:
    address = world.concern(lives.ADMITTED, level=level)
    recuse(world, "mira", address)
    write(world, "hana", address, key="once")
    write(world, "hana", address, key="once")
    expected = may(world, address, Right.DISCUSS) - {"hana"}
    assert told(world) == sorted(expected)
    assert "sekretaria" in expected and not {"mira", "ministria", "koordinatorja", "linja"} & expected
    assert ("drita" in expected) is (level is Level.GROUP)


def test_ten_messages_are_one_notice_until_it_is_read(world: World) -> None:
    address = world.concern(lives.ADMITTED)
    leave(deliver)
    for _ in range(10):
        write(world, "hana", address)
    once = told(world)
    assert len(once) == len(set(once)) > 3
    mark_case_read(world.cast.people["kastriot"], address)
    write(world, "sekretaria", address)
    assert sorted([*once, "hana", "kastriot"]) == told(world), (
        "who read it hears again, and now its first author"
    )
    recuse(world, "drita", address)
    assert not to(leave(deliver), "kastriot"), "usually once a day"
    with frozen(now() + timedelta(days=7)):
        mails = leave(deliver)
    assert len(to(mails, "kastriot")) == 1 and not to(mails, "drita"), "who lost sight of it hears nothing"
    text = words(to(mails, "kastriot")[0], "plain")
    assert "Të reja në diskutimin e Grupit" in text and f"/concerns/{address}#group" in text
    assert SECRET not in text
    assert [x for x in history.verify(db.session()) if not isinstance(x, int)] == []


def test_an_exchange_is_told_to_its_institution_and_to_no_other(world: World) -> None:
    address = world.concern(lives.SENT_TWO)
    recs = db.session.scalars(select(Recommendation).order_by(Recommendation.number)).all()
    keys = {row: key for key, row in world.cast.organisations.items()}
    assert {keys[rec.addressee_id] for rec in recs} == {"sociale"}
    leave(deliver)
    write(world, "hana", address, "sociale")
    expected = may(world, address, Right.EXCHANGE) - {"hana"}
    assert told(world) == sorted(expected)
    assert {"sociale", "ministria", "koordinatorja", "anila"} <= expected and "linja" not in expected
    rows = db.session.scalars(select(Notification).where(Notification.topic == Topic.MESSAGE)).all()
    assert {row.state for row in rows} == {SendState.WAITING}
    leave(deliver)
    with frozen(now() + timedelta(days=7)):
        [mail] = to(leave(deliver), "sociale")
    assert "#exchange" in words(mail, "plain") and SECRET not in words(mail, "plain")
    write(world, "sociale", address, "sociale")
    assert told(world).count("hana") == 1 and told(world).count("anila") == 1


def test_a_deputy_hears_of_a_thread_once_until_it_is_read_whatever_the_other_read(world: World) -> None:
    address, deputy = world.concern(lives.ADMITTED), world.cast.people["fatmir"]
    away = PreferencesData({}, away_from=today(), away_to=today(), deputy=deputy.person_id)
    save_preferences(world.cast.people["dritan"], away)
    for _ in range(3):
        write(world, "hana", address)
        mark_case_read(world.cast.people["dritan"], address)
    names = told(world)
    assert (names.count("dritan"), names.count("fatmir")) == (3, 1)
    write(world, "hana", address)
    mark_case_read(deputy, address)
    recuse(world, "fatmir", address)  # who reads it no more is not told of each message either
    for _ in range(3):
        write(world, "hana", address)
    assert told(world).count("fatmir") == 2, "one waits, should they see it again"
