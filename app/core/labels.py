"""What people read about the members of closed lists: each feature registers the words of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache, partial
from typing import Any

from flask_babel.speaklater import LazyString

# By class first: members of two of them may have the same value, and would be the same key.
LABELS: dict[type[StrEnum], Mapping[Any, LazyString]] = {}


def register(*lists: Mapping[Any, LazyString]) -> None:
    """Keep the words of every member, one mapping for each list."""
    for words in lists:
        LABELS[type(next(iter(words)))] = words


def label(member: StrEnum | None) -> LazyString | str:
    """How a person reads this member; nothing for None."""
    return "" if member is None else LABELS[type(member)][member]


def choices(kind: type[StrEnum]) -> list[tuple[str, LazyString]]:
    """Values and labels for a form, in the order in which the members are declared."""
    return [(member.value, LABELS[kind][member]) for member in kind]


def choices_of(kind: type[StrEnum]) -> Callable[[], list[tuple[str, LazyString]]]:
    """`choices` for the class of a form, which may be imported before the words are registered."""
    return partial(choices, kind)


@lru_cache(maxsize=1024, typed=True)  # by type too: members of two lists may have the same value
def said(_language: str, member: StrEnum | None) -> str:
    """How a person reads this member; nothing for None."""
    return str(label(member))
