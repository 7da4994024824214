"""Office documents: bombs, programs, and whatever else an archive can hide."""

import io
import os
import struct
import zipfile

import pytest

from app.core.files.packages import MAX_DIRECTORY, MAX_MEMBERS
from app.core.files.store import Reason, RefusedFile, check_upload
from tests.core import file_samples as made
from tests.core.file_samples import SAMPLES, peak_memory

MIB = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100


def refusal(contents, name="a.docx"):
    with pytest.raises(RefusedFile) as refused:
        check_upload(io.BytesIO(contents), name)
    return refused.value.reason


def why(contents, name="a.docx"):
    """Reason and detail: a clause that is gone must not be hidden by the one after it."""
    with pytest.raises(RefusedFile) as refused:
        check_upload(io.BytesIO(contents), name)
    return str(refused.value)


def with_directory(contents, change):
    """The archive with each entry of its directory (46 bytes and a name) rewritten by `change`, in place."""
    rewritten = bytearray(contents)
    at = struct.unpack_from("<L", contents, len(contents) - 6)[0]
    while rewritten[at : at + 4] == b"PK\x01\x02":
        change(rewritten, at)
        name, extra, comment = struct.unpack_from("<HHH", rewritten, at + 28)
        at += 46 + name + extra + comment
    return bytes(rewritten)


# --- Bombs ---


def test_a_member_that_unpacks_to_much_is_refused_by_what_the_directory_says():
    assert (
        why(made.docx(("word/media/a.xml", b"\0" * 30 * MIB))) == "unsafe: a member that unpacks to too much"
    )


def test_many_small_members_that_unpack_to_much_together_are_refused():
    assert (
        why(made.docx(*((f"word/media/{n}.bin", b"\0" * MIB) for n in range(101))))
        == "unsafe: an archive that unpacks to too much"
    )


def test_too_many_members_are_refused_before_they_are_listed():
    assert (
        why(made.docx(*((f"word/{n}", b"") for n in range(MAX_MEMBERS))))
        == "unsafe: an archive of too many members"
    )
    long_names = made.docx(*((f"word/{n}" + "x" * 60_000, b"") for n in range(MAX_DIRECTORY // 60_000 + 1)))
    assert why(long_names) == "unsafe: an archive of too long a directory"


def test_a_directory_that_says_fewer_members_than_it_has_is_refused():
    contents = made.docx(*((f"word/{n}", b"") for n in range(MAX_MEMBERS + 5)))
    lying = bytearray(contents)
    struct.pack_into("<HH", lying, len(lying) - 14, 2, 2)
    assert why(bytes(lying)) == "unsafe: an archive whose directory does not add up"


def test_a_member_that_says_it_is_small_and_is_not_is_refused():
    def says_little(entry, at):
        name = bytes(entry[at + 46 : at + 46 + 10])
        if name == b"word/media":
            struct.pack_into("<L", entry, at + 24, 10)

    contents = made.docx(("word/media/a.bin", b"\0" * 30 * MIB))
    assert refusal(with_directory(contents, says_little)) is Reason.UNREADABLE


def test_members_that_share_the_same_packed_bytes_count_each():
    """The bomb that folds its members over one another: many entries, one packed body."""
    body = made.archive([("a", b"\0" * MIB)])
    start = struct.unpack_from("<L", body, len(body) - 6)[0]
    entry = body[start : start + 47]
    directory = entry * 200
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 200, 200, len(directory), start, 0)
    assert why(body[:start] + directory + end) == "unsafe: an archive that unpacks to too much"


def test_an_archive_in_an_archive_is_refused_where_no_document_has_one():
    bomb = made.archive([("a.zip", made.archive([("b", b"\0" * MIB)]))])
    assert why(made.docx(("word/media/a.zip", bomb))) == "unsafe: an archive in an archive"
    assert why(made.docx(("word/media/a.png", SAMPLES["xlsx"]))) == "unsafe: an archive in an archive"
    assert (
        why(made.opendocument("text", ("Object/a.odt", SAMPLES["odt"])), "a.odt")
        == "unsafe: an archive in an archive"
    )


def test_an_embedded_workbook_is_checked_like_any_other_and_has_none_itself():
    twice = made.xlsx(("xl/embeddings/b.xlsx", SAMPLES["xlsx"]))
    assert why(made.docx(("word/embeddings/a.xlsx", twice))) == "unsafe: an archive in an archive"
    assert (
        why(made.docx(("word/embeddings/a.xlsx", made.xlsx(("xl/vbaProject.bin", OLE)))))
        == "unsafe: a program in a document"
    )
    assert refusal(made.docx(("word/embeddings/a.xlsx", SAMPLES["docx"]))) is Reason.DOES_NOT_MATCH


def test_embedded_workbooks_share_one_allowance():
    dense = made.xlsx(*((f"xl/{n}", b"\0" * MIB) for n in range(40)))
    one = [("word/embeddings/0.xlsx", dense)]
    assert check_upload(io.BytesIO(made.docx(*one)), "a.docx").size
    assert (
        why(made.docx(*one, *((f"word/embeddings/{n}.xlsx", dense) for n in (1, 2))))
        == "unsafe: an archive that unpacks to too much"
    )


def test_a_large_member_is_taken_if_it_is_honestly_large():
    assert check_upload(io.BytesIO(made.docx(("word/media/a.bin", os.urandom(2 * MIB)))), "a.docx").size > MIB


# --- Names, links, locks ---


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd", "word/../../x", "/etc/passwd", "..", "..\\..\\x", "C:\\x", "c:x", "word/a\nb", "word\\x",
        "word/\x7f",
    ],
)  # fmt: skip
def test_a_member_that_would_leave_its_folder_is_refused(name):
    assert why(made.docx((name, b"x"))) == "unsafe: a member that would leave its folder"


