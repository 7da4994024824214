"""A letter on paper as plain data in one language: who sends it, to whom, about what, and what goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from app.core.documents.document import Block, Section, cleaned, paragraphs, write_section


@dataclass(slots=True)
class Letter:
    """The parts of a letter, in the order in which they stand on paper. What is empty is left out."""

    layout: ClassVar[str] = "letter.typ"
    language: str
    title: str  # what it is about
    head: list[str] = field(default_factory=list)
    number: str = ""
    place_and_day: str = ""
    subject: str = ""  # the word before what it is about
    to: list[tuple[str, list[str]]] = field(default_factory=list)  # terms, each with its lines
    body: str = ""
    reply: str = ""
    enclosed: str = ""  # the word before what goes with it
    attachments: list[Section] = field(default_factory=list)
    closing: str = ""
    office: str = ""
    name: str = ""
    sign: str = ""  # what is put below the name by hand
    notes: list[str] = field(default_factory=list)
    foot: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Letter:
        """As it was kept."""
        given = dict(kept)
        given["to"] = [(term, lines) for term, lines in given["to"]]
        given["attachments"] = [
            Section(s["heading"], s["detail"], [Block(**block) for block in s["blocks"]])
            for s in given["attachments"]
        ]
        return cls(**given)

    def numbered(self) -> list[str]:
        """What goes with it, as the letter announces it."""
        return [f"{place}. {section.heading}" for place, section in enumerate(self.attachments, 1)]

    def write(self, made: Any) -> None:
        """Put it into a new file of python-docx."""
        _Writer(self, made).write()


FONT = "Times New Roman"


class _Writer:
    """One letter, put into one file."""

    def __init__(self, letter: Letter, made: Any) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt, RGBColor

        self.letter, self.made, self.align, self.points = letter, made, WD_ALIGN_PARAGRAPH, Pt
        for name, size in (("Normal", 12), ("Heading 1", 14), ("Heading 2", 12)):
            style = made.styles[name]
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            fonts.attrib.clear()  # the theme's own would hold
            style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)

    def write(self) -> None:
        """From the head to the foot, then each of the attachments on a page of its own."""
        letter = self.letter
        for line in letter.head:
            self._line(line, bold=True, where=self.align.CENTER)
        self._beside(letter.number, letter.place_and_day)
        self._terms([(letter.subject, [letter.title]), *letter.to])
        for part in (*paragraphs(letter.body), letter.reply):
            self._line(part, where=self.align.JUSTIFY, after=8)
        if letter.attachments:
            self._terms([(letter.enclosed, letter.numbered())])
        self._line(letter.closing, after=12)
        self._signature()
        for note in letter.notes:
            self._line(note, size=9)
        self.made.sections[0].footer.paragraphs[0].text = cleaned(letter.foot)
        for section in letter.attachments:
            self.made.add_page_break()
            write_section(self.made, section)

    def _line(
        self, text: str, *, bold: bool = False, where: Any = None, after: int = 0, size: int = 0
    ) -> Any:
        if not text:
            return None
        line = self.made.add_paragraph()
        run = line.add_run(cleaned(text))
        run.bold = bold
        if size:
            run.font.size = self.points(size)
        line.alignment, line.paragraph_format.space_after = where, self.points(after)
        return line

    def _beside(self, left: str, right: str) -> None:
        cells = self.made.add_table(rows=1, cols=2).rows[0].cells
        cells[0].paragraphs[0].add_run(cleaned(left))
        cells[1].paragraphs[0].add_run(cleaned(right))
        cells[1].paragraphs[0].alignment = self.align.RIGHT
        self.made.add_paragraph()

    def _terms(self, terms: list[tuple[str, list[str]]]) -> None:
        for term, lines in terms:
            line = self.made.add_paragraph()
            line.add_run(f"{cleaned(term)}: ").bold = True
            line.add_run(cleaned("\n".join(lines)))
            line.paragraph_format.space_after = self.points(8)

    def _signature(self) -> None:
        letter = self.letter
        self._line(letter.office, bold=True, where=self.align.RIGHT)
        self._line(letter.name, where=self.align.RIGHT, after=24)
        self._line(letter.sign, where=self.align.RIGHT, after=18, size=9)
