"""A document as DOCX."""

from __future__ import annotations

import re
from io import BytesIO

from app.core.documents.document import Document, paragraphs

# what XML cannot hold; text that was pasted may bring it
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
A4 = 210, 297  # mm
LANGUAGES = {"sq": "sq-AL", "en": "en-GB"}


def docx_of(document: Document) -> bytes:
    """The file. Nothing in it names who made it but the title."""
    import docx  # with the first document: every process would hold it, and few make one
    from docx.oxml.ns import qn
    from docx.shared import Mm

    made = docx.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(A4[0]), Mm(A4[1])  # the library's own is US Letter
    properties = made.core_properties
    properties.title, properties.author, properties.language = document.title, "", document.language
    properties.comments = ""
    fonts = made.styles["Normal"].element.get_or_add_rPr()
    language = fonts.makeelement(qn("w:lang"), {qn("w:val"): LANGUAGES[document.language]})
    fonts.append(language)
    made.add_heading(_clean(document.title), 0)
    made.add_paragraph(_clean(document.subtitle))
    for term, value in document.facts:
        line = made.add_paragraph()
        line.add_run(f"{_clean(term)}: ").bold = True
        line.add_run(_clean(value))
    for section in document.sections:
        made.add_heading(_clean(section.heading), 1)
        if section.detail:
            made.add_paragraph().add_run(_clean(section.detail)).italic = True
        for block in section.blocks:
            if block.label:
                made.add_heading(_clean(block.label), 2)
            for part in paragraphs(block.text):
                made.add_paragraph(_clean(part))
            for row in block.rows:
                made.add_paragraph(_clean(row), style="List Bullet")
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _clean(text: str) -> str:
    return CONTROL.sub("", text)
