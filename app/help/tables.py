"""The tables that say the same as the pictures, for whoever reads rather than looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.core.labels import label
from app.help.words import clock, party, step_label, urgent_clock, who
from workflows.engine import Step, Workflow


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step that can be taken from a state; no targets where it moves nothing."""

    name: str
    targets: tuple[str, ...]
    who: str
    decision: bool


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: whose move it is, how long there is, and what can be done."""

    state: str
    name: str
    party: str
    clock: str
    urgent: str
    leaves: tuple[StepRow, ...]
    stays: tuple[StepRow, ...]


def state_rows(workflow: Workflow[Any]) -> list[StateRow]:
    """Every state of a workflow in the order of its table."""
    rows = []
    for state, place in workflow.places.items():
        steps = [_row(workflow, state, step) for source, step in workflow if source == state]
        rows.append(
            StateRow(
                state=state.value,
                name=str(label(state)),
                party=party(place),
                clock=clock(place),
                urgent=urgent_clock(place),
                leaves=tuple(step for step in steps if step.targets),
                stays=tuple(step for step in steps if not step.targets),
            )
        )
    return rows


def _row(workflow: Workflow[Any], state: Any, step: Step[Any]) -> StepRow:
    targets = tuple(str(label(target)) for target in step.destinations(state) if target != state)
    return StepRow(step_label(workflow, step), targets, who(step), step.decision)
