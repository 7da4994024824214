"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
LONG = 3000  # words from which the most frequent ones are not compared one by one: it would take seconds


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with the same fate."""

    change: Change
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Pieces in reading order: all but the new ones make `before`, all but those that are gone make `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > LONG)
    found: list[Piece] = []
    gone = came = ""
    for kind, i, j, k, m in matcher.get_opcodes():
        text = "".join(old[i:j])
        if kind != "equal":
            gone, came = gone + text, came + "".join(new[k:m])
        elif text.isspace() and (gone or came) and j < len(old) and m < len(new):
            gone, came = gone + text, came + text  # words that change together are read together
        else:
            found.extend([*_changed(gone, came), Piece(Change.SAME, text)])
            gone = came = ""
    return [*found, *_changed(gone, came)]


def _changed(gone: str, came: str) -> Iterator[Piece]:
    if gone:
        yield Piece(Change.GONE, gone)
    if came:
        yield Piece(Change.NEW, came)
