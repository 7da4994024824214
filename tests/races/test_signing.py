"""Two people of the ministry sign the same answer at once, while the agency itself answers: one answer is given."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.answers.models import PreparedAnswer
from app.answers.service import answer
from app.concerns.models import Recommendation
from app.concerns.steps import take_step
from app.core.db import db
from app.core.random_ids import one_time_key
from app.demo import lives
from app.directory.service import save_entry
from app.process import history
from app.process.models import Event
from app.process.outcome import Taken
from app.response.service import Acceptance
from tests.races import threads
from tests.steps import Refused, sign
from tests.world import world_of
from workflows.answer import State
from workflows.recommendation import State as RecommendationState

pytestmark = pytest.mark.race


@pytest.mark.parametrize("agency_too", [False, True])
def test_one_answer_is_given(app: Flask, agency_too: bool) -> None:
    with world_of(app) as world:
        ministry, people = world.cast.people["ministria"], world.cast.people
        save_entry(ministry, ministry.organisation_id, {"sign_off": True})
        address = world.concern(lives.SENT)
        version = world.case("ministria", address).recommendations[0].version
        given = {"version": version, "key": one_time_key()}
        answer(ministry, address, 1, "accept", Acceptance(), **given)
        prepared = db.session.scalars(select(PreparedAnswer)).one()
        row = (prepared.public_id, prepared.version)
        db.session.rollback()

    def signed() -> Any:
        try:
            sign(people["ministria_b"], *row)
        except Refused:
            return None
        return "given"

    def by_agency() -> Any:
        given = {"number": 1, "version": version, "key": one_time_key()}
        outcome = take_step(people["sociale"], address, "accept", Acceptance(), **given)
        return "given" if isinstance(outcome, Taken) else None

    works = [signed] * 4 + [by_agency] * (2 if agency_too else 0)
    assert threads.at_once(app, works).count("given") == 1
    with app.app_context():
        session = db.session
        assert session.scalars(select(Recommendation.state)).one() is RecommendationState.ACCEPTED
        assert session.scalar(select(func.count(Event.id)).where(Event.do == "accept")) == 1
        assert session.scalars(select(PreparedAnswer.state)).one() in (State.SENT, State.LAPSED)
        assert [x for x in history.verify(session()) if not isinstance(x, int)] == []
