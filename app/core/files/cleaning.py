"""Takes out of a file what it says of who made it, and what acts by itself, before it is kept.

A picture, a PDF and an office document name their author, a program, a place or a day beside what they show. Each
`clean` writes the file anew without that, from a stream that was checked before (see `files.check_upload`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from app.core.files.contents import JPEG, MAX_PIXELS, PNG, Reason, RefusedFile, clean_picture, copy

IN_MEMORY = 1024 * 1024  # bytes of a cleaned file that are held before it goes to the disk
LONGEST_TEXT = 32 * 1024 * 1024  # bytes of the one text of a document

# --- Office documents ---

_OOXML_PROPERTIES = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = (
    _OOXML_PROPERTIES
    + b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)
_APP = (
    _OOXML_PROPERTIES
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = (
    _OOXML_PROPERTIES
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_ODF_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:'
    b'xmlns:office:1.0" office:version="1.2"><office:meta/></office:document-meta>'
)
_PROPERTIES = {
    "docprops/core.xml": _CORE,
    "docprops/app.xml": _APP,
    "docprops/custom.xml": _CUSTOM,
    "meta.xml": _ODF_META,
}
_LEFT_OUT = re.compile(
    r"docprops/thumbnail\.|thumbnails/|_xmlsignatures/|meta-inf/documentsignatures", re.IGNORECASE
)
_POINTS_TO_IT = re.compile(
    rb"<Relationship [^>]*(?:thumbnail|digital-signature)[^>]*/>"
    rb"|<manifest:file-entry [^>]*\"(?:Thumbnails/|META-INF/documentsignatures)[^>]*/>"
    rb"|<Override [^>]*(?:_xmlsignatures)[^>]*/>"
)
# Who wrote a comment or a change, in texts, sheets and lists of people.
_NAMED = re.compile(rb"(\b(?:\w{1,8}:)?(?:author|initials|userName|lastModifiedBy))=(?:\"[^\"]*\"|'[^']*')")
_NAMED_IN_LISTS = re.compile(rb"(\b(?:displayName|userId|providerId|author))=(?:\"[^\"]*\"|'[^']*')")
_WRITTEN_BY = re.compile(
    rb"(<(?:\w{1,8}:)?(?:author|creator|creator-initials|initial-creator|printed-by)(?: [^>]*)?>)[^<]*(</)"
)
_FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr=\"([^\"]*)\"")
_FETCHES = re.compile(
    rb"\A\s*(?:DDE(?:AUTO)?|LINK)\b|\A\s*INCLUDE(?:TEXT|PICTURE)\s+\S{0,9}(?:https?:|\\\\|//)", re.IGNORECASE
)
_SHEET_FETCHES = re.compile(rb"<(?:\w+:)?ddeLink\b|\bdde-link-decl\b|office:dde-source")


def clean_office(source: BinaryIO, target: BinaryIO) -> None:
    """Without properties, thumbnail and names of those who wrote, changed or commented on it.

    Refused where a field in it fetches from another program.
    """
    _clean_members(source, target, _Points())


@dataclass
class _Points:
    """How many points the pictures of a document have: each is small, and together they would take hours."""

    left: int = 2 * MAX_PIXELS

    def take(self, points: int) -> None:
        """Count a picture. Raises RefusedFile where it is one too many."""
        self.left -= points
        if self.left < 0:
            raise RefusedFile(Reason.TOO_MANY_POINTS, "a document with pictures of too many pixels")


def _clean_members(source: BinaryIO, target: BinaryIO, points: _Points) -> None:
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for info in read.infolist():
            if _LEFT_OUT.match(info.filename):
                continue
            clean = zipfile.ZipInfo(info.filename)  # without the day on which it was made
            clean.compress_type = info.compress_type
            with written.open(clean, "w") as out:
                _clean_member(read, info, cast(BinaryIO, out), points)


def _clean_member(read: zipfile.ZipFile, info: zipfile.ZipInfo, out: BinaryIO, points: _Points) -> None:
    name = info.filename.lower()
    if name in _PROPERTIES:
        out.write(_PROPERTIES[name])
        return
    with read.open(info) as member:
        if name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/"):
            if info.file_size > LONGEST_TEXT:
                raise RefusedFile(Reason.TOO_LARGE, "a document with too long a text")
            out.write(_nameless(name, member.read()))
        elif name.endswith((".png", ".jpg", ".jpeg")):
            _clean_picture(member.read(), out, points)
        elif name.endswith((".docx", ".xlsx")):
            _clean_members(io.BytesIO(member.read()), out, points)
        else:
            copy(cast(BinaryIO, member), out)


def _clean_picture(data: bytes, out: BinaryIO, points: _Points) -> None:
    """One that is not what its name says stays as it is: the document shows what it can."""
    made = io.BytesIO()
    try:
        points.take(clean_picture(io.BytesIO(data), made, turn=False))
    except RefusedFile as refused:
        if refused.reason is not Reason.UNREADABLE:
            raise
        made = io.BytesIO(data)
    out.write(made.getvalue())


def _nameless(name: str, text: bytes) -> bytes:
    # an instruction may be cut into runs; a mark stands before and after each field
    fields = (
        b"".join(b"".join(found) for found in _FIELD.findall(piece)) for piece in text.split(b"fldChar")
    )
    if any(_FETCHES.search(field) for field in fields) or _SHEET_FETCHES.search(text):
        raise RefusedFile(Reason.FETCHES, "a field that fetches from another program")
    text = _NAMED.sub(rb'\1=""', text)
    if "persons/" in name or name.endswith("people.xml"):
        text = _NAMED_IN_LISTS.sub(rb'\1=""', text)
    if name.endswith((".rels", "manifest.xml", "[content_types].xml")):
        text = _POINTS_TO_IT.sub(b"", text)
    return _WRITTEN_BY.sub(rb"\1\2", text)


# --- Any ---


def _clean_pdf(source: BinaryIO, target: BinaryIO) -> None:
    from app.core.files.pdf_cleaning import clean_pdf  # with the first: few requests bring one

    clean_pdf(source, target)


_CLEAN: dict[str, Callable[[BinaryIO, BinaryIO], object]] = {
    "pdf": _clean_pdf,
    **dict.fromkeys(("docx", "xlsx", "odt", "ods"), clean_office),
    **dict.fromkeys(("jpg", "jpeg"), partial(clean_picture, kinds=[JPEG])),
    "png": partial(clean_picture, kinds=[PNG]),
}


@contextmanager
def cleaned(source: BinaryIO, extension: str) -> Iterator[BinaryIO]:
    """The file without what it should not say, at its start. Raises RefusedFile."""
    source.seek(0)
    clean = _CLEAN.get(extension)
    if clean is None:
        yield source
        return
    with SpooledTemporaryFile(max_size=IN_MEMORY) as made:
        target = cast(BinaryIO, made)
        try:
            clean(source, target)
        except (zipfile.BadZipFile, EOFError, NotImplementedError):
            raise RefusedFile(Reason.UNREADABLE, "a broken office document") from None
        target.seek(0)
        yield target
