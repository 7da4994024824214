"""What a file says of who made it, and what acts by itself, is gone from what is kept; what it shows is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pikepdf
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image, PngImagePlugin

from app.core.files.contents import Reason, RefusedFile
from app.core.files.store import clean_upload
from tests.core import file_samples as made

CANARY = "Kanarina-Ana-Tirana"
SHOWN = "Teksti i dukshëm"


def kept(contents: bytes, name: str) -> bytes:
    """The file as it would be kept."""
    with clean_upload(io.BytesIO(contents), name) as (clean, checked):
        data = clean.read()
    assert len(data) == checked.size
    return data


def everything(data: bytes) -> bytes:
    """The bytes of a file and of all that is packed in it."""
    whole = data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            whole += b"".join(info.filename.encode() + archive.read(info) for info in archive.infolist())
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            whole += b"".join(
                thing.read_bytes() if isinstance(thing, pikepdf.Stream) else b"" for thing in pdf.objects
            )
            whole += b"".join(repr(thing).encode() for thing in pdf.objects)
    return whole


def picture(kind: str, side: int = 1) -> bytes:
    """With its maker, place and a comment."""
    image, out = Image.new("RGB", (40, 20), "red"), io.BytesIO()
    note = Image.Exif()
    note[0x0112], note[0x010F], note[0x013B] = side, CANARY, CANARY
    note.get_ifd(0x8825)[1] = "N"
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", CANARY)
        text.add_itxt("Komenti", CANARY)
        image.save(out, "PNG", pnginfo=text, exif=note)
    else:
        image.save(out, "JPEG", exif=note, comment=CANARY.encode(), xmp=f"<x>{CANARY}</x>".encode())
    return out.getvalue()


def document() -> bytes:
    """A Word file with an author, a comment, a change, a picture and a property of its own."""
    file = docx.Document()
    properties = file.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.title = CANARY
    paragraph = file.add_paragraph(SHOWN)
    file.element.xpath("//w:p")[-1].append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="{CANARY}" w:date="2026-01-01T00:00:00Z">'
            "<w:r><w:t> shtuar</w:t></w:r></w:ins>"
        )
    )
    file.add_comment(paragraph.runs, text="Shënim", author=CANARY, initials=CANARY)
    file.add_picture(io.BytesIO(picture("JPEG")))
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def sheet() -> bytes:
    """An Excel file with an author and the author of a comment."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.set_properties({"author": CANARY, "manager": CANARY, "comments": CANARY})
    book.set_custom_property("Kush", CANARY)
    page = book.add_worksheet()
    page.write_string("A1", SHOWN)
    page.write_comment("A1", "Shënim", {"author": CANARY})
    book.close()
    return out.getvalue()


def odt() -> bytes:
    """An OpenDocument text with an author, a comment and a thumbnail."""
    return made.archive(
        [
            (zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text"),
            (
                "content.xml",
                f"<office:document-content><office:annotation><dc:creator>{CANARY}</dc:creator></office:annotation>"
                f"<text:p>{SHOWN}</text:p></office:document-content>",
            ),
            (
                "meta.xml",
                f"<office:document-meta><meta:initial-creator>{CANARY}</meta:initial-creator></office:document-meta>",
            ),
            ("Thumbnails/thumbnail.png", CANARY),
            (
                "META-INF/manifest.xml",
                '<manifest:manifest><manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png"/>'
                "</manifest:manifest>",
            ),
        ]
    )


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None, **save: object) -> bytes:
    """A PDF of one page with its author in both places, and what else is asked for."""
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(200, 200))
    page.obj.Contents = file.make_stream(f"% {SHOWN}\nBT ET".encode())
    file.docinfo["/Author"] = CANARY
    file.Root.Metadata = file.make_stream(CANARY.encode(), {"/Type": pikepdf.Name.Metadata})
    change(file)
    out = io.BytesIO()
    file.save(out, **save)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("a.jpg", picture("JPEG")),
        ("a.png", picture("PNG")),
        ("a.docx", document()),
        ("a.xlsx", sheet()),
        ("a.odt", odt()),
        ("a.pdf", pdf()),
    ],
)
def test_a_file_does_not_say_who_made_it(name: str, contents: bytes) -> None:
    assert CANARY.encode() in everything(contents), "or this test would show nothing"
    data = kept(contents, name)
    assert CANARY.encode() not in everything(data)
    if not name.endswith(("jpg", "png")):
        assert SHOWN.encode() in everything(data)
    assert kept(data, name), "what was cleaned can be uploaded again"


