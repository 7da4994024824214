"""Uploads: what is taken, and everything hostile that is not."""

import hashlib
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.files.store import ALLOWED, Checked, FileStore, Reason, RefusedFile, check_upload
from tests.core import file_samples as made
from tests.core.file_samples import SAMPLES, peak_memory

MIB = 1024 * 1024


def check(contents, name, limit=10 * MIB):
    return check_upload(io.BytesIO(contents), name, limit)


def refusal(contents, name, limit=10 * MIB):
    with pytest.raises(RefusedFile) as refused:
        check(contents, name, limit)
    return refused.value.reason


# --- What is taken ---


@pytest.mark.parametrize("extension", ALLOWED)
def test_an_honest_file_of_each_type_is_taken(extension):
    contents = SAMPLES[extension]
    stream = io.BytesIO(contents)
    stream.seek(3)
    checked = check_upload(stream, f"Raport.{extension.upper()}")
    kind = ALLOWED[extension]
    assert checked == Checked(
        kind.media_type,
        kind.extension,
        len(contents),
        hashlib.sha256(contents).hexdigest(),
        checked.safe_name,
    )
    assert checked.safe_name == f"Raport.{extension.upper()}"
    assert stream.tell() == 0, "whoever stores it reads from the start"


def test_the_allow_list_is_exactly_what_is_documented_and_cannot_be_changed():
    assert set(ALLOWED) == {"pdf", "docx", "xlsx", "odt", "ods", "jpg", "jpeg", "png", "txt", "csv"}
    with pytest.raises(TypeError):
        ALLOWED["exe"] = ALLOWED["pdf"]


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("nënshkrim.txt", b"PK\x05\x06 is how the directory of an archive ends\n"),
        ("shenjë.csv", b"\xef\xbb\xbfa;b\n"),
        ("Ligji 119.2014 sh.p.k. www.shembull.com.pdf", SAMPLES["pdf"]),
        (
            "lidhje.docx",
            made.docx(("word/_rels/document.xml.rels", made.relationships("hyperlink", "https://a.al"))),
        ),
        (
            "model.docx",
            made.docx(
                ("word/_rels/s.xml.rels", made.relationships("attachedTemplate", "file:///C:\\A\\n.dotm"))
            ),
        ),
        ("grafik.docx", made.docx(("word/embeddings/Sheet1.xlsx", SAMPLES["xlsx"]))),
        ("i dendur.xlsx", made.xlsx(("xl/sharedStrings.xml", b"<t>" + b" " * 700_000 + b"</t>"))),
    ],
)
def test_unusual_but_honest_files_are_taken(name, contents):
    assert check(contents, name).size == len(contents)


# --- Size ---


def test_a_file_of_exactly_the_limit_is_taken_and_one_more_byte_is_not():
    assert check(b"a" * 1000, "a.txt", 1000).size == 1000
    assert refusal(b"a" * 1001, "a.txt", 1000) is Reason.TOO_LARGE


def test_too_large_a_file_is_not_read_to_its_end():
    class Endless(io.RawIOBase):
        def __init__(self):
            self.given = 0

        def read(self, size=-1):
            self.given += size
            return b"a" * size

        def seek(self, at, whence=0):
            return at

    endless = Endless()
    with pytest.raises(RefusedFile, match="too_large"):
        check_upload(endless, "a.txt", MIB)
    assert endless.given <= MIB + 128 * 1024


@pytest.mark.parametrize("extension", ALLOWED)
def test_an_empty_file_is_refused(extension):
    assert refusal(b"", f"a.{extension}") is Reason.EMPTY


# --- Names that say one thing and are another ---


@pytest.mark.parametrize(
    "name",
    [
        "virus.exe", "raport.pdf.exe", "faqe.html", "pamje.svg", "arkiv.zip", "makro.docm", "pa emër", "pdf",
        ".pdf", "",
        "raport\u202efdp.exe", "raport.pdf\u200b.exe", "raport.ｐｄｆ", "raport．pdf",
        "raport.pdf/virus.exe", "raport.pdƒ",
    ],
)  # fmt: skip
def test_a_type_that_is_not_on_the_list_is_refused(name):
    assert refusal(SAMPLES["pdf"], name) is Reason.TYPE_NOT_ALLOWED


