"""A document as plain data in one language, from which PDF and DOCX are made alike."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Block:
    """A paragraph that somebody typed, or under a label a list of short lines."""

    text: str = ""
    label: str = ""
    rows: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """One heading with a small line below it and its blocks."""

    heading: str
    detail: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """Title, facts and sections."""

    language: str
    title: str
    subtitle: str
    facts: list[tuple[str, str]]
    sections: list[Section]

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def paragraphs(text: str) -> list[str]:
    """What was typed, by its empty lines."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
