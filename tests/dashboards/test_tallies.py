"""Claimed and verified, by institution: late answers, findings and moved dates, on a world of the test's own."""

from __future__ import annotations

from datetime import timedelta

from app.core.db import db
from app.core.time import frozen, now, today
from app.dashboards.recommendation_list import Tally, tallies
from app.demo import lives
from app.process.outcome import Taken
from app.response.service import Acceptance
from tests.world import World
from workflows.recommendation import Grade


def of(world: World, who: str, name: str) -> Tally:
    db.session.rollback()
    return next(t for t in tallies(db.session(), world.cast.people[who]) if name in t.name)


def test_late_answers_findings_and_moved_dates_are_counted(world: World) -> None:
    world.concern(lives.VERIFIED)
    contested = [
        *lives.REPORTED,
        lives.DemoStep(3, lives.R, "contest", lives.finding(Grade.C, "Jo.", again_in=30), 1),
    ]
    world.concern(contested)
    address = world.concern(lives.SENT)
    with frozen(now() + timedelta(days=50)):
        due = world.case("sociale", address).recommendations[0].due_on
        assert due
        late = (today() - due).days
        assert of(world, "koordinatorja", "Social").unanswered == 1
        assert isinstance(world.act("sociale", address, "accept", Acceptance(), number=1), Taken)
        found = of(world, "koordinatorja", "Social")
        assert (found.asked, found.answered, found.claimed) == (3, 3, 2)
        assert (found.implemented, found.not_implemented, found.apart, found.unanswered) == (1, 1, 1, 0)
        assert found.late is not None and round(float(found.late) * 3) == late
        assert found == of(world, "sociale", "Social") == of(world, "ministria", "Social")
        assert not tallies(db.session(), world.cast.people["prokuroria"]), "another institution's"
