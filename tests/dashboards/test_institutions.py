"""Claimed and verified, by institution: the numbers are those of the list that the same person sees, and no other."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock, ClockState
from app.core.db import db
from app.core.paging import Cursor
from app.core.time import today
from app.dashboards.coordinator import exported
from app.dashboards.figures import queries
from app.dashboards.filters import DeskFilter, RecommendationFilter
from app.dashboards.recommendation_list import recommendations, tallies, total
from tests.dashboards.conftest import PEOPLE
from tests.world import World
from workflows.recommendation import Grade, State


def listed(world: World, who: str) -> list[Recommendation]:
    """Every recommendation in the person's own list, page by page."""
    found: list[int] = []
    place: Cursor | None = None
    while True:
        page = recommendations(db.session(), world.cast.people[who], RecommendationFilter(), place)
        found += [row.id for row in page.rows]
        if not page.last:
            break
        place = Cursor(page.last)
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


def test_the_figures_are_those_of_the_lists(full: World) -> None:
    session = db.session()
    coordinator = full.cast.people["koordinatorja"]
    clocks = session.scalars(select(Clock).where(Clock.outside, Clock.state == ClockState.RUNNING)).all()
    late = [c for c in clocks if c.due_on and c.due_on < today() and c.addressee_id]
    found = queries.overdue(session)
    assert late and sum(one.whole for one in found) == len(late)
    for one in found:
        for rule, number in one.numbers.items():
            lines = exported(
                session, coordinator, DeskFilter(institution=one.institution, rule=rule), today()
            )
            assert len(lines) == number, (one.name, rule)
    sent = session.scalars(select(Concern).where(Concern.transmitted_at.is_not(None), Concern.is_open)).all()
    loads = queries.loads(session)
    assert sum(load.cases * load.rapporteurs for load in loads) == len(sent) > 0
    assert sum(load.late for load in loads) == sum(bool(c.due_on and c.due_on < today()) for c in sent) > 0