def test_two_members_of_one_name_are_refused_whatever_their_case():
    assert why(made.docx(("Word/Document.xml", b"x"))) == "unsafe: an archive with two members of one name"


def test_a_name_with_nul_is_refused():
    contents = made.docx(("word/aXb", b"x"))
    assert why(contents.replace(b"word/aXb", b"word/a\0b")) == "unsafe: a member that would leave its folder"


def test_a_link_is_refused():
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    assert why(made.docx((link, b"/etc/passwd"))) == "unsafe: a member that is a link"


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_packed_in_a_strange_way_is_refused(compression):
    assert (
        why(made.archive(made.docx_members(), compression=compression))
        == "unsafe: a member that is locked or packed in a strange way"
    )


def test_a_locked_member_is_refused():
    def locked(entry, at):
        entry[at + 8] |= 1

    assert (
        why(with_directory(SAMPLES["docx"], locked))
        == "unsafe: a member that is locked or packed in a strange way"
    )


def test_an_entry_that_points_elsewhere_is_refused():
    def moved(entry, at):
        struct.pack_into("<L", entry, at + 42, struct.unpack_from("<L", entry, at + 42)[0] + 1)

    with pytest.raises(RefusedFile):
        check_upload(io.BytesIO(with_directory(SAMPLES["docx"], moved)), "a.docx")


# --- Programs and what is fetched unasked ---


@pytest.mark.parametrize(
    "member",
    [
        ("word/vbaProject.bin", b"x"), ("word/VBAPROJECT.BIN", b"x"), ("xl/macrosheets/sheet1.xml", b"<a/>"),
        ("word/activeX/activeX1.xml", b"<a/>"), ("word/harmless.bin", OLE), ("word/embeddings/oleObject1.bin", OLE),
        ("word/media/image1.png", b"MZ\x90\0"), ("word/media/image1.png", b"\x7fELF\x02"), ("word/a", b"Rar!\x1a\x07"),
        ("word/a", b"7z\xbc\xaf\x27\x1c"),
    ],
)  # fmt: skip
def test_a_program_in_a_document_is_refused_by_name_or_by_contents(member):
    assert why(made.docx(member)) in {
        "unsafe: a program in a document",
        "unsafe: a program or an object in a document",
    }


