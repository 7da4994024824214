"""Pictures are bounded by what their header says, and written anew from their points: nothing else of a file is kept,
neither place, day and device nor what somebody put after its end.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, BinaryIO

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import get_sampling

from app.core.files.contents import Reason, RefusedFile, blocks

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
