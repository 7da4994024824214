"""Pictures: floods of pixels and pieces, and pictures that go on after their end."""

import io
import struct
import zlib

import pytest

from app.core.files.store import RefusedFile, check_upload
from tests.core import file_samples as made
from tests.core.file_samples import SAMPLES

MIB = 1024 * 1024
JPEG = SAMPLES["jpg"]
FIRST_SEGMENT = JPEG[2 : 4 + int.from_bytes(JPEG[4:6], "big")]
PIXELS, PIECES = "too_many_points: a picture of too many pixels", "unsafe: a picture of too many pieces"
PAST_ITS_END, NO_END = "appended: a picture goes on after its end", "unreadable: a picture without its end"
BROKEN = "unreadable: a broken picture"


def trailer(directory=b"SEFH" + b"\0" * 20, length=24, end=b"SEFT"):
    """What Samsung's telephones append."""
    return b"notes" + directory + struct.pack("<L", length) + end


def why(contents, name):
    with pytest.raises(RefusedFile) as refused:
        check_upload(io.BytesIO(contents), name)
    return str(refused.value)


def taken(contents, name):
    return check_upload(io.BytesIO(contents), name).size == len(contents)


@pytest.mark.parametrize(
    "contents",
    [
        JPEG + JPEG,
        JPEG + b"\0" * 300,
        JPEG + b"\0" * 9 + JPEG + b"\0",
        JPEG + trailer(),
        JPEG[:2] + b"\xff\xff" + JPEG[2:],
        made.picture("JPEG", progressive=True, quality=95, size=(400, 300)),
        made.picture("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0"),
    ],
    ids=["two", "padded", "two padded", "telephone", "fill", "progressive", "broken notes"],
)
def test_unusual_but_honest_jpegs_are_taken(contents):
    assert taken(contents, "a.jpg")


# --- Pixels ---


@pytest.mark.parametrize("size", [(65_535, 65_535), (40_000, 3_001), (12_001, 10_000)])
def test_a_flood_of_pixels_is_refused_by_what_the_header_promises(size):
    assert why(made.png_of(*size), "a.png") == PIXELS
    assert why(made.jpeg_of(*size), "a.jpg") == PIXELS
    assert why(JPEG + made.jpeg_of(*size), "a.jpg") == PIXELS, "in a second picture too"


def test_the_most_pixels_that_are_allowed_are_taken():
    assert taken(made.png_of(12_000, 10_000), "a.png")
    assert taken(made.jpeg_of(12_000, 10_000), "a.jpg")


def test_a_picture_without_pixels_is_refused():
    assert why(made.png_of(0, 10), "a.png") == BROKEN
    assert why(made.jpeg_of(0, 10), "a.jpg") == BROKEN


def test_a_second_header_cannot_promise_more():
    flood = made.chunk(b"IHDR", struct.pack(">LLBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    assert why(made.png_of(4, 4, more=flood), "a.png") in {PIXELS, BROKEN}


# --- Pieces ---


def test_a_flood_of_pieces_or_passes_is_refused():
    assert why(made.png_of(4, 4, more=made.chunk(b"aaAa", b"") * 30_000), "a.png") == PIECES
    assert why(JPEG[:2] + b"\xff\xfe\x00\x02" * 30_000 + JPEG[2:], "a.jpg") == PIECES
    assert why(JPEG[:2] + b"\xff" * 30_000 + JPEG[2:], "a.jpg") == PIECES
    scan = JPEG[JPEG.index(b"\xff\xda") : -2]
    assert why(JPEG[:-2] + scan * 100 + b"\xff\xd9", "a.jpg") == "unsafe: a picture of too many passes"
    assert why(JPEG * 9, "a.jpg") == PAST_ITS_END


def test_a_picture_that_unpacks_to_much_in_its_notes_costs_little():
    notes = made.chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 50 * MIB))
    with made.peak_memory() as peak:
        assert why(made.png_of(4, 4, more=notes), "a.png") == BROKEN
    assert peak[0] < 4 * MIB


def test_a_piece_that_is_damaged_is_refused():
    honest = SAMPLES["png"]
    at = honest.index(b"IDAT") + 8
    damaged = honest[:at] + bytes([honest[at] ^ 1]) + honest[at + 1 :]
    assert why(damaged, "a.png") == BROKEN
    assert (
        why(JPEG[:2] + b"\xff\xfe\x00\x01" + JPEG[2:], "a.jpg") == "unreadable: a picture with a broken piece"
    )
    assert why(JPEG[:2] + FIRST_SEGMENT + b"x" + JPEG[2:], "a.jpg") == NO_END
    assert why(b"\xff\xd8\xff\xfe\x00\x04no\xff\xd9", "a.jpg") == BROKEN


# --- The end ---


def test_a_picture_ends_where_the_file_ends():
    honest = SAMPLES["png"]
    assert why(honest + b"\0", "a.png") == PAST_ITS_END
    assert why(honest[:-1], "a.png") == why(honest[:-12], "a.png") == NO_END
    assert why(honest[:-12] + made.chunk(b"IEND", b"a program"), "a.png") == NO_END
    assert why(JPEG + b"x", "a.jpg") == PAST_ITS_END
    assert why(JPEG[:-2], "a.jpg") == why(JPEG[:-1], "a.jpg") == why(JPEG[:40], "a.jpg") == NO_END


def test_only_the_records_of_a_telephone_may_follow_a_picture():
    assert why(JPEG + trailer(end=b"SEFX"), "a.jpg") == PAST_ITS_END
    assert why(JPEG + trailer(directory=b"XXXX" + b"\0" * 20), "a.jpg") == PAST_ITS_END
    assert why(JPEG + trailer(length=25), "a.jpg") == PAST_ITS_END
    note = b"\xff\xfe\x00\x06SEFH"
    inside = JPEG[:2] + note + JPEG[2:]
    reaches_back = len(inside) - 6 + len(b"notes")
    assert why(inside + b"notes" + struct.pack("<L", reaches_back) + b"SEFT", "a.jpg") == PAST_ITS_END
