"""Files made by hand: honest ones of each type, and the parts of which hostile ones are put together."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from contextlib import contextmanager

from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def archive(members, *, compression=zipfile.ZIP_DEFLATED, comment=b""):
    """An archive of (name or ZipInfo, contents), in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, contents in members:
            made.writestr(name, contents)
        made.comment = comment
    return out.getvalue()


def stored(members):
    """An archive whose members are not packed."""
    return archive(members, compression=zipfile.ZIP_STORED)


@contextmanager
def peak_memory():
    """What Python held at most meanwhile, in bytes, as the one entry of the list."""
    peak = []
    tracemalloc.start()
    try:
        yield peak
        peak.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def content_types(main_type=WORD, part="/word/document.xml", extra=""):
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{part}" ContentType="{main_type}.main+xml"/>{extra}</Types>'
    )


def relationships(kind, target, mode="External"):
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONSHIP}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )


def docx_members(*more, types=None):
    return [
        ("[Content_Types].xml", types or content_types()),
        ("word/document.xml", '<?xml version="1.0"?><document><p>Ç’ndodhi</p></document>'),
        *more,
    ]


def docx(*more, types=None):
    return archive(docx_members(*more, types=types))


def xlsx(*more):
    types = content_types(SHEET, "/xl/workbook.xml")
    return archive([("[Content_Types].xml", types), ("xl/workbook.xml", "<workbook/>"), *more])


ODF_MEMBERS = (("content.xml", "<content/>"), ("META-INF/manifest.xml", "<manifest/>"))


def opendocument(kind, *more):
    first = zipfile.ZipInfo("mimetype")
    first.compress_type = zipfile.ZIP_STORED
    return archive([(first, f"application/vnd.oasis.opendocument.{kind}"), *ODF_MEMBERS, *more])


def pdf(body=b""):
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body
    return head + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< >>\nstartxref\n%d\n%%%%EOF\n" % len(head)


def picture(kind, size=(40, 30), **options):
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def chunk(name, contents):
    return struct.pack(">L", len(contents)) + name + contents + struct.pack(">L", zlib.crc32(name + contents))


def png_of(width, height, *, more=b""):
    """A PNG whose header promises so many pixels, and whose body holds next to nothing."""
    header = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + header + more + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


def jpeg_of(width, height):
    """A JPEG whose header has been rewritten to promise so many pixels."""
    honest = SAMPLES["jpg"]
    at = honest.index(b"\xff\xc0")
    return honest[: at + 5] + struct.pack(">HH", height, width) + honest[at + 9 :]


SAMPLES = {
    "pdf": pdf(),
    "docx": docx(),
    "xlsx": xlsx(),
    "odt": opendocument("text"),
    "ods": opendocument("spreadsheet"),
    "jpg": picture("JPEG"),
    "jpeg": picture("JPEG", progressive=True),
    "png": picture("PNG"),
    "txt": "Ç’ndodhi, kur dhe ku\n".encode(),
    "csv": "rasti;viti\nnjë;2026\n".encode(),
}
