"""What a date brings leaves in working hours alone, whatever kept it: a refusal, a worker, a digest, quiet hours."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

import pytest

from app.core.country import OwnKind
from app.core.db import db
from app.core.time import ZONE, frozen
from app.deadlines.calendar import service as calendar_queries
from app.deadlines.calendar import service as calendar_service
from app.demo import lives
from app.notifications.delivery import deliver
from app.notifications.service import PreferencesData, save_preferences
from tests.deadlines.test_escalation import after_due, escalated, running
from tests.world import World
from workflows.notifications import Frequency, Topic
from workflows.periods import Rule

AT_ONCE = dict.fromkeys(Topic, Frequency.NOW)
FOUR = {"sociale", "ministria", "ministria_b", "koordinatorja"}
came: Counter[str] = Counter()


def take(mail: EmailMessage) -> None:
    came[str(mail["To"].addresses[0].username)] += 1


def refuse(_mail: EmailMessage) -> None:
    raise OSError("no connection")


def sent(day: date, hour: int, minute: int = 10, send: object = take) -> Counter[str]:
    """Who gets mail of what waits at this moment; notices of the steps before are left aside."""
    came.clear()
    with frozen(datetime.combine(day, time(hour, minute), ZONE)):
        while deliver(send) or deliver(send):
            pass
    db.session.rollback()
    return Counter(came)


@pytest.fixture
def late(world: World) -> date:
    """The day of the first level after the date of an answer: two working days follow it."""
    world.concern(lives.SENT)
    clock = running(Rule.RESPONSE)
    day = after_due(clock, 1)
    while day.weekday() > 2 or after_due(clock, 3) - day != timedelta(days=2):
        with frozen(datetime.combine(day, time(9), ZONE)):
            shown = calendar_queries.effect_of(db.session(), day, OwnKind.HOLIDAY)
            calendar_service.add(day, OwnKind.HOLIDAY, "Pushim", shown.key)
        clock = running(Rule.RESPONSE)
        day = after_due(clock, 1)
    sent(day - timedelta(days=1), 23)
    return day


def test_after_a_refusal_it_waits_for_the_next_morning(late: date) -> None:
    assert escalated(late, 16) == 1
    assert not sent(late, 16, 50, refuse)
    for hour in (17, 23):
        assert not sent(late, hour)
    assert not sent(late + timedelta(days=1), 3)
    assert sent(late + timedelta(days=1), 8) == Counter(FOUR), "each once"
    assert not sent(late + timedelta(days=1), 9)


def test_a_digest_of_it_and_quiet_hours_wait_with_it(world: World, late: date) -> None:
    save_preferences(
        world.cast.people["koordinatorja"], PreferencesData({**AT_ONCE, Topic.DATE: Frequency.DAILY})
    )
    save_preferences(world.cast.people["ministria"], PreferencesData(AT_ONCE, time(9), time(18)))
    save_preferences(world.cast.people["ministria_b"], PreferencesData(AT_ONCE, time(7), time(18)))
    assert escalated(late, 16) == 1
    assert sent(late, 16, 50) == Counter({"sociale"})
    assert sent(late, 18) == Counter({"ministria_b"}), "who is quiet in all working hours asked for it"
    next_day = late + timedelta(days=1)
    with frozen(datetime.combine(late, time(20), ZONE)):
        shown = calendar_queries.effect_of(db.session(), next_day, OwnKind.HOLIDAY)
        calendar_service.add(next_day, OwnKind.HOLIDAY, "Pushim", shown.key)
    assert not sent(next_day, 8), "a day off that was announced on its eve"
    assert not sent(next_day + timedelta(days=1), 7)
    assert sent(next_day + timedelta(days=1), 8) == Counter({"koordinatorja", "ministria"})
