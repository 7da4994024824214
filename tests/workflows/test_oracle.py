"""Every column of every table is what the hand-written ones say: `oracle_*.py`."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

import pytest

from tests.workflows import oracle_answering as answering
from tests.workflows import oracle_concern, oracle_group, oracle_periods, oracle_recommendation
from tests.workflows.oracle_rows import Place, Row, differences
from workflows import (
    access_request,
    answer,
    concern,
    contribution,
    escalation_decision,
    extension,
    first_round,
    formal_letter,
    meeting,
    recommendation,
    suggestion,
    vote,
)
from workflows.engine import STAY, Chosen, ClockEffect, Guard, StateInfo, Step, Workflow
from workflows.ledger import EntryKind
from workflows.periods import PERIODS, URGENT_PERIODS, Rule
from workflows.roles import CaseRole, Owner

Holds = dict[str, tuple[dict[str, Any], dict[str, Any]]]


@dataclass(frozen=True)
class Table:
    """A table of the code, and what it is by hand."""

    code: Workflow[Any]
    facts: type[Any]
    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    holds: Holds = field(default_factory=dict)


TABLES = (
    Table(concern.CONCERN, concern.Facts, oracle_concern.ROWS, oracle_concern.PLACES, oracle_concern.HOLDS),
    Table(
        recommendation.RECOMMENDATION,
        recommendation.Facts,
        oracle_recommendation.ROWS,
        oracle_recommendation.PLACES,
        oracle_recommendation.HOLDS,
    ),
    Table(
        contribution.CONTRIBUTION, contribution.Facts, answering.CONTRIBUTION, answering.CONTRIBUTION_PLACES
    ),
    Table(answer.ANSWER, answer.Facts, answering.ANSWER, answering.ANSWER_PLACES, answering.ANSWER_HOLDS),
    Table(access_request.ACCESS_REQUEST, access_request.Facts, answering.ACCESS, answering.ACCESS_PLACES),
    Table(vote.VOTE, vote.Facts, oracle_group.VOTE, oracle_group.VOTE_PLACES, oracle_group.VOTE_HOLDS),
    Table(formal_letter.FORMAL_LETTER, formal_letter.Facts, oracle_group.LETTER, oracle_group.LETTER_PLACES),
    Table(
        meeting.MEETING,
        meeting.Facts,
        oracle_group.MEETING,
        oracle_group.MEETING_PLACES,
        oracle_group.MEETING_HOLDS,
    ),
    Table(
        first_round.FIRST_ROUND,
        first_round.Facts,
        oracle_group.ROUND,
        oracle_group.ROUND_PLACES,
        oracle_group.ROUND_HOLDS,
    ),
    Table(suggestion.SUGGESTION, object, oracle_group.SUGGESTION, oracle_group.SUGGESTION_PLACES),
    Table(extension.EXTENSION, object, oracle_group.EXTENSION, oracle_group.EXTENSION_PLACES),
    Table(escalation_decision.ESCALATION, object, oracle_group.ESCALATION, oracle_group.ESCALATION_PLACES),
)
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.code.name)


@each_table
def test_a_table_is_what_it_is_by_hand(table: Table) -> None:
    assert differences(table.code, table.rows, table.places) == []


@each_table
def test_what_must_hold_is_what_it_is_by_hand(table: Table) -> None:
    guards = {guard.name: guard for step in table.code.steps for guard in step.guards}
    assert set(guards) == set(table.holds)
    for name, (does, does_not) in table.holds.items():
        assert guards[name].holds(table.facts(**does)), name
        assert not guards[name].holds(table.facts(**does_not)), name
    for step in table.code.steps:
        for guard in step.guards:
            assert guard is guards[guard.name], f"two conditions are called {guard.name}"


def test_what_is_supplied_goes_back_to_the_stage_that_asked() -> None:
    for asked in ("submitted", "under_review"):
        facts = concern.Facts(asked_from=concern.Stage(asked))
        data = Given(answer="x")
        assert concern.CONCERN.move("information_requested", "supply_information", facts, data) == asked


@pytest.mark.parametrize(("concludes", "to"), [(True, "concluded"), (False, "in_implementation")])
def test_what_is_verified_in_part_goes_back_or_is_concluded_so(concludes: bool, to: str) -> None:
    data = Given(finding="x", grade="C", sources=("x",), independent=True, concludes=concludes)
    moved = recommendation.RECOMMENDATION.move(
        "reported_done", "verify_in_part", recommendation.Facts(), data
    )
    assert moved == to


class Given:
    """What somebody typed."""

    def __init__(self, **given: Any) -> None:
        self.__dict__ |= given


def test_the_periods_are_what_they_are_by_hand() -> None:
    code = {str(rule): f"{period.amount} {period.unit}" for rule, period in PERIODS.items()}
    assert code == oracle_periods.PERIODS
    urgent = {str(rule): f"{period.amount} {period.unit}" for rule, period in URGENT_PERIODS.items()}
    assert urgent == oracle_periods.PERIODS | oracle_periods.URGENT


# --- a mutation of any one column of any row is seen ----------------------------------


@each_table
def test_any_one_column_of_any_step_that_changes_is_seen(table: Table) -> None:
    for index, step in enumerate(table.code.steps):
        for column in fields(step):
            mutants = list(mutants_of(table.code, step, column.name))
            assert mutants, f"say in this test how {column.name} may change"
            for mutant in mutants:
                changed = copy(table.code)
                changed.steps = (*table.code.steps[:index], mutant, *table.code.steps[index + 1 :])
                assert differences(changed, table.rows, table.places), (step.do, column.name, mutant)


def mutants_of(workflow: Workflow[Any], step: Step[Any], column: str) -> Iterator[Step[Any]]:
    """The step with this one column changed, in each way in which it may."""
    kept = getattr(step, column)
    if column == "do":
        values: list[Any] = [Another.OTHER]
    elif column == "source":
        values = [
            Another.OTHER,
            *([step.sources[1:]] if step.sources[1:] else ()),
            (*step.sources, Another.OTHER),
        ]
    elif column == "to":
        values = _destinations(workflow, step)
    elif column in ("who", "on_paper"):
        values = [kept | {role} for role in CaseRole if role not in kept] + [kept - {role} for role in kept]
    elif column == "guards":
        values = [*_without_one(kept), (*kept, Guard("another", lambda _facts: True))]
    elif column == "needs":
        values = [*_without_one(kept), (*kept, "another")]
    elif column == "clocks":
        values = [
            *_without_one(kept),
            (*kept, ClockEffect(EntryKind.EXTEND, Rule.INTAKE)),
            *_other_effects(kept),
        ]
    elif column == "public":
        values = [not kept]
    else:
        values = []
    yield from (replace(step, **{column: value}) for value in values)


class Another(StrEnum):
    """What stands in no table."""

    OTHER = "other"


def _destinations(workflow: Workflow[Any], step: Step[Any]) -> list[Any]:
    if isinstance(step.to, Chosen):
        return [STAY, *(Chosen(step.to.by, less) for less in _without_one(step.to.among))]
    return [state for state in (STAY, *workflow.states) if state is not step.to]


def _without_one(kept: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [kept[:i] + kept[i + 1 :] for i in range(len(kept))]


def _other_effects(kept: tuple[ClockEffect, ...]) -> list[tuple[ClockEffect, ...]]:
    changed: list[tuple[ClockEffect, ...]] = []
    for i, effect in enumerate(kept):
        others = [replace(effect, kind=kind) for kind in EntryKind if kind is not effect.kind]
        others += [replace(effect, rule=rule) for rule in (*Rule, None) if rule is not effect.rule]
        others += [replace(effect, until="" if effect.until else "due_on")]
        changed += [(*kept[:i], other, *kept[i + 1 :]) for other in others]
    return changed


@each_table
def test_any_one_column_of_any_state_that_changes_is_seen(table: Table) -> None:
    for state, place in table.code.places.items():
        for changed in _other_places(place):
            mutant = copy(table.code)
            mutant.places = {**table.code.places, state: changed}
            assert differences(mutant, table.rows, table.places), changed


def _other_places(place: StateInfo) -> Iterator[StateInfo]:
    yield from (replace(place, owner=owner) for owner in Owner if owner is not place.owner)
    yield from (replace(place, rule=rule) for rule in (*Rule, None) if rule is not place.rule)
    yield replace(place, state=Another.OTHER)
    yield replace(place, final=not place.final)
