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

from app.core.file_contents import BLOCK, Reason, RefusedFile, part

MAX_PIXELS = 32_000_000  # shown in three colours it stays under 100 MB
MAX_PIECES = 20_000  # PNG chunks or JPEG segments: an honest 10 MB has some 1,300
MAX_SCANS = 64  # passes of one progressive JPEG: honest ones have 10, and each costs a walk over all pixels
MAX_FRAMES = 8  # telephones append a brightness map or a second lens as a further JPEG

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
        raise RefusedFile(Reason.UNSAFE, "a picture goes on after its end")
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
    raise RefusedFile(Reason.UNSAFE, "a picture goes on after its end")


def _is_telephone_trailer(stream: BinaryIO, at: int, size: int) -> bool:
    """Samsung's telephones append records about the shot: SEFH, their directory, its length, SEFT."""
    last = part(stream, size - 8, 8)
    if last[4:] != b"SEFT":
        return False
    start = size - 8 - int(struct.unpack("<L", last[:4])[0])
    return start >= at and part(stream, start, 4) == b"SEFH"


class _JpegWalk:
    """One JPEG from its first marker to its last, segment by segment."""

    _MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
    _FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

    def __init__(self, stream: BinaryIO, at: int) -> None:
        self.stream = stream
        self.at = at + 2
        self.scans = 0

    def end(self) -> int:
        """Where the picture ends, in bytes from the start of the file."""
        for _ in range(MAX_PIECES):
            marker = part(self.stream, self.at, 4)
            if len(marker) < 2 or marker[0] != 0xFF:
                raise RefusedFile(Reason.UNREADABLE, "a picture without its end")
            self.at += 1 if marker[1] == 0xFF else 2
            if marker[1] == 0xD9:
                return self.at
            if marker[1] != 0xFF:
                self._segment(marker)
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

    def _scan(self) -> None:
        """Skip the pixels' own bytes, in which a marker is never followed by zero or a restart."""
        while block := part(self.stream, self.at, BLOCK):
            if found := self._MARKER_IN_SCAN.search(block):
                self.at += found.start()
                return
            self.at += len(block) - 1 if len(block) == BLOCK else len(block)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise RefusedFile(Reason.UNSAFE, "a picture of too many pixels")


def _check_header(stream: BinaryIO, kind: str) -> None:
    """Let the library that will show the picture read its header; no pixel is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # broken notes in a picture are stripped, and no news for the log
            with Image.open(stream, formats=[kind]) as picture:
                _check_pixels(*picture.size)
                picture.verify()
    except Image.DecompressionBombError:
        raise RefusedFile(Reason.UNSAFE, "a picture of too many pixels") from None
    except _BROKEN:
        raise RefusedFile(Reason.UNREADABLE, "a broken picture") from None
