"""What stands beside the coordinator's decision: how late it is, and what was done about it."""

from __future__ import annotations

from app.concerns.models import Recommendation
from app.core.db import db
from app.core.time import frozen
from app.deadlines.queries import Lateness, latenesses
from app.demo import lives
from tests.deadlines.test_escalation import after_due, at, escalated, running
from tests.world import World
from workflows.periods import Rule


def test_reminders_of_this_date_are_counted_and_the_last_is_named(world: World) -> None:
    world.concern(lives.SENT)
    clock = running(Rule.RESPONSE)
    for level in (-5, -1, 1):
        escalated(after_due(clock, level))
    rec = db.session.query(Recommendation).one()
    assert latenesses(db.session(), rec.id) == [], "late, and nobody is asked yet"
    escalated(after_due(clock, 10))
    assert clock.due_on
    with frozen(at(after_due(clock, 10), 12)):
        (found,) = latenesses(db.session(), rec.id)
    late = (after_due(clock, 10) - clock.due_on).days
    assert found == Lateness(Rule.RESPONSE, clock.due_on, late, None, 0, 0, 3, after_due(clock, 1))
