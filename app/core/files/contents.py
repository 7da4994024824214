"""What a file holds, for the kinds that need no unpacking: PDF and plain text. And why a file is refused.

A check takes a seekable stream and its length in bytes, reads it in blocks, and raises RefusedFile; whatever it
says of the file is a fixed phrase for the log, never a piece of the file or of its name.
"""

from __future__ import annotations

import codecs
import re
import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from threading import Lock
from typing import Any, BinaryIO

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import get_sampling

BLOCK = 64 * 1024  # bytes in memory at a time


class Reason(StrEnum):
    """Why a file is not taken; the page has the words."""

    TYPE_NOT_ALLOWED = "type_not_allowed"
    DOES_NOT_MATCH = "does_not_match"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    UNSAFE = "unsafe"
    TOO_MANY = "too_many"
    TOO_MUCH_WAITS = "too_much_waits"
    IDENTIFYING = "identifying"
    NOT_UTF8 = "not_utf8"
    TOO_MANY_POINTS = "too_many_points"
    LOCKED = "locked"
    FETCHES = "fetches"
    ACTIVE = "active"
    APPENDED = "appended"


class RefusedFile(Exception):
    """A file that is not taken. `detail` is a fixed phrase in plain English, for the log."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """The rest of the stream, a block at a time."""
    while block := stream.read(BLOCK):
        yield block


def copy(source: BinaryIO, target: BinaryIO) -> None:
    """The rest of the one into the other."""
    for block in blocks(source):
        target.write(block)


def part(stream: BinaryIO, start: int, length: int) -> bytes:
    """`length` bytes from `start`, or fewer at the end."""
    stream.seek(max(0, start))
    return stream.read(length)


# --- One file, one meaning ---

_PDF_REACH = 1024  # readers look so far for a PDF's header
_ZIP_END = b"PK\x05\x06"
_ZIP_END_LENGTH = 22
_ZIP_REACH = 65535 + _ZIP_END_LENGTH  # readers look so far back for an archive's directory


def refuse_hidden_pdf(stream: BinaryIO, size: int) -> None:
    """Refuse a file that a PDF reader would open, though it is another by name."""
    if b"%PDF-" in part(stream, 0, _PDF_REACH):
        raise RefusedFile(Reason.UNSAFE, "a PDF inside another file")


def refuse_hidden_archive(stream: BinaryIO, size: int) -> None:
    """Refuse a file that a program for archives would open, though it is another by name."""
    start = max(0, size - _ZIP_REACH)
    tail = part(stream, start, _ZIP_REACH)
    at = tail.rfind(_ZIP_END)
    while at >= 0:
        if _is_directory_end(stream, tail[at : at + _ZIP_END_LENGTH], start + at):
            raise RefusedFile(Reason.UNSAFE, "an archive inside another file")
        at = tail.rfind(_ZIP_END, 0, at)


def _is_directory_end(stream: BinaryIO, record: bytes, at: int) -> bool:
    """Whether these bytes close an archive: a directory of that length, or one of a large archive, is before them."""
    if len(record) < _ZIP_END_LENGTH:
        return False
    length = int(struct.unpack_from("<L", record, 12)[0])
    directory = part(stream, at - length, 4) if length <= at else b""
    return directory == b"PK\x01\x02" or part(stream, at - 20, 4) == b"PK\x06\x07"


# --- PDF ---

_PDF_START = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]{0,16}%PDF-")
_PDF_HEAD = re.compile(rb"%PDF-(?:1\.[0-7]|2\.0)(?!\d)")
_PDF_TAIL_LENGTH = 16 * 1024
_PDF_TAIL = re.compile(
    rb"startxref\s{1,8}(\d{1,10})\s{1,8}%%EOF(?:[\s\0\x1a]|<!--[^<>]{0,500}-->)*\Z"  # what mail and servers add
)
_PDF_TABLE = re.compile(rb"\s{0,8}(?:xref\s|\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj)")


def check_pdf(stream: BinaryIO, size: int) -> None:
    """A header of a known version, and at the very end the place of the table of objects, which is there.

    A mark of UTF-8 or blanks before it, and blanks, NUL or a comment of HTML after it, do no harm.
    """
    start = _PDF_START.match(part(stream, 0, 32))
    if start is None:
        raise RefusedFile(Reason.DOES_NOT_MATCH, "the contents are not what the name says")
    shift = start.end() - len(b"%PDF-")
    if not _PDF_HEAD.match(part(stream, shift, 16)):
        raise RefusedFile(Reason.UNREADABLE, "a PDF of no known version")
    tail = part(stream, size - _PDF_TAIL_LENGTH, _PDF_TAIL_LENGTH)
    ending = _PDF_TAIL.search(tail)
    if ending is None:
        if b"%%EOF" in tail:
            raise RefusedFile(Reason.APPENDED, "a PDF goes on after its end")
        raise RefusedFile(Reason.UNREADABLE, "a PDF without its end")
    at = int(ending[1])
    if not any(_PDF_TABLE.match(part(stream, place, 64)) for place in (at, at + shift)):
        raise RefusedFile(Reason.UNREADABLE, "a PDF without its table of objects")


# --- Plain text ---


def check_text(stream: BinaryIO, size: int) -> None:
    """UTF-8 from the first byte to the last, without NUL."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    if part(stream, 0, 2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise RefusedFile(Reason.NOT_UTF8, "a text in UTF-16")
    stream.seek(0)
    try:
        for block in blocks(stream):
            if b"\0" in block:
                raise RefusedFile(Reason.DOES_NOT_MATCH, "not a text")
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise RefusedFile(Reason.NOT_UTF8, "a text that is not UTF-8") from None


