"""What features register with the driver: what steps do besides moving a row, what follows, who is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from workflows import engine

Effect = Callable[[Any, Any], None]
Texts = Callable[[Any, Any], Iterable[str]]
Tell = Callable[[Any], None]
E = TypeVar("E", bound=Callable[..., Any])

BEFORE: dict[tuple[str, str], list[Effect]] = {}
AFTER: dict[tuple[str, str], list[Effect]] = {}
LEAVING: dict[tuple[str, str], list[tuple[str, Texts]]] = {}
TELL: dict[str, list[Tell]] = {}


def effect(workflow: engine.Workflow[Any], *steps: StrEnum) -> Callable[[E], E]:
    """Register what these steps do to the row besides moving it: before the event is written."""
    return _registered(BEFORE, workflow, steps)


def afterwards(workflow: engine.Workflow[Any], *steps: StrEnum) -> Callable[[E], E]:
    """Register what follows from these steps, once the row has moved and its event and clocks are written."""
    return _registered(AFTER, workflow, steps)


def leaving(workflow: engine.Workflow[Any], *steps: StrEnum, named: str = "goes_with_it") -> Callable[[E], E]:
    """Register which texts, written before, others read by these steps: they are looked through as what is typed is.

    `named` is the name of the refusal.
    """

    def register(function: E) -> E:
        for step in _checked(workflow, steps):
            LEAVING.setdefault((workflow.name, step), []).append((named, function))
        return function

    return register


def on_event(*workflows: engine.Workflow[Any]) -> Callable[[E], E]:
    """Register what tells people of every step of these tables, inside its transaction, once its clocks are written."""

    def register(function: E) -> E:
        for workflow in workflows:
            TELL.setdefault(workflow.name, []).append(function)
        return function

    return register


def _registered(
    where: dict[tuple[str, str], list[Callable[..., Any]]],
    workflow: engine.Workflow[Any],
    steps: tuple[StrEnum, ...],
) -> Callable[[E], E]:
    def register(function: E) -> E:
        for step in _checked(workflow, steps):
            where.setdefault((workflow.name, step), []).append(function)
        return function

    return register


def _checked(workflow: engine.Workflow[Any], steps: tuple[StrEnum, ...]) -> tuple[StrEnum, ...]:
    for step in steps:
        if not workflow.named(step):
            raise ValueError(f"{workflow.name} has no step {step}")
    return steps
