"""Rows that move only with a step of something else: each is ended once, and by no form of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.time import frozen, now, today
from app.demo import lives
from app.process.following import move
from app.process.outcome import NotNow, Taken
from app.process.run import run
from app.process.tables import Address
from app.review.rounds import Round
from app.working_papers.access import PapersRefused
from app.working_papers.models import FirstRound, Leaning, Suggestion, View
from app.working_papers.rounds import note_view
from tests.world import World
from workflows import engine, first_round, suggestion
from workflows.first_round import FIRST_ROUND
from workflows.suggestion import SUGGESTION

TABLES = (FIRST_ROUND, SUGGESTION)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_form_moves_one(world: World, table: engine.Workflow[Any]) -> None:
    for step in table.steps:
        sent: dict[str, Any] = {"version": 1, "key": one_time_key()}
        taken = run(table, world.cast.people["kastriot"], Address("x"), step.do, None, **sent)
        assert isinstance(taken, NotNow)


def test_a_round_takes_views_of_who_acts_until_it_is_over_and_is_closed_once(world: World) -> None:
    address, people = world.concern(lives.DRAFTED), world.cast.people
    assert isinstance(world.act("kastriot", address, "open_first_round", Round("", ends_on=today())), Taken)
    db.session.rollback()
    round_id = db.session.scalars(select(FirstRound.id)).one()

    def note(who: str) -> str:
        try:
            note_view(people[who], address, round_id, Leaning.MORE, "Pikëpamje.")
        except PapersRefused as refused:
            return refused.name
        return ""

    assert note("mira") == note("mira") == ""
    assert note("sekretaria") == "does_not_act"
    with frozen(now() + timedelta(days=2)):
        assert note("drita") == "round_over", "nobody has come to close it"
    version = world.case("kastriot", address).concern.version
    closed = world.act("kastriot", address, "close_first_round", None, version=version)
    assert isinstance(closed, Taken)
    assert note("drita") == "round_over"
    db.session.rollback()
    row = db.session.scalars(select(FirstRound).execution_options(populate_existing=True)).one()
    assert (row.state, row.closed_by_id) == ("closed", people["kastriot"].person_id) and row.closed_at
    assert len(db.session.scalars(select(View)).all()) == 1
    with pytest.raises(engine.NotNow):
        move(db.session(), now(), FIRST_ROUND, row, first_round.Do.CLOSE)


def test_a_wording_is_decided_on_once(world: World) -> None:
    for state in (suggestion.SuggestionState.TAKEN, suggestion.SuggestionState.REFUSED):
        row = Suggestion(state=state)
        for do in suggestion.Do:
            with pytest.raises(engine.NotNow):
                move(db.session(), now(), SUGGESTION, row, do)
    open_ = Suggestion(state=suggestion.SuggestionState.OPEN)
    with pytest.raises(engine.Unmet, match="reason"):
        move(db.session(), now(), SUGGESTION, open_, suggestion.Do.REFUSE)
