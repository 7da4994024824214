"""Mails tell that something happened and lead to it: no word of a case, and no way to what is not their reader's."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from email.message import EmailMessage

from flask import Flask
from sqlalchemy import select

from app.concerns.records import Clock, ClockState
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.time import ZONE, frozen, today
from app.dashboards.reminders.queries import matters
from app.dashboards.reminders.service import remind
from app.deadlines.escalation_runs import run_escalations
from tests.databases import only_sqlite
from tests.leaks import table
from tests.leaks.crawl import browsers
from tests.leaks.life import Life
from tests.leaks.mails import addresses_in, kind_of, leaks_by_mail, mails_that_leave, sent_in
from tests.leaks.work import Rooms
from tests.world import World

HEAR_NOTHING = {"observer", "administrator", "not_addressed"}
OVERDUE = (31, 40, 47, 54, 61, 75)  # days from now: each is a step of the escalation
INVITATION = ("meetingplace", "meetinglink")  # where the meeting is, for who is invited
REMINDER = "zqkreminder"  # the coordinator's words to who owes, which are written for the mail


@only_sqlite
def test_no_mail_carries_a_word_of_a_case(app: Flask, people: World) -> None:
    clients, leaks, reached, led = browsers(app), {}, set(), set()
    sent_in(app)
    with app.app_context():
        life = Life(people)
    rooms = Rooms(app, people, clients, life.address)
    for phase in table.PHASES[:-1]:  # what lateness sends is sent below
        life.live(rooms, phase)
        mails = sent_in(app)
        leaks[phase] = leaks_by_mail(mails, clients, INVITATION)
        reached |= {kind_of(mail) for mail in mails}
        led |= {(kind, path) for kind, path, _subject in addresses_in(mails)}
    assert {phase: found for phase, found in leaks.items() if found} == {}
    assert set(table.WHO) - reached == HEAR_NOTHING, "who gets no mail at all proves nothing"
    assert {kind for kind, path in led if life.address in path} >= {"first", "second", "member", "filer"}
    with app.app_context():
        reminded = remind_all(people)
    assert leaks_by_mail(reminded, clients, allowed=("reminder",)) == []
    assert {kind_of(mail) for mail in reminded if REMINDER in mail.as_string()} >= {"first", "ministry"}
    for days in OVERDUE:
        with app.app_context():
            late = mails_of_lateness(days)
        assert leaks_by_mail(late, clients) == [], days


def remind_all(people: World) -> list[EmailMessage]:
    """The coordinator reminds of all that institutions owe."""
    coordinator, session = people.cast.people["koordinatorja"], db.session()
    ids = session.scalars(select(Clock.id).where(Clock.state == ClockState.RUNNING)).all()
    chosen = {matter.clock.id: matter.seen for matter in matters(session, coordinator, ids)}
    session.rollback()
    assert remind(coordinator, chosen, REMINDER, one_time_key()).reminded
    return mails_that_leave()


def mails_of_lateness(days: int) -> list[EmailMessage]:
    """What lateness sends, on a working morning so many days from now."""
    day = today() + timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    with frozen(datetime.combine(day, time(10), ZONE)):
        while run_escalations():
            pass
        return mails_that_leave()
