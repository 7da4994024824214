"""A document as PDF that screen readers can read (PDF/UA-1). Where typst is not installed there is none."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

from app.core.papers.document import Document

LAYOUT = Path(__file__).with_name("paper.typ")


def has_pdf() -> bool:
    """Whether the extra `pdf` is installed."""
    return importlib.util.find_spec("typst") is not None


def pdf_of(document: Document) -> bytes:
    """The file. What people typed goes in as data and is never run; no file and no font of the machine is read."""
    import typst

    made = typst.compile(
        LAYOUT.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(document.plain(), ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made
