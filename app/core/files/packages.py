"""What an office document holds. It is an archive: its directory is judged before anything is unpacked, and then
each member is read through a block at a time, so that a bomb costs neither memory nor more than a second.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from xml.parsers import expat

from app.core.files.contents import BLOCK, Reason, RefusedFile, part

MAX_MEMBERS = 2_000
MAX_DIRECTORY = 512 * 1024  # bytes of the archive's own table of members
MAX_UNPACKED = 100 * 1024 * 1024  # bytes of all members together, those of an embedded document too
MAX_RATIO = 100  # unpacked to packed; office documents stand at 3 to 30
MAX_PARSED = 4 * 1024 * 1024  # bytes that are parsed of one upload: the lists of what it consists of
MAX_ELEMENT = 192 * 1024  # bytes of one element of such a list, which the parser holds whole
MAX_NESTING = 32  # elements within elements in such a list; they have two or three
RATIO_FROM = 1024 * 1024  # a smaller member may be as dense as it likes
MAX_DEPTH = 1  # a chart in a document brings its own workbook; that one brings none

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODF_TEXT = "application/vnd.oasis.opendocument.text"
ODF_SHEET = "application/vnd.oasis.opendocument.spreadsheet"

_CONTENT_TYPES = "[Content_Types].xml"
_END = struct.Struct("<10xHLL2x")  # of an archive: members, length of the directory, where that starts
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    struct.error,
)
_PROGRAMS = re.compile(r"vbaproject|(?:^|/)(?:macrosheets|activex)/|^(?:basic|scripts)/", re.IGNORECASE)
_PROGRAM_HEADS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")
_PROGRAM_TYPE = re.compile(r"macroenabled|vbaproject|oleobject|activex", re.IGNORECASE)
_FETCHED = re.compile(
    r"(?:https?|ftps?):|file:(?!///[a-z]:)|\\\\|//", re.IGNORECASE
)  # not a template on own disk
_EMBEDDED = re.compile(r"(?:word|xl)/embeddings/[^/]+\.(docx|xlsx)", re.IGNORECASE)


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked for one upload, whatever lies in whatever."""

    left: int = MAX_UNPACKED
    members: int = MAX_MEMBERS
    parsed: int = MAX_PARSED


def check_ooxml(
    stream: BinaryIO, size: int, media_type: str, budget: _Budget | None = None, depth: int = 0
) -> None:
    """A Word or Excel document of exactly this type, without programs, and nothing fetched from elsewhere."""
    budget = budget or _Budget()
    with _opened(stream, size, budget) as archive:
        types: dict[str, str] = {}
        for member in archive.infolist():
            _read(archive, member, types, budget, depth)
        main = types.get(f"{media_type}.main+xml")
        if main is None:
            raise RefusedFile(Reason.DOES_NOT_MATCH, "an office document of another type")
        if main.lstrip("/").casefold() not in {name.casefold() for name in archive.namelist()}:
            raise RefusedFile(Reason.UNREADABLE, "an office document without its text")


def check_odf(stream: BinaryIO, size: int, media_type: str) -> None:
    """An OpenDocument file: its type is the first member, not packed, so that it can be read in place."""
    budget = _Budget()
    with _opened(stream, size, budget) as archive:
        names = archive.namelist()
        first = min(archive.infolist(), key=lambda member: member.header_offset)
        if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
            raise RefusedFile(Reason.DOES_NOT_MATCH, "not an OpenDocument file")
        if first.file_size != len(media_type) or archive.read(first) != media_type.encode():
            raise RefusedFile(Reason.DOES_NOT_MATCH, "an OpenDocument file of another type")
        if not {"content.xml", "META-INF/manifest.xml"} <= set(names):
            raise RefusedFile(Reason.DOES_NOT_MATCH, "not an OpenDocument file")
        for member in archive.infolist():
            _read(archive, member, {}, budget, MAX_DEPTH)


# --- The directory, before anything is unpacked ---


@contextmanager
def _opened(stream: BinaryIO, size: int, budget: _Budget) -> Iterator[zipfile.ZipFile]:
    try:
        declared = _check_end(stream, size)
        with zipfile.ZipFile(stream) as archive:
            if len(archive.infolist()) != declared:
                raise RefusedFile(Reason.UNSAFE, "an archive whose directory does not add up")
            _check_members(archive.infolist(), budget)
            yield archive
    except _BROKEN:
        raise RefusedFile(Reason.UNREADABLE, "a broken office document") from None


def _check_end(stream: BinaryIO, size: int) -> int:
    """How many members the archive declares; it ends with the file, its directory is small and right before that.

    The record of a large archive, which could name another directory than the one judged here, is not taken.
    """
    record = part(stream, size - _END.size, _END.size)
    if record[:4] != b"PK\x05\x06":
        if b"PK\x05\x06" in part(stream, size - BLOCK, BLOCK):
            raise RefusedFile(Reason.UNSAFE, "an office document goes on after its end")
        raise RefusedFile(Reason.UNREADABLE, "an office document without its end")
    members, length, start = _END.unpack(record)
    if length > MAX_DIRECTORY:
        raise RefusedFile(Reason.UNSAFE, "an archive of too long a directory")
    if start + length != size - _END.size or part(stream, size - _END.size - 20, 4) == b"PK\x06\x07":
        raise RefusedFile(Reason.UNSAFE, "an archive whose directory does not add up")
    return int(members)