@pytest.mark.parametrize("member", ["Basic/Standard/Module1.xml", "Scripts/python/a.py"])
def test_a_macro_in_an_opendocument_file_is_refused(member):
    assert why(made.opendocument("text", (member, b"<a/>")), "a.odt") == "unsafe: a program in a document"


@pytest.mark.parametrize(
    "declared",
    ["application/vnd.ms-office.vbaProject", "application/vnd.ms-word.document.macro&#69;nabled.main+xml"],
)
def test_a_document_that_declares_a_program_is_refused(declared):
    types = made.content_types(extra=f'<Override PartName="/word/b.xml" ContentType="{declared}"/>')
    assert why(made.docx(types=types)) == "unsafe: a program in a document"


@pytest.mark.parametrize("kind", ["vbaProject", "oleObject"])
def test_a_document_that_refers_to_a_program_is_refused(kind):
    refers = made.relationships(kind, "x.bin", "Internal")
    assert why(made.docx(("word/_rels/document.xml.rels", refers))) == "unsafe: a program in a document"


@pytest.mark.parametrize(
    "target", ["https://example.org/t.dotm", " HTTP://a.al/x", "\\\\server\\t", "file://server/t"]
)
@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "frame"])
def test_a_document_that_fetches_something_unasked_is_refused(kind, target):
    fetches = made.docx(("word/_rels/settings.xml.rels", made.relationships(kind, target)))
    assert why(fetches) == "fetches: a document that fetches something from elsewhere"


def test_a_document_that_defines_entities_is_refused():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>'
    across_blocks = " " * (64 * 1024 - bomb.index("<!ENTITY") - 4) + bomb
    for member in (
        ("word/styles.xml", f"{bomb}<a>&c;</a>"),
        ("word/styles.xml", across_blocks),
        ("word/_rels/a.rels", f"{bomb}<a>&c;</a>"),
        ("word/_rels/a.rels", f"{bomb}<a>&c;</a>".encode("utf-16")),
    ):
        assert why(made.docx(member)) == "unsafe: a document that defines entities"
    types = made.content_types().replace("<Types", bomb + "<Types", 1)
    assert why(made.docx(types=types)) == "unsafe: a document that defines entities"


def test_a_drawing_may_define_entities_which_nobody_reads_here():
    drawing = '<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg/>'
    assert check_upload(io.BytesIO(made.docx(("word/media/a.svg", drawing))), "a.docx").size


def test_a_list_of_parts_is_bounded_in_length_and_depth():
    assert (
        why(made.docx(("word/_rels/a.rels", "<a>" * 40 + "</a>" * 40)))
        == "unsafe: a document of too many layers"
    )
    assert refusal(made.docx(("word/_rels/a.rels", "<a>"))) is Reason.UNREADABLE
    links = b"<a>" + b"".join(b'<b Id="%d"/>' % n for n in range(50_000)) + b"</a>"
    assert check_upload(io.BytesIO(made.docx(("word/_rels/a.rels", links))), "a.docx").size
    assert (
        why(made.docx(*((f"word/_rels/{n}.rels", links) for n in range(8))))
        == "unsafe: a document of too many parts"
    )


@pytest.mark.parametrize(
    "element",
    [
        b"<a " + b" ".join(b'a%d="b"' % n for n in range(100_000)) + b"/>",
        b"<a b='" + b"xyz" * 200_000 + b"'/>",
    ],
    ids=["attributes", "value"],
)
def test_one_element_cannot_fill_the_memory(element):
    contents = made.docx(("word/_rels/a.rels", element))
    with peak_memory() as peak:
        assert why(contents) == "unsafe: a document with too long an element"
    assert peak[0] < 3 * MIB


# --- The type inside ---


