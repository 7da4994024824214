"""The tables of a concern and of a recommendation, by every pair of state and step and by random walks.

What they are to say is written by hand in `oracle_concern.py` and `oracle_recommendation.py`.
"""

from __future__ import annotations

import random
from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows import oracle_concern, oracle_recommendation
from tests.workflows.oracle_rows import STAYS, Pairs, by_pair
from workflows import concern as c
from workflows import recommendation as r
from workflows.concern import CONCERN, Stage
from workflows.engine import STAY, Chosen, NotNow, NotYours, StateInfo, Step, Unmet, Workflow, starts
from workflows.periods import Rule
from workflows.recommendation import RECOMMENDATION, State
from workflows.roles import CaseRole, Owner

OF_A_CONCERN = by_pair(oracle_concern.ROWS)
OF_A_RECOMMENDATION = by_pair(oracle_recommendation.ROWS)


class Everything:
    """Data in which every field is filled."""

    concludes = False

    def __getattr__(self, name: str) -> str:
        return "given"


CONCERN_HOLDS = c.Facts(
    complete=True,
    unidentifiable=True,
    urgent=True,
    danger_reported=True,
    asked_from=Stage.REVIEW,
    information_overdue=True,
    warned=True,
    fact_check_overdue=True,
    rapporteur=True,
    second_reader=True,
    drafted=1,
    naming_known=True,
    urgent_confirmed=True,
    ratification_open=True,
    somebody_sends=True,
)
ON_APPEAL = frozenset(
    {(Stage.DELIBERATION, c.ConcernAction.ADMIT), (Stage.DELIBERATION, c.ConcernAction.UPHOLD)}
)
RATIFIED = frozenset({(Stage.FOLLOW_UP, c.ConcernAction.CLOSE)})


def holding(stage: str, do: str) -> c.Facts:
    """Facts under which this step is possible."""
    facts = CONCERN_HOLDS
    if (stage, do) in ON_APPEAL:
        facts = replace(facts, appealed=True)
    if do == c.ConcernAction.CLOSE_ROUND:
        facts = replace(facts, round_open=True)
    if do == c.ConcernAction.ASSIGN:
        facts = replace(facts, rapporteur=False)
    if (stage, do) in RATIFIED:
        facts = replace(facts, ratification_open=False)
    return facts


def recommendation_holding(do: str) -> r.Facts:
    """Facts under which this step of a recommendation is possible."""
    return r.Facts(
        disclaimed=do == r.RecommendationAction.READDRESS,
        escalated=True,
        indicators=1,
        follow_up_review_ahead=True,
        follow_up_review_due=True,
        last_review_due=True,
        decision_awaited=True,
        suggested=True,
        extension_asked=do
        in (r.RecommendationAction.GRANT_EXTENSION, r.RecommendationAction.REFUSE_EXTENSION),
    )


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("do", c.ConcernAction)
def test_a_concern_moves_by_its_table_alone(stage: Stage, do: c.ConcernAction) -> None:
    if (stage, do) not in OF_A_CONCERN:
        with pytest.raises(NotNow):
            CONCERN.move(stage, do, holding(stage, do), Everything())
        return
    assert_leads(OF_A_CONCERN, stage, do, CONCERN.move(stage, do, holding(stage, do), Everything()))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("do", r.RecommendationAction)
def test_a_recommendation_moves_by_its_table_alone(state: State, do: r.RecommendationAction) -> None:
    facts = recommendation_holding(do)
    if (state, do) not in OF_A_RECOMMENDATION:
        with pytest.raises(NotNow):
            RECOMMENDATION.move(state, do, facts, Everything())
        return
    assert_leads(OF_A_RECOMMENDATION, state, do, RECOMMENDATION.move(state, do, facts, Everything()))


def assert_leads(pairs: Pairs, state: str, do: str, reached: str) -> None:
    """The step leads from there to where it leads by hand."""
    to = pairs[state, do].to
    assert reached in ([state] if to == STAYS else to.split()), (state, do, reached)


PAIRS = [(CONCERN, source, step) for source, step in CONCERN] + [
    (RECOMMENDATION, source, step) for source, step in RECOMMENDATION
]


