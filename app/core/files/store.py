"""Uploads: what is taken, under which name it is shown, and where it is kept.

A file is taken only where its extension, its first bytes and its contents say the same, and everything is judged
from a stream in blocks: no check holds a file in memory, and none unpacks before the limits are known to hold.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from app.core.files import packages as packages
from app.core.files.cleaning import cleaned
from app.core.files.contents import (
    Reason,
    RefusedFile,
    blocks,
    check_jpeg,
    check_pdf,
    check_png,
    check_text,
    part,
    refuse_hidden_archive,
    refuse_hidden_pdf,
)
from app.core.identifiers import find_identifiers
from app.core.time import now

__all__ = [
    "ALLOWED",
    "DEFAULT_LIMIT",
    "Checked",
    "FileStore",
    "FileType",
    "Reason",
    "RefusedFile",
    "UnknownFile",
    "check_upload",
    "safe_name",
    "upload_kinds",
]

DEFAULT_LIMIT = 10 * 1024 * 1024  # bytes
NAME_LENGTH = 120  # characters, the extension among them

Check = Callable[[BinaryIO, int], None]


@dataclass(frozen=True, slots=True)
class FileType:
    """One kind of file that is taken: how it is named, how it begins, and what it must pass."""

    extension: str
    media_type: str
    magic: bytes
    checks: tuple[Check, ...]


def _office(extension: str, media_type: str, check: Callable[..., None]) -> FileType:
    checks = (refuse_hidden_pdf, partial(check, media_type=media_type))
    return FileType(extension, media_type, b"PK\x03\x04", checks)


_ALONE: tuple[Check, ...] = (refuse_hidden_pdf, refuse_hidden_archive)
_JPEG = FileType("jpg", "image/jpeg", b"\xff\xd8\xff", (*_ALONE, check_jpeg))

ALLOWED: Mapping[str, FileType] = MappingProxyType(
    {
        "pdf": FileType("pdf", "application/pdf", b"", (refuse_hidden_archive, check_pdf)),
        "docx": _office("docx", packages.WORD, packages.check_ooxml),
        "xlsx": _office("xlsx", packages.SHEET, packages.check_ooxml),
        "odt": _office("odt", packages.ODF_TEXT, packages.check_odf),
        "ods": _office("ods", packages.ODF_SHEET, packages.check_odf),
        "jpg": _JPEG,
        "jpeg": _JPEG,
        "png": FileType("png", "image/png", b"\x89PNG\r\n\x1a\n", (*_ALONE, check_png)),
        "txt": FileType("txt", "text/plain", b"", (*_ALONE, check_text)),
        "csv": FileType("csv", "text/csv", b"", (*_ALONE, check_text)),
    }
)


def upload_kinds() -> str:
    """What a browser offers where a file is chosen; of pictures the types, for which a telephone offers its camera."""
    pictures = {kind.media_type for kind in ALLOWED.values() if kind.media_type.startswith("image/")}
    return ",".join([*sorted(pictures), *(f".{extension}" for extension in ALLOWED)])


# A name that ends well but would run where somebody's system hides or drops the end. "com" and "sh" are left out:
# addresses and the abbreviations of companies (sh.p.k.) have them.
_RUNS = frozenset(
    "exe msi bat cmd scr pif vbs vbe jse wsf ps1 hta jar lnk dll cpl reg php phtml jsp asp aspx docm xlsm".split()
)


_ROOM = 1024 * 1024  # bytes that a file may grow as it is written anew
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how a document with a password is wrapped


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a file that was taken. `size` in bytes, `sha256` in hexadecimal."""

    media_type: str
    extension: str
    size: int
    sha256: str
    safe_name: str


def check_upload(stream: BinaryIO, filename: str, limit: int = DEFAULT_LIMIT) -> Checked:
    """What this seekable stream holds, or RefusedFile. `limit` in bytes. Leaves the stream at its start."""
    name = safe_name(filename)
    kind = _named_type(name)
    if find_identifiers(name.rpartition(".")[0].replace("_", " ")):
        raise RefusedFile(Reason.IDENTIFYING, "a name that could identify a person")
    try:
        size, sha256 = _measured(stream, limit)
        head = part(stream, 0, 16)
        if head.startswith(_LOCKED) and kind.magic == b"PK\x03\x04":
            raise RefusedFile(Reason.LOCKED, "an office document with a password, or of an old kind")
        if not head.startswith(kind.magic):
            raise RefusedFile(Reason.DOES_NOT_MATCH, "the contents are not what the name says")
        for check in kind.checks:
            check(stream, size)
    finally:
        stream.seek(0)
    return Checked(kind.media_type, kind.extension, size, sha256, name)


