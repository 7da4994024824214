"""The words of every step of every workflow: each feature registers those of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel.speaklater import LazyString

STEP_TAKEN = "step"  # what a page says after a step: it leads on to what awaits the person next


@dataclass(frozen=True, slots=True)
class StepWords:
    """The words of one step.

    `button` asks for it, `title` heads its page, `explain` says what will happen, who is told and which time begins,
    `done` tells in the timeline that it happened (who did it stands beside), and `notice` is the subject of its mail,
    which many read: nothing of a case's content, and true for each of them.
    """

    button: LazyString
    title: LazyString
    explain: LazyString
    done: LazyString
    notice: LazyString

    def happened(self, number: int | None = None) -> str:
        """`done`, with the number of the recommendation that it is about."""
        return str(self.done) % {"number": number}


STEPS: dict[str, dict[Any, StepWords]] = {}
NAMES: dict[str, dict[Any, LazyString]] = {}


def register_steps(machine: str, words: Mapping[Any, StepWords]) -> None:
    """Keep the words of these steps of a workflow, or of these events of a stream."""
    STEPS.setdefault(machine, {}).update(words)


def step_words(machine: str, do: str) -> StepWords:
    """The words of a step of the workflow of this name. Raises KeyError for what is no step of it."""
    return STEPS[machine][do]


def register_names(machine: str, names: Mapping[Any, LazyString]) -> None:
    """Keep the names of these steps of a workflow whose pages and notices have words of their own."""
    NAMES.setdefault(machine, {}).update(names)


def step_name(machine: str, do: str) -> str:
    """What a step is called where a workflow is drawn. Raises KeyError for what is no step of it."""
    return str(NAMES[machine][do] if machine in NAMES else step_words(machine, do).button)


@lru_cache(maxsize=512)
def button(_language: str, machine: str, do: str) -> str:
    """The words that ask for a step."""
    return str(step_words(machine, do).button)


@lru_cache(maxsize=512)
def done(_language: str, machine: str, do: str) -> str:
    """The words that tell that a step was taken; the number of a recommendation is put into them."""
    return str(step_words(machine, do).done)