NOT_ODF = "does_not_match: not an OpenDocument file"
OTHER_ODF = "does_not_match: an OpenDocument file of another type"
OTHER_OFFICE = "does_not_match: an office document of another type"
ODF_TEXT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("contents", "name", "said"),
    [
        (made.archive([("a.txt", b"x")]), "a.docx", OTHER_OFFICE),
        (made.archive([("word/document.xml", b"<a/>")]), "a.docx", OTHER_OFFICE),
        (made.docx(types=made.content_types("application/vnd.other")), "a.docx", OTHER_OFFICE),
        (made.stored([("a.txt", b"x")]), "a.odt", NOT_ODF),
        (made.archive([("mimetype", ODF_TEXT), *made.ODF_MEMBERS]), "a.odt", NOT_ODF),
        (made.stored([("content.xml", b"<a/>"), ("mimetype", ODF_TEXT)]), "a.odt", NOT_ODF),
        (made.stored([("mimetype", ODF_TEXT), ("content.xml", b"<a/>")]), "a.odt", NOT_ODF),
        (made.opendocument("text-template"), "a.odt", OTHER_ODF),
        (made.opendocument("tex_"), "a.odt", OTHER_ODF),
        (made.opendocument("presentation"), "a.ods", OTHER_ODF),
    ],
)
def test_an_archive_of_another_type_is_refused(contents, name, said):
    assert why(contents, name) == said


def test_a_type_as_long_as_a_book_is_not_read():
    contents = made.stored([("mimetype", ODF_TEXT.encode() + b" " * 8 * MIB)])
    with peak_memory() as peak:
        assert why(contents, "a.odt") == OTHER_ODF
    assert peak[0] < MIB


def test_a_document_without_the_part_it_names_is_refused():
    other = made.content_types(part="/word/other.xml")
    assert why(made.docx(types=other)) == "unreadable: an office document without its text"


def test_an_archive_without_members_is_refused():
    contents = b"PK\x03\x04" + b"\0" * 26 + made.archive([])
    assert why(contents) == "unsafe: an archive whose directory does not add up"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, 0, 30, 0)
    assert why(contents[:30] + end) == "unsafe: an archive with something before it"


# --- Where the archive begins and ends ---


def test_an_archive_fills_its_file_from_the_first_byte_to_the_last():
    contents = SAMPLES["docx"]
    assert why(contents[:-1]) == why(contents + b"MZ") == "unsafe: an office document goes on after its end"
    assert why(contents[:200]) == "unreadable: an office document without its end"
    assert why(b"PK\x03\x04 before" + contents) == "unsafe: an archive whose directory does not add up"
    assert (
        why(contents[:-22] + b"between" + contents[-22:])
        == "unsafe: an archive whose directory does not add up"
    )


def test_an_archive_whose_offsets_allow_for_what_is_before_it_is_refused():
    before = b"PK\x03\x04 a program that unpacks itself"

    def moved(entry, at):
        struct.pack_into("<L", entry, at + 42, struct.unpack_from("<L", entry, at + 42)[0] + len(before))

    contents = bytearray(before + with_directory(SAMPLES["docx"], moved))
    start = struct.unpack_from("<L", contents, len(contents) - 6)[0]
    struct.pack_into("<L", contents, len(contents) - 6, start + len(before))
    assert why(bytes(contents)) == "unsafe: an archive with something before it"


def test_the_record_of_a_large_archive_cannot_name_another_directory():
    """A reader follows that record first, past the directory whose length was judged."""
    contents = SAMPLES["docx"]
    start = struct.unpack_from("<L", contents, len(contents) - 6)[0]
    directory = contents[start:-22]
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 2, 2, len(directory), start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(contents) - 22, 1)
    length = len(directory) + len(record) + len(locator)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, length, start, 0)
    large = contents[:-22] + record + locator + end
    assert len(zipfile.ZipFile(io.BytesIO(large)).namelist()) == 2, "the library does follow it"
    assert why(large) == "unsafe: an archive whose directory does not add up"
