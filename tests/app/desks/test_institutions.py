"""Claimed and verified, by institution: the numbers are those of the list that the same person sees, and no other."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from app.cases.models import Recommendation
from app.core.db import db
from app.core.paging import Place
from app.core.time import today
from app.desks.filters import RecommendationFilter
from app.desks.institutions import tallies, total
from app.desks.recommendations import recommendations
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
