"""A document as plain data in one language: title, facts and sections, and a place for signatures."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

# what XML cannot hold; text that was pasted may bring it
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


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
    """Title, facts and sections, and who signs: what each of them is, and a name."""

    layout: ClassVar[str] = "paper.typ"
    language: str
    title: str
    subtitle: str
    facts: list[tuple[str, str]]
    sections: list[Section]
    signatures: list[tuple[str, str]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    def write(self, made: Any) -> None:
        """Put it into a new file of python-docx."""
        made.add_heading(cleaned(self.title), 0)
        made.add_paragraph(cleaned(self.subtitle))
        for term, value in self.facts:
            line = made.add_paragraph()
            line.add_run(f"{cleaned(term)}: ").bold = True
            line.add_run(cleaned(value))
        for section in self.sections:
            write_section(made, section)
        if self.signatures:
            write_signatures(made, self.signatures)


def write_section(made: Any, section: Section) -> None:
    """A heading with what stands below it."""
    made.add_heading(cleaned(section.heading), 1)
    if section.detail:
        made.add_paragraph().add_run(cleaned(section.detail)).italic = True
    for block in section.blocks:
        if block.label:
            made.add_heading(cleaned(block.label), 2)
        for part in paragraphs(block.text):
            made.add_paragraph(cleaned(part))
        for row in block.rows:
            made.add_paragraph(cleaned(row), style="List Bullet")


def write_signatures(made: Any, signatures: list[tuple[str, str]]) -> None:
    """Beside each other, each with room above the name."""
    row = made.add_table(rows=1, cols=len(signatures)).rows[0]
    for cell, (office, name) in zip(row.cells, signatures, strict=True):
        cell.paragraphs[0].add_run(cleaned(office)).bold = True
        for text in ("", SIGN_HERE, cleaned(name)):
            cell.add_paragraph(text)


SIGN_HERE = "______________________"


def paragraphs(text: str) -> list[str]:
    """What was typed, by its empty lines."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def cleaned(text: str) -> str:
    """Without what XML cannot hold."""
    return CONTROL.sub("", text)
