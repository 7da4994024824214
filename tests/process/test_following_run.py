"""Rows that move only with a step of something else: each is ended once, and by no form of its own."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import select

from app.concerns.records import Extension
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.refusals import Refusal
from app.core.time import frozen, now, today
from app.deadlines.escalations import EscalationDecision
from app.deadlines.models import Escalation
from app.demo import lives
from app.process.data import Reason
from app.process.following import move
from app.process.outcome import NotNow, Taken
from app.process.run import run
from app.process.tables import Address
from app.review.working_papers import Round
from app.working_papers.models import FirstRound, Leaning, Suggestion, View
from app.working_papers.rounds import note_view
from tests.world import World
from workflows import engine, first_round, suggestion
from workflows.escalation_decision import ESCALATION, EscalationState, Remedy
from workflows.extension import EXTENSION, ExtensionState
from workflows.first_round import FIRST_ROUND
from workflows.suggestion import SUGGESTION

TABLES = (FIRST_ROUND, SUGGESTION, EXTENSION, ESCALATION)


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
        except Refusal as refused:
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
        move(db.session(), now(), FIRST_ROUND, row, first_round.FirstRoundAction.CLOSE)


GIVEN = EscalationDecision("Ka arsye.", Remedy.MEDIATE)
ENDS = [
    (SUGGESTION, "take", None, ("taken", "")),
    (SUGGESTION, "refuse", GIVEN, ("refused", "Ka arsye.")),
    (EXTENSION, "grant", GIVEN, ("granted", "Ka arsye.")),
    (EXTENSION, "grant", Reason(), ("granted", "")),
    (EXTENSION, "refuse", GIVEN, ("refused", "Ka arsye.")),
    (EXTENSION, "lapse", None, ("lapsed", "")),
    (ESCALATION, "decide", GIVEN, ("decided", "mediate")),
    (ESCALATION, "end", None, ("ended", None)),
]
NEEDED = {
    ("suggestion", "refuse"): "reason",
    ("extension", "refuse"): "reason",
    ("escalation", "decide"): "remedy",
}


def made(table: engine.Workflow[Any]) -> Any:
    """A row in the first state of its table."""
    if table is SUGGESTION:
        return Suggestion(state=suggestion.SuggestionState.OPEN)
    return (
        Extension(state=ExtensionState.ASKED)
        if table is EXTENSION
        else Escalation(state=EscalationState.OPEN)
    )


@pytest.mark.parametrize(("table", "do", "data", "end"), ENDS)
def test_each_of_the_others_ends_once_with_what_was_decided(
    world: World, table: engine.Workflow[Any], do: str, data: Any, end: tuple[Any, ...]
) -> None:
    row, at = made(table), now()
    if (table.name, do) in NEEDED:
        with pytest.raises(engine.Unmet, match=NEEDED[table.name, do]):
            move(db.session(), at, table, row, Do(do))
    decider = None if do in ("lapse", "end") else world.cast.people["koordinatorja"].person_id
    move(db.session(), at, table, row, Do(do), data, person_id=decider)
    said = {"suggestion": "reason", "extension": "decision", "escalation": "remedy"}[table.name]
    assert (row.state, getattr(row, said), row.decided_by_id) == (*end, decider)
    assert at == (row.ended_at if table is ESCALATION else row.decided_at)
    for step in table.steps:
        with pytest.raises(engine.NotNow):
            move(db.session(), at, table, row, step.do, data)


class Do(StrEnum):
    """The names of these steps."""

    TAKE = "take"
    REFUSE = "refuse"
    GRANT = "grant"
    LAPSE = "lapse"
    DECIDE = "decide"
    END = "end"
