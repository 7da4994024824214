"""Claimed and verified, by institution: the numbers are those of the list that the same person sees, and no other."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cases.models import Recommendation
from app.cases.outcome import Taken
from app.core.db import db
from app.core.paging import Place
from app.core.time import frozen, now, today
from app.demo import lives
from app.desks.filters import RecommendationFilter
from app.desks.institutions import Tally, tallies, total
from app.desks.recommendations import recommendations
from app.stages.response.service import Acceptance
from tests.app.desks.conftest import PEOPLE
from tests.world import World
from workflows.recommendation import Grade, State


def listed(world: World, who: str) -> list[Recommendation]:
    """Every recommendation in the person's own list, page by page."""
    found: list[int] = []
    place: Place | None = None
    while True:
        page = recommendations(db.session(), world.cast.people[who], RecommendationFilter(), place)
        found += [row.id for row in page.rows]
        if not page.last:
            break
        place = Place(page.last)
    return list(db.session.scalars(select(Recommendation).where(Recommendation.id.in_(found))))


@pytest.mark.parametrize("who", [*PEOPLE, "nazmi"])
def test_the_numbers_are_those_of_what_the_person_may_read(full: World, who: str) -> None:
    found = {t.institution: t for t in tallies(db.session(), full.cast.people[who])}
    rows = listed(full, who)
    asked = Counter(r.addressee_id for r in rows)
    assert {key: t.asked for key, t in found.items()} == dict(asked)
    for institution, tally in found.items():
        own = [r for r in rows if r.addressee_id == institution]
        assert tally.answered == sum(r.answer is not None for r in own)
        assert tally.claimed == sum(r.claimed_at is not None for r in own)
        assert tally.implemented == sum(r.grade is Grade.A for r in own)
        assert tally.waiting == sum(r.state is State.REPORTED for r in own)
        late = [r for r in own if r.state is State.AWAITING and r.due_on and r.due_on < today()]
        assert tally.unanswered == len(late)
        assert tally.moved == sum(r.moved for r in own)
    whole = total(list(found.values()))
    assert whole is None or whole.asked == len(rows)


def of(world: World, who: str, name: str) -> Tally:
    db.session.rollback()
    return next(t for t in tallies(db.session(), world.cast.people[who]) if name in t.name)


def test_late_answers_findings_and_moved_dates_are_counted(world: World) -> None:
    world.concern(lives.VERIFIED)
    contested = [
        *lives.REPORTED,
        lives.Beat(3, lives.R, "contest", lives.finding(Grade.C, "Jo.", again_in=30), 1),
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