PNG, JPEG = "PNG", "JPEG"
MAX_PIXELS = 50_000_000  # what telephones make; 0.2 GB while it is written anew
MAX_SCANS = 100  # passes of one JPEG: honest ones have 10, and each costs a walk over all points
DENSITIES = (1, 10_000)  # points an inch, of which a printer makes sense
_ORIENTATION = 0x0112
_SCAN = b"\xff\xda"
_BROKEN = (  # what the library raises, besides its own kinds, where a file lacks what it took for granted
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    NameError,
    AttributeError,
    ArithmeticError,
    struct.error,
    zlib.error,
)
_one_at_a_time = Lock()  # in a process, or eight people could ask for 2 GB at once


def check_png(stream: BinaryIO, _size: int) -> None:
    """Its header promises no more points than are taken, and its pieces add up. Raises RefusedFile."""
    with _opened(stream, [PNG]) as picture:
        picture.verify()


def check_jpeg(stream: BinaryIO, _size: int) -> None:
    """Its header promises no more points than are taken, in few passes. Raises RefusedFile."""
    stream.seek(0)
    scans, last = 0, b""
    for block in blocks(stream):
        scans += (last + block).count(_SCAN)
        last = block[-1:]
    if scans > MAX_SCANS:
        raise RefusedFile(Reason.UNSAFE, "a picture of too many passes")
    with _opened(stream, [JPEG]):
        pass


def clean_picture(
    source: BinaryIO, target: BinaryIO, kinds: Sequence[str] = (PNG, JPEG), *, turn: bool = True
) -> int:
    """Write the picture alone, in its own format, with the colours as they are meant. Raises RefusedFile.

    It is turned as its note says; in a document, which turns pictures itself, that note stays. Returns its points.
    """
    with _one_at_a_time, _opened(source, kinds) as picture:
        side = picture.getexif().get(_ORIENTATION, 1)
        kept = _kept(picture)
        if turn:
            ImageOps.exif_transpose(picture, in_place=True)
        elif side in range(2, 9):
            kept["exif"] = Image.Exif()
            kept["exif"][_ORIENTATION] = side
        picture.load()
        picture.info = {}
        picture.save(target, PNG if picture.format == PNG else JPEG, **kept)
        return int(picture.width * picture.height)


def _kept(picture: Any) -> dict[str, Any]:
    """What belongs to how it looks: colours, transparency, size on paper, and a JPEG's own fineness."""
    kept = {name: picture.info[name] for name in ("icc_profile", "transparency") if name in picture.info}
    density = picture.info.get("dpi", ())
    if density and all(DENSITIES[0] <= points <= DENSITIES[1] for points in density):
        kept["dpi"] = density
    if picture.format != PNG:
        kept |= {
            "qtables": picture.quantization,
            "subsampling": get_sampling(picture),
            "progressive": bool(picture.info.get("progressive")),
        }
    return kept


@contextmanager
def _opened(stream: BinaryIO, kinds: Sequence[str]) -> Iterator[Any]:
    """The picture of this stream, its header read and no point unpacked."""
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # broken notes in a picture are no news for the log
            with Image.open(stream, formats=list(kinds)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise RefusedFile(Reason.TOO_MANY_POINTS, "a picture of too many pixels")
                yield picture
    except Image.DecompressionBombError:
        raise RefusedFile(Reason.TOO_MANY_POINTS, "a picture of too many pixels") from None
    except _BROKEN:
        raise RefusedFile(Reason.UNREADABLE, "a broken picture") from None
