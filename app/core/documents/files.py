"""The files that are made of a document or a letter, and given to a browser that keeps them."""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from flask import Response, abort, send_file

from app.core.language import in_language
from app.core.language import translate as _
from workflows.text import lines

A4 = 210, 297  # mm
LANGUAGES = {"sq": "sq-AL", "en": "en-GB"}


class Paper(Protocol):
    """What a file is made of."""

    @property
    def layout(self) -> str:
        """The name of the layout by which typst sets it."""

    @property
    def language(self) -> str:
        """In which its words are."""

    @property
    def title(self) -> str:
        """Of the file."""

    def plain(self) -> dict[str, Any]:
        """As JSON."""

    def write(self, made: Any) -> None:
        """Put it into a new file of python-docx."""


def docx_of(paper: Paper) -> bytes:
    """The file. Nothing in it names who made it but the title."""
    import docx  # with the first document: every process would hold it, and few make one
    from docx.oxml.ns import qn
    from docx.shared import Mm

    made = docx.Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(A4[0]), Mm(A4[1])  # the library's own is US Letter
    properties = made.core_properties
    properties.title, properties.author, properties.language = paper.title, "", paper.language
    properties.comments = ""
    fonts = made.styles["Normal"].element.get_or_add_rPr()
    language = fonts.makeelement(qn("w:lang"), {qn("w:val"): LANGUAGES[paper.language]})
    fonts.append(language)
    paper.write(made)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


LAYOUTS = Path(__file__).parent
SHARED = "shared.typ"  # what every layout begins with
BOX = "□"  # in place of a sign that no font here has
# The Latin letters and the punctuation of running text are in the fonts that typst brings.
_KNOWN = re.compile("[^\n\t\r\x20-\u024f\u2010-\u2027\u2030-\u203a\u20ac\u25a0-\u25ff\u2580-\u259f]")
# Scripts of East Asia, private signs and pictures are not; asking would take long.
_HOPELESS = re.compile("[\u2e80-\ua4cf\uac00-\ud7ff\ue000-\uf8ff\U0001f000-\U0001faff\U00020000-\U0010ffff]")
_JOINING = re.compile(f"(?<={BOX})[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]+")  # of an emoji that is gone
MOST_SIGNS, MOST_PROBES = 400, 40  # that are asked about for one document: each probe is a small PDF
_PROBE = b"""#set document(title: "probe")
#for sign in json(bytes(sys.inputs.document)) { par("a" + sign + "a") }"""
_shown: dict[str, bool] = {}  # by sign; the fonts are the same as long as the process lives


def has_pdf() -> bool:
    """Whether the extra `pdf` is installed."""
    return importlib.util.find_spec("typst") is not None


def pdf_of(paper: Paper, note: str) -> bytes:
    """The file. What people typed goes in as data and is never run; no file and no font of the machine is read.

    What cannot be shown stands as a box, and then the note says so.
    """
    import typst

    plain: dict[str, Any] = _cleaned(paper.plain())
    unusual = set(_KNOWN.findall(" ".join(_texts(plain))))
    unshown = {sign for sign in unusual if _HOPELESS.match(sign)}
    asked = sorted(unusual - unshown)
    unshown |= {*_not_shown(asked[:MOST_SIGNS], [MOST_PROBES]), *asked[MOST_SIGNS:]}
    layout = b"".join((LAYOUTS / name).read_bytes() for name in (SHARED, paper.layout))
    try:
        return _made(layout, {**_boxed(plain, unshown), "note": note if unshown else ""})
    except typst.TypstError:  # signs that are shown one by one, and not beside each other
        return _made(layout, {**_boxed(plain, unusual), "note": note})


def _made(layout: bytes, data: Any) -> bytes:
    import typst

    made = typst.compile(
        layout,
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


def _texts(data: Any) -> Iterable[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _texts(item)


def _mapped(data: Any, change: Any) -> Any:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {name: _mapped(item, change) for name, item in data.items()}
    return [_mapped(item, change) for item in data] if isinstance(data, list | tuple) else data


def _cleaned(data: Any) -> Any:
    return _mapped(data, lambda text: unicodedata.normalize("NFC", lines(text)))


def _boxed(data: Any, signs: Iterable[str]) -> Any:
    boxes = str.maketrans({sign: "" if unicodedata.combining(sign) else BOX for sign in signs})
    return _mapped(data, lambda text: _JOINING.sub("", text.translate(boxes)))


def _not_shown(signs: list[str], left: list[int]) -> set[str]:
    """Those of these signs that no font has: a small document with all of them, then with each half.

    Once `left` is used up, what is not known to be shown counts as not shown.
    """
    import typst

    signs = [sign for sign in signs if not _shown.get(sign)]
    known = {sign for sign in signs if sign in _shown}
    asked = [sign for sign in signs if sign not in known]
    if not asked:
        return known
    if not left[0]:
        return known | set(asked)
    left[0] -= 1
    try:
        _made(_PROBE, asked)
    except typst.TypstError:
        if len(asked) == 1:
            _shown[asked[0]] = False
            return known | set(asked)
        half = len(asked) // 2
        return known | _not_shown(asked[:half], left) | _not_shown(asked[half:], left)
    _shown.update(dict.fromkeys(asked, True))
    return known


PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf_file(paper: Paper, name: str) -> Response:
    """The document to be printed; where typst is not installed the address does not exist."""
    if not has_pdf():
        abort(404)
    with in_language(paper.language):
        note = _("□ stands for a sign that cannot be shown in this file.")
    return _file(pdf_of(paper, note), PDF, f"{name}.pdf")


def docx_file(paper: Paper, name: str) -> Response:
    """The document to be worked with."""
    return _file(docx_of(paper), DOCX, f"{name}.docx")


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