@pytest.mark.parametrize(("workflow", "source", "step"), PAIRS, ids=lambda v: str(getattr(v, "do", v))[:40])
def test_each_guard_alone_keeps_a_step_closed(workflow: Workflow[Any], source: str, step: Step[Any]) -> None:
    facts = holding(source, step.do) if workflow is CONCERN else recommendation_holding(step.do)
    for guard in step.guards:
        closed = [f for f in one_fact_changed(facts) if not guard.holds(f)]
        assert closed, f"no single fact closes {guard.name}"
        for broken in closed:
            with pytest.raises(Unmet) as refused:
                workflow.move(source, step.do, broken, Everything())
            assert guard.name in refused.value.missing


def one_fact_changed(facts: Any) -> list[Any]:
    """The same facts with one of them turned round; an urgent matter not reported counts as one."""
    changed = []
    for name in type(facts).__dataclass_fields__:
        value = getattr(facts, name)
        if isinstance(value, bool):
            changed.append(replace(facts, **{name: not value}))
        elif isinstance(value, int):
            changed.append(replace(facts, **{name: 0 if value else 1}))
    if isinstance(facts, c.Facts):
        changed.append(replace(facts, second_reader=False, second_reader_due=True))
    return changed


@pytest.mark.parametrize(("workflow", "source", "step"), PAIRS, ids=lambda v: str(getattr(v, "do", v))[:40])
def test_each_need_is_asked_for(workflow: Workflow[Any], source: str, step: Step[Any]) -> None:
    facts = holding(source, step.do) if workflow is CONCERN else recommendation_holding(step.do)
    for need in step.needs:
        for nothing in (None, "", "  \n", ()):
            data = Everything()
            data.__dict__[need] = nothing
            with pytest.raises(Unmet) as refused:
                workflow.move(source, step.do, facts, data)
            assert refused.value.missing == (need,)


@pytest.mark.parametrize(("workflow", "source", "step"), PAIRS, ids=lambda v: str(getattr(v, "do", v))[:40])
def test_a_step_is_offered_to_whom_it_is_for_and_nobody_else(
    workflow: Workflow[Any], source: str, step: Step[Any]
) -> None:
    facts = c.Facts() if workflow is CONCERN else r.Facts()
    for standing in CaseRole:
        offered = [o.step.do for o in workflow.offers(source, facts, frozenset({standing}))]
        begins = (
            {CaseRole.CHAIR} if CaseRole.DECISION in step.who else step.who
        )  # decisions are put to the vote
        assert (step.do in offered) == (standing in begins)
        if standing not in step.who:
            with pytest.raises(NotYours):
                workflow.check_standing(step, frozenset({standing}))


def test_no_role_of_the_state_can_set_a_recommendation_to_implemented() -> None:
    moving = [step for step in RECOMMENDATION.steps if step.to is not STAY]
    verifying = {step.do for step in moving if step.who & {CaseRole.VERIFIER}}
    assert verifying == {
        r.RecommendationAction.VERIFY,
        r.RecommendationAction.VERIFY_IN_PART,
        r.RecommendationAction.CONTEST,
    }
    state = {CaseRole.MINISTRY, CaseRole.ADDRESSEE, CaseRole.COORDINATOR}
    for step in moving:
        if step.who & state:
            leads_to = {d for source in step.sources for d in step.destinations(source)}
            assert State.CONCLUDED not in leads_to or step.do is r.RecommendationAction.DISAGREE


def test_only_another_organisation_looks_again_and_it_ends_no_recommendation() -> None:
    for do in (r.RecommendationAction.FOLLOW_UP_REVIEW, r.RecommendationAction.LAST_REVIEW):
        (step,) = RECOMMENDATION.named(do)
        assert step.who == {CaseRole.SECOND_VERIFIER}
        assert step.to is STAY


@given(st.integers(0, 2**32), st.lists(st.sampled_from(sorted(c.ConcernAction)), max_size=60))
def test_a_random_walk_of_a_concern_keeps_its_invariants(seed: int, steps: list[c.ConcernAction]) -> None:
    walk_concern(random.Random(seed), steps)


def test_ten_thousand_random_steps_of_a_concern() -> None:
    rng = random.Random(10)
    assert sum(walk_concern(rng, rng.choices(sorted(c.ConcernAction), k=200)) for _ in range(50)) > 300


