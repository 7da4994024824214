"""Papers hold whatever people type."""

from io import BytesIO
from time import perf_counter

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.core.documents.document import Block, Document, Section
from app.core.documents.files import docx_of, has_pdf, pdf_of

NOTE = "a sign is missing"
pytestmark = pytest.mark.skipif(not has_pdf(), reason="typst is not installed")


def document(text: str) -> Document:
    sections = [Section(text, text, [Block(text=text), Block(label=text, rows=[text, text])])]
    return Document("sq", "Procesverbal", text, [("Vendi", text)], sections)


def printed(text: str) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf_of(document(text), NOTE))).pages)


@pytest.mark.parametrize(
    "text",
    [
        "Të ndryshme \uf0b7",
        "👍🏽",
        "✅ gati",
        "🇦🇱",
        "👨‍👩‍👧",
        "中文",
        "한국어",
        "\U0001fae8",
        "x\u0378",
        "☃☔☂🕱",
    ],
)
def test_what_cannot_be_shown_stands_as_a_box_and_that_is_said(text):
    shown = printed(f"para {text} pas")
    assert "para" in shown and "pas" in shown and "□" in shown
    assert NOTE in shown


@pytest.mark.parametrize(
    "text",
    [
        "Përgjegjësi „thonjëza” – 5 € … • №",
        "Кирилица",
        "Ελληνικά",
        "عربي",
        "עברית",
        "→ ☑ ✓ ▇▇▇",
        "e\u0308 c\u0327",
        "a\u00adb",
    ],
)
def test_what_can_be_shown_stands_as_it_is(text):
    shown = printed(text)
    assert "□" not in shown and NOTE not in shown


@pytest.mark.parametrize(
    "sign",
    ["\x00", "\x01", "\x0b", "\x1b", "\x7f", "\x85", "\ufeff", "\u200b", "\u2028", "\ufffe", "\uffff", "\t"],
)
def test_what_is_no_sign_breaks_no_paper(sign):
    shown = printed(f"para{sign}pas")
    assert "para" in shown and "pas" in shown and NOTE not in shown
    docx.Document(BytesIO(docx_of(document(f"para{sign}pas"))))


@settings(max_examples=20)
@given(st.text(max_size=60))
def test_every_text_can_be_printed(text):
    assert pdf_of(document(text), NOTE).startswith(b"%PDF")
    docx.Document(BytesIO(docx_of(document(text))))


def test_a_text_of_hundreds_of_signs_is_printed_in_seconds():
    begun = perf_counter()
    assert "□" in printed("".join(chr(n) for n in range(0x2600, 0x3000) if chr(n).isprintable()))
    assert perf_counter() - begun < 20