@pytest.mark.parametrize(
    "name", ["virus.exe.pdf", "virus.EXE .pdf", "a.php.jpg.pdf", "virus.exe\0.pdf", "v.e\u200bxe.pdf"]
)
def test_a_name_with_a_program_s_extension_inside_is_refused(name):
    assert refusal(SAMPLES["pdf"], name) is Reason.UNSAFE


def test_what_systems_drop_from_a_name_is_dropped_before_it_is_judged():
    assert check(SAMPLES["pdf"], "raport.pdf. . ").safe_name == "raport.pdf"
    assert check(SAMPLES["pdf"], "raport\u202e.p\u200bdf").safe_name == "raport.pdf"


@pytest.mark.parametrize("extension", ALLOWED)
def test_a_renamed_program_is_refused(extension):
    program = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + bytes(range(256)) * 8
    assert refusal(program, f"raport.{extension}") is Reason.DOES_NOT_MATCH


@pytest.mark.parametrize("named", ALLOWED)
@pytest.mark.parametrize("real", ALLOWED)
def test_no_type_passes_for_another(named, real):
    if ALLOWED[named].checks == ALLOWED[real].checks:
        assert check(SAMPLES[real], f"a.{named}").extension == ALLOWED[named].extension
        return
    with pytest.raises(RefusedFile):
        check(SAMPLES[real], f"a.{named}")


def test_text_is_utf_8_without_nul():
    assert refusal("Kërkesë".encode("cp1252"), "a.txt") is Reason.NOT_UTF8
    assert refusal("Ç’ndodhi".encode()[:-1] + b"\xc3", "a.csv") is Reason.NOT_UTF8
    assert refusal("rasti".encode("utf-16"), "a.txt") is Reason.NOT_UTF8
    assert refusal(b"ra\0sti", "a.txt") is Reason.DOES_NOT_MATCH
    assert check(b"a" * 65_535 + "ë".encode(), "a.txt").size == 65_537, "a letter may lie across two blocks"


