"""The words of every step of every workflow: each feature registers those of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask_babel.speaklater import LazyString

from app.process.labels import StepWords

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
