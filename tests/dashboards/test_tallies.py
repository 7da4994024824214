"""Claimed and verified, by institution: late answers, findings and moved dates, on a world of the test's own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.db import db
from app.core.time import frozen, now, today
from app.dashboards import queries, recommendation_list
from app.dashboards.recommendation_list import Tally, tallies
from app.demo import lives
from app.process.outcome import Taken
from app.recusals.service import recuse_myself
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


def test_the_latest_are_counted_alone_where_no_case_is_hidden_from_who_reads(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        world.concern(lives.SENT)
    monkeypatch.setattr(queries, "MOST", 2)
    with frozen(now() + timedelta(days=1)):  # what is made once for a day is made with it
        for who in ("koordinatorja", "sekretaria", "ministria", "sociale"):
            assert of(world, who, "Social").asked == 2, who
        # of cases from which a member is recused nothing may be missing in a sum
        for who in ("anila", "kastriot"):
            assert of(world, who, "Social").asked == 3, who


def test_of_what_a_member_reads_the_latest_are_counted_as_if_the_rest_were_not_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest = [world.concern(lives.SENT) for _ in range(3)][-1]
    monkeypatch.setattr(recommendation_list, "LATEST", 2)
    with frozen(now() + timedelta(days=2)):
        assert of(world, "anila", "Social").asked == 2, "her organisation filed them"
        assert of(world, "hana", "Social").asked == 2, "she declared on them"
        recuse_myself(world.cast.people["hana"], latest, "Family.")
        assert of(world, "hana", "Social").asked == 2, "a case that is gone leaves no hole"
    monkeypatch.setattr(recommendation_list, "LATEST", 3)
    with frozen(now() + timedelta(days=3)):
        assert of(world, "hana", "Social").asked == 2, "and is not counted"