@contextmanager
def clean_upload(
    stream: BinaryIO, filename: str, limit: int = DEFAULT_LIMIT
) -> Iterator[tuple[BinaryIO, Checked]]:
    """The file as it may be kept, without what it says of who made it, and what is known of it. Raises RefusedFile."""
    taken = check_upload(stream, filename, limit)
    with cleaned(stream, taken.extension) as clean:
        size, sha256 = _measured(clean, limit + _ROOM)
        clean.seek(0)
        yield clean, replace(taken, size=size, sha256=sha256)


def _named_type(name: str) -> FileType:
    *inner, extension = name.lower().split(".")
    if not inner or extension not in ALLOWED:
        raise RefusedFile(Reason.TYPE_NOT_ALLOWED, "not a type that is taken")
    if any(piece.strip() in _RUNS for piece in inner[1:]):
        raise RefusedFile(Reason.UNSAFE, "a name with a second extension, that of a program")
    return ALLOWED[extension]


def _measured(stream: BinaryIO, limit: int) -> tuple[int, str]:
    """Length and SHA-256, reading no further than the limit."""
    size, digest = 0, hashlib.sha256()
    stream.seek(0)
    for block in blocks(stream):
        size += len(block)
        if size > limit:
            raise RefusedFile(Reason.TOO_LARGE, "larger than the limit")
        digest.update(block)
    if not size:
        raise RefusedFile(Reason.EMPTY, "an empty file")
    return size, digest.hexdigest()


# What Windows or a header would stumble over, and what only looks like a slash.
_FORBIDDEN = re.compile(r'[<>:"|?*;%\u2044\u2215\uff0f\uff3c]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|\Z)", re.IGNORECASE)


def safe_name(filename: str) -> str:
    """A name to show and to download under: no folder, nothing invisible, at most NAME_LENGTH characters."""
    name = re.split(r"[/\\]", filename)[-1]
    name = "".join(
        " " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name))
    name = re.sub(" +", " ", name).strip(" .")
    name = f"_{name}" if _DEVICE.match(name) else name
    stem, dot, extension = name.rpartition(".")
    if len(extension) < NAME_LENGTH // 2:
        name = stem[: NAME_LENGTH - len(extension) - 1].rstrip(" .") + dot + extension
    return name[:NAME_LENGTH].strip(" .") or "file"


class UnknownFile(LookupError):
    """No file is kept under this name, or it is no name of this store: whoever asks is told the same."""


class FileStore:
    """Files under random names in a folder of its own. A name says nothing of the file, its owner or its case."""

    _NAME = re.compile(r"[0-9a-f]{32}")
    _PARTIAL = ".partial"

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, stream: BinaryIO) -> str:
        """Keep what the stream still holds, and give its name: whole and on the disk, or not at all."""
        name = secrets.token_hex(16)
        place = self._place(name)
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.parent.exists():
            place.parent.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(self._root)
        partial_file = place.with_suffix(self._PARTIAL)
        try:
            with os.fdopen(os.open(partial_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
                for block in blocks(stream):
                    kept.write(block)
                kept.flush()
                os.fsync(kept.fileno())
            os.replace(partial_file, place)
        except BaseException:
            partial_file.unlink(missing_ok=True)
            raise
        _sync_folder(place.parent)
        return name

    def open(self, stored_name: str) -> BinaryIO:
        """The file to read. Raises UnknownFile."""
        try:
            return os.fdopen(os.open(self._place(stored_name), os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except FileNotFoundError:
            raise UnknownFile from None

    def remove(self, stored_name: str) -> None:
        """Forget the file; removing it again changes nothing. Raises UnknownFile for what is no name of this store."""
        place = self._place(stored_name)
        if place.exists():
            place.unlink(missing_ok=True)
            _sync_folder(place.parent)

    def sweep(self, older_than: float = 24 * 3600) -> int:
        """Delete what a killed process left half written, `older_than` seconds old; say how many there were."""
        before = now().timestamp() - older_than
        left = [path for path in self._root.glob(f"??/*{self._PARTIAL}") if path.stat().st_mtime < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def names(self, older_than: float = 24 * 3600) -> list[str]:
        """Names of the files that have lain here for `older_than` seconds."""
        before = now().timestamp() - older_than
        return [
            path.name
            for path in self._root.glob("??/*")
            if self._NAME.fullmatch(path.name) and path.stat().st_mtime < before
        ]

    def _place(self, stored_name: str) -> Path:
        if not self._NAME.fullmatch(stored_name):
            raise UnknownFile
        return self._root / stored_name[:2] / stored_name


def _sync_folder(folder: Path) -> None:
    """Make a name's coming or going outlast a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
