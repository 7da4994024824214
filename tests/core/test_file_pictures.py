"""Pictures: what is honest is kept as it looks, nothing else of its file, and floods of pixels are refused."""

import io
import struct
import warnings
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from app.core.files.contents import MAX_PIXELS
from app.core.files.store import RefusedFile, clean_upload
from tests.core import file_samples as made
from tests.core.file_samples import SAMPLES

MIB = 1024 * 1024
JPEG = SAMPLES["jpg"]
PIXELS, BROKEN = "too_many_points: a picture of too many pixels", "unreadable: a broken picture"
FAR = 4  # of 255: how far the points of a JPEG move on the whole, of noise, which suffers most
HIDDEN = b"<?php system($_GET[0]); ?>"


def kept(contents, name):
    """The file as it would be kept."""
    with clean_upload(io.BytesIO(contents), name) as (clean, _checked):
        return clean.read()


def why(contents, name):
    with pytest.raises(RefusedFile) as refused:
        kept(contents, name)
    return str(refused.value)


def shown(contents):
    """What one sees of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(contents)) as picture:
            return picture.convert("RGBA")


def look_alike(contents, other, far=FAR):
    moved = ImageChops.difference(shown(contents), shown(other))
    return moved.size == shown(other).size and max(ImageStat.Stat(moved).mean) <= far


@pytest.mark.parametrize(
    "contents",
    [
        JPEG,
        JPEG + JPEG,
        JPEG + b"\0" * 300,
        JPEG[:2] + b"\xff\xff" + JPEG[2:],
        made.picture("JPEG", progressive=True, quality=95, size=(400, 300)),
        made.picture("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0"),
        made.picture("JPEG", quality=30, subsampling=2),
        made.picture("JPEG", quality=100, subsampling=0),
    ],
    ids=["plain", "two", "padded", "fill", "progressive", "broken notes", "coarse", "fine"],
)
def test_a_jpeg_is_kept_as_it_looks_and_no_larger(contents):
    clean = kept(contents, "a.jpg")
    assert look_alike(clean, contents)
    assert len(clean) <= len(contents) * 1.05 + 100
    assert look_alike(kept(clean, "a.jpg"), contents), "and so again"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_is_kept_point_by_point(mode):
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGBA").convert("L" if mode == "I;16" else mode).convert(mode).save(
        out, "PNG"
    )
    assert look_alike(kept(out.getvalue(), "a.png"), out.getvalue(), far=0)


def test_colours_transparency_and_size_on_paper_are_kept():
    out = io.BytesIO()
    plain = Image.new("P", (4, 4), 1)
    plain.putpalette([0, 0, 0, 255, 0, 0])
    plain.save(out, "PNG", transparency=1, dpi=(300, 300), icc_profile=b"a profile")
    with Image.open(io.BytesIO(kept(out.getvalue(), "a.png"))) as clean:
        assert clean.info["transparency"] == 1 and clean.info["icc_profile"] == b"a profile"
        assert round(clean.info["dpi"][0]) == 300
    cmyk = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 0, 0)).save(cmyk, "JPEG")
    with Image.open(io.BytesIO(kept(cmyk.getvalue(), "a.jpg"))) as clean:
        assert clean.mode == "CMYK"


@pytest.mark.parametrize("density", [(0, 0), (65_535, 65_535)])
def test_a_size_on_paper_that_makes_no_sense_is_left_out(density):
    assert kept(made.picture("JPEG", dpi=density), "a.jpg")


# --- What is hidden in a picture, or cut off ---


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_what_stands_after_a_picture_is_not_kept(name):
    contents = SAMPLES[name.rpartition(".")[2]]
    clean = kept(contents + HIDDEN, name)
    assert HIDDEN not in clean and look_alike(clean, contents)


@pytest.mark.parametrize("extension", ["jpg", "jpeg", "png"])
def test_a_picture_that_is_cut_is_refused_or_made_whole(extension):
    contents = SAMPLES[extension]
    for length in {*range(1, len(contents) - 1, max(1, len(contents) // 100)), len(contents) - 2}:
        try:
            clean = kept(contents[:length], f"a.{extension}")
        except RefusedFile:
            continue
        assert len(contents) - length < 20 and look_alike(clean, contents)


@given(
    st.sampled_from(["jpg", "png"]),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), max_size=8),
)
@settings(deadline=None, max_examples=200)
def test_whatever_is_flipped_what_is_kept_is_a_picture(extension, flips):
    contents = bytearray(SAMPLES[extension])
    for at, by in flips:
        contents[at % len(contents) : at % len(contents) + len(by)] = by
    try:
        clean = kept(bytes(contents), f"a.{extension}")
    except RefusedFile:
        return
    assert shown(clean).size[0] > 0


# --- Pixels and passes ---


@pytest.mark.parametrize("size", [(65_535, 65_535), (40_000, 3_001), (8_165, 6_125)])
def test_a_flood_of_pixels_is_refused_by_what_the_header_promises(size):
    with made.peak_memory() as peak:
        assert why(made.png_of(*size), "a.png") == PIXELS
        assert why(made.jpeg_of(*size), "a.jpg") == PIXELS
    assert peak[0] < 4 * MIB


def test_what_telephones_make_is_taken():
    out = io.BytesIO()
    Image.new("L", (8_160, 6_120), 90).save(out, "JPEG")
    assert MAX_PIXELS >= 8_160 * 6_120
    with Image.open(io.BytesIO(kept(out.getvalue(), "a.jpg"))) as clean:
        assert clean.size == (8_160, 6_120)


def test_a_picture_without_pixels_is_refused():
    assert why(made.png_of(0, 10), "a.png") == BROKEN
    assert why(made.jpeg_of(0, 10), "a.jpg") == BROKEN
    assert why(b"\xff\xd8\xff\xfe\x00\x04no\xff\xd9", "a.jpg") == BROKEN


def test_a_second_header_cannot_promise_more():
    flood = made.chunk(b"IHDR", struct.pack(">LLBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    assert why(made.png_of(4, 4, more=flood), "a.png") in {PIXELS, BROKEN}


def test_a_flood_of_passes_is_refused():
    scan = JPEG[JPEG.index(b"\xff\xda") : -2]
    assert why(JPEG[:-2] + scan * 100 + b"\xff\xd9", "a.jpg") == "unsafe: a picture of too many passes"


def test_a_picture_that_unpacks_to_much_in_its_notes_costs_little():
    notes = made.chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 50 * MIB))
    with made.peak_memory() as peak:
        assert why(made.png_of(4, 4, more=notes), "a.png") == BROKEN
    assert peak[0] < 4 * MIB


def test_a_piece_that_is_damaged_is_refused():
    honest = SAMPLES["png"]
    at = honest.index(b"IDAT") + 8
    assert why(honest[:at] + bytes([honest[at] ^ 1]) + honest[at + 1 :], "a.png") == BROKEN


def test_a_picture_whose_palette_is_missing_is_refused():
    """The library takes it for granted."""
    header = made.chunk(b"IHDR", struct.pack(">LLBBBBB", 4, 4, 8, 3, 0, 0, 0))
    points = made.chunk(b"IDAT", zlib.compress(b"\0\1\1\1\1" * 4))
    without = b"\x89PNG\r\n\x1a\n" + header + points + made.chunk(b"IEND", b"")
    assert why(without, "a.png") == BROKEN
