"""What features add to steps: what they do besides moving a row, what follows, what goes with them, who is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from workflows import engine

Effect = Callable[[Any, Any], None]
Texts = Callable[[Any, Any], Iterable[str]]
Tell = Callable[[Any], None]
E = TypeVar("E", bound=Callable[..., Any])
Steps = dict[tuple[str, str], list[E]]

BEFORE: dict[tuple[str, str], list[Effect]] = {}
AFTER: dict[tuple[str, str], list[Effect]] = {}
LEAVING: dict[tuple[str, str], list[tuple[str, Texts]]] = {}
TELL: dict[str, list[Tell]] = {}


class StepEffects:
    """What one module adds. The driver knows of it once the module's feature calls `register`."""

    def __init__(self) -> None:
        self._added: list[tuple[dict[Any, list[Any]], Any, Any]] = []

    def before(self, workflow: engine.Workflow[Any], *steps: StrEnum) -> Callable[[E], E]:
        """What these steps do to the row besides moving it: before the event is written."""
        return lambda function: self._add(BEFORE, _named(workflow, steps), function, function)

    def after(self, workflow: engine.Workflow[Any], *steps: StrEnum) -> Callable[[E], E]:
        """What follows from these steps, once the row has moved and its event and clocks are written."""
        return lambda function: self._add(AFTER, _named(workflow, steps), function, function)

    def leaving(self, workflow: engine.Workflow[Any], *steps: StrEnum, named: str) -> Callable[[E], E]:
        """Which texts, written before, others read by these steps: they are looked through as what is typed is.

        `named` is the name of the refusal.
        """
        return lambda function: self._add(LEAVING, _named(workflow, steps), (named, function), function)

    def on_event(self, *workflows: engine.Workflow[Any]) -> Callable[[E], E]:
        """What tells people of every step of these tables, inside its transaction, once its clocks are written."""
        return lambda function: self._add(TELL, [each.name for each in workflows], function, function)

    def register(self) -> None:
        """Give it to the driver; doing so twice changes nothing."""
        for where, key, added in self._added:
            there = where.setdefault(key, [])
            if added not in there:
                there.append(added)

    def _add(self, where: dict[Any, list[Any]], keys: Iterable[Any], added: Any, function: E) -> E:
        self._added.extend((where, key, added) for key in keys)
        return function


def _named(workflow: engine.Workflow[Any], steps: tuple[StrEnum, ...]) -> list[tuple[str, str]]:
    for step in steps:
        if not workflow.named(step):
            raise ValueError(f"{workflow.name} has no step {step}")
    return [(workflow.name, step) for step in steps]
