"""What features register with the driver: what steps do besides moving a case, what follows, who is told."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from workflows import engine

if TYPE_CHECKING:  # the driver runs what is registered here
    from app.process.run import StepContext

Effect = Callable[["StepContext", Any], None]
BEFORE: dict[tuple[str, str], list[Effect]] = {}
AFTER: dict[tuple[str, str], list[Effect]] = {}
E = TypeVar("E", bound=Effect)
Tell = Callable[["StepContext"], None]
TELL: list[Tell] = []


def effect(workflow: engine.Workflow[Any], *steps: StrEnum) -> Callable[[E], E]:
    """Register what these steps do to the case besides moving it: before the event is written."""
    return _registered(BEFORE, workflow, steps)


def afterwards(workflow: engine.Workflow[Any], *steps: StrEnum) -> Callable[[E], E]:
    """Register what follows from these steps, once the case has moved and its event and clocks are written."""
    return _registered(AFTER, workflow, steps)


def on_event(function: Tell) -> Tell:
    """Register what tells people of every step, inside its transaction, once its clocks are written."""
    TELL.append(function)
    return function


def _registered(
    where: dict[tuple[str, str], list[Effect]], workflow: engine.Workflow[Any], steps: tuple[StrEnum, ...]
) -> Callable[[E], E]:
    def register(function: E) -> E:
        for step in steps:
            if not workflow.named(step):
                raise ValueError(f"{workflow.name} has no step {step}")
            where.setdefault((workflow.name, step), []).append(function)
        return function

    return register