@pytest.mark.parametrize("side", [1, 3, 6, 8])
def test_a_picture_stays_the_right_way_up(side: int) -> None:
    with Image.open(io.BytesIO(kept(picture("JPEG", side), "a.jpg"))) as clean:
        clean.load()
        assert not clean.getexif()
        assert clean.size == ((40, 20) if side < 5 else (20, 40))


def test_a_document_turns_its_pictures_itself() -> None:
    """Their points stay where they are, with the note that says which side is up."""
    contents = made.docx(("word/media/image1.jpeg", picture("JPEG", 6)))
    with zipfile.ZipFile(io.BytesIO(kept(contents, "a.docx"))) as clean:
        data = clean.read("word/media/image1.jpeg")
    assert CANARY.encode() not in data
    with Image.open(io.BytesIO(data)) as shown:
        assert (dict(shown.getexif()), shown.size) == ({0x0112: 6}, (40, 20))


def test_a_document_of_too_many_points_is_refused() -> None:
    big = io.BytesIO()
    Image.new("1", (7_000, 7_000)).save(big, "PNG")
    pictures = [(f"word/media/{n}.png", big.getvalue()) for n in range(3)]
    assert kept(made.docx(*pictures[:2]), "a.docx")
    with pytest.raises(RefusedFile) as refused:
        kept(made.docx(*pictures), "a.docx")
    assert refused.value.reason is Reason.TOO_MANY_POINTS


def test_word_and_excel_can_read_what_was_cleaned() -> None:
    clean = docx.Document(io.BytesIO(kept(document(), "a.docx")))
    assert clean.paragraphs[0].text.startswith(SHOWN)
    assert [comment.author for comment in clean.comments] == [""]
    assert clean.core_properties.author == ""


def _script(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{CANARY}')")


def _launch(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=f"{CANARY}.exe")


def _address(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://{CANARY}.example")


def _attachment(file: pikepdf.Pdf) -> None:
    file.attachments["a.exe"] = CANARY.encode()


def _comment(file: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=CANARY, Contents="Shënim"
    )
    file.pages[0].obj.Annots = pikepdf.Array([file.make_indirect(note)])


@pytest.mark.parametrize("change", [_script, _launch, _address, _attachment, _comment])
def test_a_pdf_acts_no_more_by_itself(change: Callable[[pikepdf.Pdf], None]) -> None:
    assert CANARY.encode() not in everything(kept(pdf(change), "a.pdf"))


def test_a_signed_pdf_stays_as_it_was_unless_it_acts() -> None:
    def sign(file: pikepdf.Pdf) -> None:
        file.Root.Sig = file.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"signature")
        )

    signed = pdf(sign)
    assert kept(signed, "a.pdf") == signed

    def both(file: pikepdf.Pdf) -> None:
        sign(file)
        _script(file)

    with pytest.raises(RefusedFile) as refused:
        kept(pdf(both), "a.pdf")
    assert refused.value.reason is Reason.ACTIVE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbf", b""),
        (b"\r\n", b""),
        (b"", b"\n<!-- sent by a portal -->\n"),
        (b"", b"\x1a"),
        (b"", b"\0" * 4096),
    ],
)
def test_a_pdf_with_harmless_bytes_around_it_is_taken(before: bytes, after: bytes) -> None:
    assert SHOWN.encode() in everything(kept(before + pdf() + after, "a.pdf"))


def test_the_cause_is_said() -> None:
    def why(contents: bytes, name: str) -> Reason:
        with pytest.raises(RefusedFile) as refused:
            kept(contents, name)
        return refused.value.reason

    assert why(pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "a.pdf") is Reason.LOCKED
    assert why(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx") is Reason.LOCKED
    assert why("Kërkesë;ç".encode("cp1250"), "a.csv") is Reason.NOT_UTF8
    assert why(made.jpeg_of(16_320, 12_240), "a.jpg") is Reason.TOO_MANY_POINTS
    assert why(made.png_of(8_160, 6_120), "a.png") is Reason.UNREADABLE, "it promised more than it holds"
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in ("DD", "EAUTO x"))
    field = f"<w:p {nsdecls('w')}>{runs}</w:p>"
    assert why(made.docx(("word/footer1.xml", field)), "a.docx") is Reason.FETCHES