def _check_members(members: list[zipfile.ZipInfo], budget: _Budget) -> None:
    budget.members -= len(members)
    budget.left -= sum(member.file_size for member in members)
    if budget.members < 0:
        raise RefusedFile(Reason.UNSAFE, "an archive of too many members")
    if budget.left < 0:
        raise RefusedFile(Reason.UNSAFE, "an archive that unpacks to too much")
    if min((member.header_offset for member in members), default=1):
        raise RefusedFile(Reason.UNSAFE, "an archive with something before it")
    if len({member.filename.casefold() for member in members}) != len(members):
        raise RefusedFile(Reason.UNSAFE, "an archive with two members of one name")
    for member in members:
        _check_member(member)


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename  # the library cuts the other one at NUL
    if name.startswith("/") or re.search(r"[\\:\x00-\x1f\x7f]", name) or ".." in name.split("/"):
        raise RefusedFile(Reason.UNSAFE, "a member that would leave its folder")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise RefusedFile(Reason.UNSAFE, "a member that is a link")
    if member.flag_bits & 0x2041 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusedFile(Reason.UNSAFE, "a member that is locked or packed in a strange way")
    if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * member.compress_size:
        raise RefusedFile(Reason.UNSAFE, "a member that unpacks to too much")
    if _PROGRAMS.search(name):
        raise RefusedFile(Reason.UNSAFE, "a program in a document")


# --- The members, a block at a time ---


def _read(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, types: dict[str, str], budget: _Budget, depth: int
) -> None:
    """Read one member to its end: its checksum holds, and it is neither a program nor an archive."""
    name = info.filename.lower()
    is_listing = name == _CONTENT_TYPES.lower() or name.endswith(".rels")
    listing = _Listing(info, types, budget) if is_listing else None
    last = b""
    with archive.open(info) as member:
        block = member.read(BLOCK)
        if block.startswith(_PROGRAM_HEADS):
            raise RefusedFile(Reason.UNSAFE, "a program or an object in a document")
        if block.startswith(b"PK\x03\x04"):
            _check_embedded(cast(BinaryIO, member), block, name, budget, depth)
            return
        while block:
            if name.endswith(".xml") and b"<!ENTITY" in last + block:
                raise RefusedFile(Reason.UNSAFE, "a document that defines entities")
            if listing:
                listing.feed(block)
            last = block[-8:]
            block = member.read(BLOCK)
    if listing:
        listing.close()


def _check_embedded(member: BinaryIO, block: bytes, name: str, budget: _Budget, depth: int) -> None:
    embedded = _EMBEDDED.fullmatch(name)
    if embedded is None or depth >= MAX_DEPTH:
        raise RefusedFile(Reason.UNSAFE, "an archive in an archive")
    with SpooledTemporaryFile(max_size=1024 * 1024) as copy:
        while block:
            copy.write(block)
            block = member.read(BLOCK)
        media_type = WORD if embedded[1] == "docx" else SHEET
        check_ooxml(cast(BinaryIO, copy), copy.tell(), media_type, budget, depth + 1)


class _Listing:
    """A member that lists what the document consists of, parsed as it comes."""

    def __init__(self, info: zipfile.ZipInfo, types: dict[str, str], budget: _Budget) -> None:
        budget.parsed -= info.file_size
        if budget.parsed < 0:
            raise RefusedFile(Reason.UNSAFE, "a document of too many parts")
        self._types = types
        self._depth = 0
        self._fed = 0
        self._is_relationships = info.filename.lower().endswith(".rels")
        self._parser = expat.ParserCreate()
        self._parser.EntityDeclHandler = self._entity
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, block: bytes) -> None:
        self._fed += len(block)
        self._parser.Parse(block, False)
        if self._fed - self._parser.CurrentByteIndex > MAX_ELEMENT:
            raise RefusedFile(Reason.UNSAFE, "a document with too long an element")

    def close(self) -> None:
        self._parser.Parse(b"", True)
        # The parser holds this object and this object the parser: its memory would wait for the collector.
        self._parser.StartElementHandler = self._parser.EndElementHandler = self._parser.EntityDeclHandler = (
            None
        )

    def _entity(self, *_: object) -> None:
        raise RefusedFile(Reason.UNSAFE, "a document that defines entities")

    def _start(self, _: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise RefusedFile(Reason.UNSAFE, "a document of too many layers")
        if self._is_relationships:
            _check_relationship(attributes)
            return
        media_type = attributes.get("ContentType", "")
        if _PROGRAM_TYPE.search(media_type):
            raise RefusedFile(Reason.UNSAFE, "a program in a document")
        self._types[media_type] = attributes.get("PartName", "")

    def _end(self, _: str) -> None:
        self._depth -= 1


def _check_relationship(attributes: dict[str, str]) -> None:
    """Links are the reader's choice; templates, pictures and frames from elsewhere are fetched unasked."""
    kind = attributes.get("Type", "")
    if _PROGRAM_TYPE.search(kind):
        raise RefusedFile(Reason.UNSAFE, "a program in a document")
    if not kind.endswith("/hyperlink") and _FETCHED.match(attributes.get("Target", "").strip()):
        raise RefusedFile(Reason.FETCHES, "a document that fetches something from elsewhere")