def walk_concern(rng: random.Random, steps: list[c.ConcernAction]) -> int:
    """Try the steps one after the other under random facts; returns how many were taken."""
    state: str = Stage.DRAFT
    taken = 0
    for do in steps:
        facts = random_facts(rng)
        try:
            reached = CONCERN.move(state, do, facts, Everything())
        except NotNow:
            assert (state, do) not in OF_A_CONCERN
            continue
        except Unmet as refused:
            lacking = set(refused.missing)
            assert lacking <= set(OF_A_CONCERN[state, do].holds.split())
            continue
        assert_leads(OF_A_CONCERN, state, do, reached)
        if reached != state:
            assert_entered(reached, facts)
        state = reached
        taken += 1
        if CONCERN.places[Stage(state)].final:
            state = Stage.DRAFT  # a new one
    return taken


def assert_entered(stage: str, facts: c.Facts) -> None:
    """No path reaches a stage without its conditions."""
    if stage == Stage.CLOSED:
        assert facts.open == 0
    if stage == Stage.RESPONSE:
        assert facts.naming_known or facts.urgent_confirmed
    if stage == Stage.ADOPTED:
        assert facts.drafted
    if stage == Stage.LAPSED:
        assert facts.warned
        assert facts.information_overdue


def random_facts(rng: random.Random) -> c.Facts:
    """Any facts at all."""
    values: dict[str, Any] = {}
    for name, field in c.Facts.__dataclass_fields__.items():
        values[name] = (
            rng.choice((0, 1, 3)) if field.default == 0 and field.default is not False else rng.random() < 0.7
        )
    values["asked_from"] = rng.choice((Stage.SUBMITTED, Stage.REVIEW))
    return c.Facts(**values)


def test_ten_thousand_random_steps_of_a_recommendation() -> None:
    rng, taken = random.Random(11), 0
    state: str = State.DRAFTED
    verified = False
    for _ in range(10_000):
        do = rng.choice(sorted(r.RecommendationAction))
        facts = r.Facts(*(rng.random() < 0.4 for _ in range(4)))
        try:
            reached = RECOMMENDATION.move(state, do, facts, Everything())
        except (NotNow, Unmet):
            continue
        taken += 1
        if do is r.RecommendationAction.MAINTAIN:
            assert not facts.maintained
        if do in (r.RecommendationAction.SILENCE, r.RecommendationAction.NOT_IMPLEMENTED):
            assert facts.escalated
        verified |= do is r.RecommendationAction.VERIFY
        if reached is State.REPORTED and RECOMMENDATION.named(do)[0].to is not STAY:
            assert do in (r.RecommendationAction.CLAIM_DONE, r.RecommendationAction.DONE)
        state = State.DRAFTED if reached is State.DROPPED else reached
    assert taken > 300
    assert verified


@pytest.mark.parametrize("workflow", [CONCERN, RECOMMENDATION], ids=lambda w: w.name)
def test_every_state_can_be_left_unless_it_is_final(workflow: Workflow[Any]) -> None:
    for state, place in workflow.places.items():
        leaves = {d for source, step in workflow if source == state for d in step.destinations(state)} - {
            state
        }
        assert bool(leaves) != place.final, state


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


class Press(StrEnum):
    GO = "go"
    STOP = "stop"


ANY = frozenset({CaseRole.SYSTEM})
PLACES = (StateInfo(Light.RED, Owner.NOBODY), StateInfo(Light.GREEN, Owner.NOBODY))


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([Step(Press.GO, Light.RED, Light.GREEN, ANY), Step(Press.GO, Light.RED, Light.RED, ANY)], "twice"),
        ([Step(Press.GO, Light.RED, Light.RED, ANY)], "nothing leads to"),
        ([Step(Press.GO, Light.RED, Light.GREEN, ANY)], "final or left"),
        (
            [
                Step(Press.GO, Light.RED, Light.GREEN, ANY, (), starts(Rule.INTAKE)),
                Step(Press.STOP, Light.GREEN, Light.RED, ANY),
            ],
            "nothing stops",
        ),
    ],
)
def test_a_table_checks_itself_when_it_is_made(steps: list[Step[Any]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Workflow("light", Light, PLACES, steps)


def test_a_chosen_destination_is_one_of_those_named() -> None:
    for step in (*CONCERN.steps, *RECOMMENDATION.steps):
        if isinstance(step.to, Chosen):
            assert len(step.to.among) > 1