# --- Cut short, flipped, joined ---


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "odt", "ods"])
def test_a_file_cut_short_is_refused_wherever_it_is_cut(extension):
    contents = SAMPLES[extension]
    for length in {*range(1, len(contents) - 1, max(1, len(contents) // 150)), len(contents) - 2}:
        with pytest.raises(RefusedFile):
            check(contents[:length], f"a.{extension}")


@given(
    st.sampled_from(sorted(ALLOWED)),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), max_size=8),
)
@settings(deadline=None, max_examples=400)
def test_whatever_is_flipped_the_answer_is_taken_or_refused(extension, flips):
    contents = bytearray(SAMPLES[extension])
    for at, by in flips:
        at %= len(contents)
        contents[at : at + len(by)] = by
    with suppress(RefusedFile):
        assert check(bytes(contents), f"a.{extension}").size == len(contents)


def test_a_member_whose_checksum_is_wrong_is_refused():
    contents = made.archive(made.docx_members(("word/a.txt", b"abcdefgh")), compression=zipfile.ZIP_STORED)
    assert refusal(contents.replace(b"abcdefgh", b"abcdefgX"), "a.docx") is Reason.UNREADABLE


ARCHIVE = made.archive([("virus.exe", b"MZ")])


IN_IT, PAST_PDF, HIDDEN_PDF = (
    "unsafe: an archive inside another file",
    "appended: a PDF goes on after its end",
    "unsafe: a PDF inside another file",
)
LOCATOR = b"PK\x06\x07" + b"\0" * 16 + b"PK\x05\x06" + b"\xff" * 18


@pytest.mark.parametrize(
    ("name", "contents", "said"),
    [
        ("a.png", SAMPLES["png"] + ARCHIVE, IN_IT),
        ("a.jpg", SAMPLES["jpg"] + ARCHIVE, IN_IT),
        ("a.jpg", SAMPLES["jpg"] + ARCHIVE + b"trailing \xff\xd9", IN_IT),
        ("a.jpg", SAMPLES["jpg"] + LOCATOR, IN_IT),
        ("a.pdf", SAMPLES["pdf"] + ARCHIVE, IN_IT),
        ("a.pdf", made.pdf(ARCHIVE), IN_IT),
        ("a.pdf", SAMPLES["pdf"] + made.archive([("a", b"b")], comment=b"%%EOF"), IN_IT),
        ("a.pdf", SAMPLES["pdf"] + b"<script>alert(1)</script>", PAST_PDF),
        ("a.jpg", b"\xff\xd8\xff\xfe\x00\x0c%PDF-1.7\n" + SAMPLES["jpg"][2:], HIDDEN_PDF),
        ("a.txt", b"first line\n%PDF-1.7\n", HIDDEN_PDF),
        ("a.docx", made.archive([("%PDF-1.7", b""), *made.docx_members()]), HIDDEN_PDF),
        (
            "a.docx",
            made.archive(made.docx_members(), comment=b"<script>"),
            "unsafe: an office document goes on after its end",
        ),
    ],
)
def test_a_file_that_is_two_things_is_refused(name, contents, said):
    with pytest.raises(RefusedFile) as refused:
        check(contents, name)
    assert str(refused.value) == said


@pytest.mark.parametrize("head", [b"MZ", b"GIF89a", b"\x00", b"\n", b"PK\x05\x06"])
@pytest.mark.parametrize("extension", ["pdf", "docx", "png", "jpg"])
def test_nothing_may_stand_before_a_file(extension, head):
    if head == b"\n" and extension == "pdf":
        assert check(head + SAMPLES["pdf"], "a.pdf"), "blanks do a PDF no harm"
        return
    assert refusal(head + SAMPLES[extension], f"a.{extension}") is Reason.DOES_NOT_MATCH


def test_a_pdf_whose_table_is_elsewhere_or_of_no_version_is_refused():
    assert refusal(SAMPLES["pdf"].replace(b"startxref\n", b"startxref\n9"), "a.pdf") is Reason.UNREADABLE
    assert refusal(SAMPLES["pdf"].replace(b"-1.7", b"-9.9"), "a.pdf") is Reason.UNREADABLE


# --- Flat memory, and nothing kept ---


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("a.txt", b"a" * 9 * MIB),
        ("a.docx", made.docx(*((f"word/media/{n}.xml", b" " * MIB) for n in range(60)))),
        ("a.pdf", made.pdf(b"%" + b"a" * 9 * MIB + b"\n")),
    ],
    ids=["text", "archive", "pdf"],
)
def test_a_large_file_is_checked_in_little_memory(name, contents):
    stream = io.BytesIO(contents)
    with peak_memory() as peak:
        check_upload(stream, name)
    assert peak[0] < 3 * MIB


def test_the_longest_unpacking_that_is_allowed_stays_flat(tmp_path):
    contents = made.docx(*((f"word/media/{n}.xml", b" " * MIB) for n in range(99)))
    assert check(contents, "a.docx").size < MIB
    assert (
        refusal(made.docx(*((f"word/media/{n}.xml", b" " * MIB) for n in range(101))), "a.docx")
        is Reason.UNSAFE
    )


@pytest.mark.parametrize(
    ("name", "contents"), [("a.png", SAMPLES["png"] + ARCHIVE), ("a.txt", b""), ("a.exe", b"MZ")]
)
def test_a_refusal_leaves_nothing_behind(tmp_path, name, contents):
    store = FileStore(tmp_path / "attachments")
    stream = io.BytesIO(contents)
    with suppress(RefusedFile):
        check_upload(stream, name)
        store.put(stream)
    assert list(tmp_path.rglob("*")) == []
    assert stream.tell() == 0


def test_a_refusal_says_why_and_nothing_of_the_file():
    with pytest.raises(RefusedFile) as refused:
        check(SAMPLES["pdf"] + b"a secret", "emri i saj.pdf")
    assert refused.value.reason is Reason.APPENDED
    assert (
        str(refused.value) == "appended: a PDF goes on after its end" == f"appended: {refused.value.detail}"
    )
