"""Passages of a text: where they stand, and what takes their place. Blanks and line breaks do not matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and the keys of the passages to which it belongs."""

    text: str
    keys: tuple[str, ...] = ()


def places(passage: str, text: str) -> list[tuple[int, int]]:
    """Where the passage stands in the text: first character and the one after the last."""
    words = passage.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    return [match.span() for match in pattern.finditer(text)]


def replaced(text: str, passage: str, wording: str) -> str | None:
    """The text with other words in place of the passage; None unless it stands there exactly once."""
    found = places(passage, text)
    if len(found) != 1:
        return None
    ((start, end),) = found
    return text[:start] + wording + text[end:]


def marked(text: str, passages: Mapping[str, str]) -> list[Piece]:
    """The text cut where passages begin and end. Joined, the pieces are the text."""
    spans = [(start, end, key) for key, passage in passages.items() for start, end in places(passage, text)]
    edges = sorted({0, len(text), *(edge for start, end, _key in spans for edge in (start, end))})
    return [
        Piece(text[here:there], tuple(key for start, end, key in spans if start <= here and there <= end))
        for here, there in pairwise(edges)
    ]
