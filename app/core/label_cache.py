"""Words of members of closed lists, kept for each language: a list says the same few of them on every line."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from app.core.labels import label, step_words


@lru_cache(maxsize=1024, typed=True)  # by type too: members of two lists may have the same value
def said(_language: str, member: StrEnum | None) -> str:
    """How a person reads this member; nothing for None."""
    return str(label(member))


@lru_cache(maxsize=512)
def button(_language: str, machine: str, do: str) -> str:
    """The words that ask for a step."""
    return str(step_words(machine, do).button)
