"""Working papers under race: one wins, and nothing that was typed is lost or seen too early."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.concerns.models import Recommendation
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.refusals import Refusal
from app.core.saving import Conflict, Saved
from app.core.time import today
from app.demo import lives
from app.process import history
from app.process.outcome import Stale, Taken
from app.review.working_papers import Chosen, RefusedWording, Round
from app.working_papers.drafts.queries import versions
from app.working_papers.drafts.service import suggest
from app.working_papers.models import FirstRound, Leaning, Suggestion, View
from app.working_papers.rounds import assessment_of, close_due_round, note_view, save_assessment
from tests.races.threads import at_once
from tests.world import World
from workflows.suggestion import SuggestionState

pytestmark = pytest.mark.race
ROUNDS = 6


def test_a_suggestion_is_taken_or_refused_once(world: World) -> None:
    address = world.concern(lives.DRAFTED)
    for place in range(ROUNDS):
        rec = world.case("hana", address).recommendations[0]
        word = rec.heading.split()[0]
        passage, wording = rec.heading, f"{word} {place}"
        suggest(world.cast.people["mira"], address, 1, passage, wording, "", key=one_time_key())
        db.session.rollback()
        chosen = db.session.scalars(select(Suggestion.id).order_by(Suggestion.id.desc())).first()
        version = world.case("hana", address).recommendations[0].version
        works = [("hana", "take_wording", Chosen(chosen)), ("kastriot", "take_wording", Chosen(chosen))]
        works.append(("hana", "refuse_wording", RefusedWording("Jo.", suggestion=chosen)))
        results = at_once(
            world.app,
            [
                lambda w=work, v=version: world.act(w[0], address, w[1], w[2], number=1, version=v)
                for work in works
            ],
        )
        assert [type(r) for r in results].count(Taken) == 1, results
        assert all(isinstance(r, Taken | Stale) for r in results), results
    db.session.rollback()
    states = db.session.scalars(select(Suggestion.state)).all()
    assert SuggestionState.OPEN not in states
    assert db.session.scalars(select(Recommendation.suggestions)).one() == 0
    kept = versions(db.session(), world.case("hana", address))[1]
    assert len(kept) == 1 + list(states).count(SuggestionState.TAKEN)
    assert list(history.verify(db.session()))[:-1] == []


def test_of_two_who_save_the_assessment_one_is_told_of_the_other(world: World) -> None:
    address = world.concern(lives.DRAFTED)
    hana = world.cast.people["hana"]
    for version in range(ROUNDS):
        texts = [f"{version} {name}" for name in ("one", "two", "three")]
        results = at_once(
            world.app,
            [
                lambda t=text, v=version: (t, save_assessment(hana, address, {"facts": t}, v))
                for text in texts
            ],
        )
        won = [text for text, result in results if isinstance(result, Saved)]
        assert len(won) == 1 and sum(isinstance(r, Conflict) for _t, r in results) == 2
        row = assessment_of(db.session(), world.case("hana", address).concern.id)
        assert row and (row.facts, row.version) == (won[0], version + 1)


def test_a_view_is_counted_or_refused_when_the_round_closes_meanwhile(world: World) -> None:
    address = world.concern(lives.DRAFTED)
    for _ in range(ROUNDS):
        world.act("kastriot", address, "open_first_round", Round("", ends_on=today()))
        db.session.rollback()
        round_id = db.session.scalars(select(func.max(FirstRound.id))).one()
        version = world.case("kastriot", address).concern.version

        def view(who: str, round_id: int = round_id) -> str:
            try:
                note_view(world.cast.people[who], address, round_id, Leaning.MORE, who)
            except Refusal as refused:
                return refused.name
            return "noted"

        results = at_once(
            world.app,
            [
                lambda: view("mira"),
                lambda: view("drita"),
                close_due_round,
                lambda v=version: world.act("kastriot", address, "close_first_round", None, version=v),
            ],
        )
        db.session.rollback()
        noted = db.session.scalar(select(func.count()).where(View.round_id == round_id))
        assert results.count("noted") == noted and results.count("round_over") == 2 - results.count("noted")
        assert not world.case("hana", address).concern.first_round
