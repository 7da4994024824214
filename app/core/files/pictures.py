"""What a picture holds, read piece by piece and never unpacked: a picture's pixels are bounded by what its header
says, and its bytes by its own structure, which has to reach the end of the file.
"""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from typing import BinaryIO

from PIL import Image

from app.core.files.contents import BLOCK, Reason, RefusedFile, part

MAX_PIXELS = 120_000_000  # telephones make 108 million; nothing here unpacks them
MAX_PIECES = 20_000  # PNG chunks or JPEG segments: an honest 10 MB has some 1,300
MAX_FRAMES = 8  # telephones append a brightness map or a second lens as a further JPEG
MAX_SCANS = 64  # passes of one progressive JPEG: honest ones have 10, and each costs a walk over all pixels

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, struct.error, zlib.error)
_IEND = b"\0\0\0\0IEND\xaeB`\x82"


def check_png(stream: BinaryIO, size: int) -> None:
    """Every chunk is whole, and the last byte of the file is that of the last chunk."""
    at, pieces = 8, 0
    while True:
        head = part(stream, at, 8)
        if len(head) < 8:
            raise RefusedFile(Reason.UNREADABLE, "a picture without its end")
        length, name = struct.unpack(">L4s", head)
        pieces += 1
        if pieces > MAX_PIECES:
            raise RefusedFile(Reason.UNSAFE, "a picture of too many pieces")
        at += 12 + length
        if name == b"IEND":
            break
    if part(stream, at - len(_IEND), len(_IEND)) != _IEND:
        raise RefusedFile(Reason.UNREADABLE, "a picture without its end")
    if at != size:
        raise RefusedFile(Reason.APPENDED, "a picture goes on after its end")
    _check_header(stream, "PNG")


def check_jpeg(stream: BinaryIO, size: int) -> None:
    """One picture, or a few one after the other, up to the last byte of the file."""
    at = 0
    for _ in range(MAX_FRAMES):
        at = _JpegWalk(stream, at).end()
        padding = part(stream, at, BLOCK)
        at += len(padding) - len(padding.lstrip(b"\0"))
        if at == size or _is_telephone_trailer(stream, at, size):
            _check_header(stream, "JPEG")
            return
        if part(stream, at, 2) != b"\xff\xd8":
            break
    raise RefusedFile(Reason.APPENDED, "a picture goes on after its end")


def _is_telephone_trailer(stream: BinaryIO, at: int, size: int) -> bool:
    """Samsung's telephones append records about the shot: SEFH, their directory, its length, SEFT."""
    last = part(stream, size - 8, 8)
    if last[4:] != b"SEFT":
        return False
    start = size - 8 - int(struct.unpack("<L", last[:4])[0])
    return start >= at and part(stream, start, 4) == b"SEFH"


_SHOWN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"bKGD", b"sBIT"}


def clean_png(source: BinaryIO, target: BinaryIO) -> None:
    """The picture alone, without what is written beside it. Raises RefusedFile."""
    target.write(part(source, 0, 8))
    at = 8
    while True:
        head = part(source, at, 8)
        if len(head) < 8:
            raise RefusedFile(Reason.UNREADABLE, "a picture without its end")
        length, name = struct.unpack(">L4s", head)
        if name in _SHOWN:
            _copy_range(source, target, at, at + 12 + length)
        at += 12 + length
        if name == b"IEND":
            return


def clean_jpeg(source: BinaryIO, target: BinaryIO) -> None:
    """The picture alone, without place, day, device and preview; which side is up is kept. Raises RefusedFile."""
    walk = _JpegWalk(source, 0)
    walk.end()
    target.write(b"\xff\xd8")
    target.write(_upright(source))
    for start, end in walk.shown:
        _copy_range(source, target, start, end)


_ORIENTATION = 0x0112


def _upright(source: BinaryIO) -> bytes:
    """A note of which side is up, where the picture has one that is not the plain one."""
    source.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(source, formats=["JPEG"]) as picture:
                side = picture.getexif().get(_ORIENTATION, 1)
    except _BROKEN:
        return b""
    if side not in range(2, 9):
        return b""
    note = Image.Exif()
    note[_ORIENTATION] = side
    data = note.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data


def _copy_range(source: BinaryIO, target: BinaryIO, start: int, end: int) -> None:
    while start < end:
        block = part(source, start, min(BLOCK, end - start))
        if not block:
            raise RefusedFile(Reason.UNREADABLE, "a picture without its end")
        target.write(block)
        start += len(block)


class _JpegWalk:
    """One JPEG from its first marker to its last, segment by segment."""

    _MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
    _NOTES = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
    _FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

    def __init__(self, stream: BinaryIO, at: int) -> None:
        self.stream = stream
        self.at = at + 2
        self.scans = 0
        self.shown: list[tuple[int, int]] = []  # from and to, of what the picture needs to be shown

    def end(self) -> int:
        """Where the picture ends, in bytes from the start of the file."""
        for _ in range(MAX_PIECES):
            marker = part(self.stream, self.at, 4)
            if len(marker) < 2 or marker[0] != 0xFF:
                raise RefusedFile(Reason.UNREADABLE, "a picture without its end")
            start = self.at
            self.at += 1 if marker[1] == 0xFF else 2
            if marker[1] == 0xD9:
                self.shown.append((start, self.at))
                return self.at
            if marker[1] != 0xFF:
                self._segment(marker)
                if self._is_shown(marker[1], start):
                    self.shown.append((start, self.at))
        raise RefusedFile(Reason.UNSAFE, "a picture of too many pieces")

    def _segment(self, marker: bytes) -> None:
        length = int.from_bytes(marker[2:], "big")
        if length < 2:
            raise RefusedFile(Reason.UNREADABLE, "a picture with a broken piece")
        if marker[1] in self._FRAMES:
            height, width = struct.unpack(">HH", part(self.stream, self.at + 3, 4).ljust(4, b"\0"))
            _check_pixels(width, height)
        self.at += length
        if marker[1] == 0xDA:
            self.scans += 1
            if self.scans > MAX_SCANS:
                raise RefusedFile(Reason.UNSAFE, "a picture of too many passes")
            self._scan()

    def _is_shown(self, marker: int, start: int) -> bool:
        """All but notes: of the application's segments, those that say how colours are meant."""
        if marker == 0xE2:
            return part(self.stream, start + 4, 11) == b"ICC_PROFILE"
        return marker not in self._NOTES

    def _scan(self) -> None:
        """Skip the pixels' own bytes, in which a marker is never followed by zero or a restart."""
        while block := part(self.stream, self.at, BLOCK):
            if found := self._MARKER_IN_SCAN.search(block):
                self.at += found.start()
                return
            self.at += len(block) - 1 if len(block) == BLOCK else len(block)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise RefusedFile(Reason.TOO_MANY_POINTS, "a picture of too many pixels")


def _check_header(stream: BinaryIO, kind: str) -> None:
    """Let the library that will show the picture read its header; no pixel is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # broken notes in a picture are stripped, and no news for the log
            with Image.open(stream, formats=[kind]) as picture:
                _check_pixels(*picture.size)
                picture.verify()
    except Image.DecompressionBombError:
        raise RefusedFile(Reason.TOO_MANY_POINTS, "a picture of too many pixels") from None
    except _BROKEN:
        raise RefusedFile(Reason.UNREADABLE, "a broken picture") from None
