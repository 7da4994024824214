"""Coordinators remind of the same lines at once, one of them pressing twice: each line is reminded of once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.concerns.records import Clock
from app.core.db import db
from app.core.random_ids import one_time_key
from app.dashboards.reminders.queries import matters
from app.dashboards.reminders.service import remind
from app.demo import lives
from app.notifications.models import Notification
from app.process import history
from app.process.models import Event
from tests.races import threads
from tests.world import world_of
from workflows.escalation import REMINDED

pytestmark = pytest.mark.race


def test_nobody_is_reminded_twice_of_the_same(app: Flask) -> None:
    with world_of(app) as world:
        coordinator = world.cast.people["koordinatorja"]
        for _ in range(2):
            world.concern(lives.SENT, age=60)
        ids = db.session.scalars(select(Clock.id).where(Clock.state == "running")).all()
        seen = {matter.clock.id: matter.seen for matter in matters(db.session(), coordinator, ids)}
        readers = {person for matter in matters(db.session(), coordinator, ids) for person in matter.told}
        db.session.rollback()
    keys = [one_time_key() for _ in range(3)] + ["pressed-twice"] * 3
    works = [lambda key=key: remind(coordinator, seen, "", key) for key in keys]
    done = threads.at_once(app, works)
    assert {one.reminded for one in done} <= {0, len(seen)}
    with app.app_context():
        session = db.session
        events = session.scalars(select(Event.id).where(Event.do == REMINDED)).all()
        assert len(events) == len(seen) == 2
        notices = session.scalar(select(func.count()).where(Notification.event_id.in_(events)))
        assert notices == len(readers) * len(seen)
        assert [x for x in history.verify(session()) if not isinstance(x, int)] == []
