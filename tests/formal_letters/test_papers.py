"""A letter as a ministry reads it: its parts on paper, in their order, as PDF and as DOCX."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from flask import Flask
from pypdf import PdfReader

from app.core.documents.files import docx_of, has_pdf, pdf_of
from app.core.documents.letter import Letter
from app.deadlines.labels import SOURCES
from app.formal_letters.document import Before, LetterFacts, paper_of, text_of
from app.formal_letters.labels import BASIS
from app.formal_letters.models import LetterKind, SenderParts
from app.formal_letters.wording import NAMES, built_in, filled, unknown_names
from tests.databases import only_sqlite
from workflows.periods import RESPONSE_LAW, RULE_OF_GROUP, Rule

SENDER = SenderParts(
    head="Grupi Këshillimor kundër trafikimit të personave\nSekretariati teknik",
    place="Tiranë",
    address="Rruga e Provës 1, Tiranë",
    email="zyra@example.org",
    phone="04 000 0000",
    founding_act="urdhrit nr. 12, datë 3.2.2026",
    function="Koordinatore Kombëtare",
    signed_by="Valbona ISUFAJ",
    copies="Kryesuesi i Grupit",
)
FACTS = LetterFacts(
    kind=LetterKind.HEAD,
    reference="T-2026-004",
    number=2,
    heading="Një pikë kontakti",
    text="Të caktohet një pikë kontakti në çdo zyrë.",
    measure="Pika kontakti është caktuar.",
    institution="Drejtoria e Provës",
    rule=Rule.RESPONSE,
    source=RESPONSE_LAW,
    transmitted_on=date(2026, 10, 5),
    due_on=date(2026, 11, 4),
    moved=1,
    to="Drejtoria e Provës",
    recipient="Znj. Arta Prova, Drejtoreshë e Përgjithshme",
    address="Rruga e Lisit 27\nTiranë",
    extract_title="Pikat e kontaktit",
    extract="Në dy zyra nuk gjendet kush përgjigjet.",
    day=date(2026, 11, 18),
    reply_by=date(2026, 11, 25),
    protocol="412/1",
    drafted_by="Sonila Prendi",
    signed_by="Valbona ISUFAJ",
    function="Koordinatore Kombëtare",
    sender=SENDER,
)
TEXT = """I nderuar zotëri / E nderuar zonjë,

Në mbështetje të urdhrit nr. 12, datë 3.2.2026 dhe të nenit 22 të ligjit nr. 8454, datë 4.2.1999, të zbatuar me \
analogji, më 5 tetor 2026 Grupi Këshillimor kundër trafikimit të personave ju përcolli rekomandimin nr. 2 “Një pikë \
kontakti” (çështja T-2026-004).

Afati për përmbushjen e këtij detyrimi (përgjigje) përfundoi më 4 nëntor 2026. Deri më sot detyrimi nuk është \
përmbushur (14 ditë vonesë). Afati është shtyrë 1 herë më parë.

Ju lutemi të merrni masa që ky detyrim të përmbushet brenda 5 ditëve të punës nga data e kësaj shkrese, deri më \
25 nëntor 2026, ose t’i bëni të ditur Grupit me shkrim arsyet e mospërmbushjes dhe afatin e ri."""
TO_THE_MINISTER = replace(
    FACTS,
    kind=LetterKind.MINISTER,
    to="Ministria e Provës",
    recipient="Ministrja",
    source=RULE_OF_GROUP,
    moved=0,
    before=[
        Before(protocol="398", day=date(2026, 11, 9), to="Drejtoria e Provës"),
        Before(protocol="405/2", day=date(2026, 11, 12)),
    ],
)


pytestmark = only_sqlite


@pytest.fixture(autouse=True)
def _words(app: Flask):
    with app.app_context():
        yield


def letter() -> Letter:
    return paper_of(FACTS)


def test_the_first_letter_says_what_is_asked_on_what_ground_and_until_when() -> None:
    assert text_of(FACTS) == TEXT
    assert text_of(replace(FACTS, body="Fjalët tona.")) == "Fjalët tona."


def test_the_letter_to_the_minister_refers_to_those_before_it() -> None:
    said = text_of(TO_THE_MINISTER)
    assert (
        "Në vijim të shkresave tona nr. 398 Prot., datë 9.11.2026, drejtuar institucionit Drejtoria e Provës dhe "
        "nr. 405/2 Prot., datë 12.11.2026 dhe në mbështetje të urdhrit nr. 12, datë 3.2.2026 dhe të rregullave të "
        "Grupit, më 5 tetor 2026 Grupi Këshillimor kundër trafikimit të personave i përcolli institucionit Drejtoria "
        "e Provës rekomandimin nr. 2"
    ) in said
    assert "shtyrë" not in said and "14 ditë vonesë).\n\nMeqenëse" in said
    copies = dict(paper_of(TO_THE_MINISTER).to)["Për dijeni"]
    assert copies == ["Drejtoria e Provës", "Kryesuesi i Grupit"]


def test_its_parts_are_those_of_an_official_letter() -> None:
    paper = letter()
    assert paper.head == [
        "REPUBLIKA E SHQIPËRISË",
        "Grupi Këshillimor kundër trafikimit të personave",
        "Sekretariati teknik",
    ]
    assert (paper.number, paper.place_and_day) == ("Nr. 412/1 Prot.", "Tiranë, më 18.11.2026")
    assert (paper.subject, paper.title) == (
        "Lënda",
        "Kërkesë për përmbushjen e detyrimit me afat të kaluar (përgjigje për rekomandimin nr. 2, çështja T-2026-004)",
    )
    assert paper.to == [
        (
            "Drejtuar",
            [
                "Znj. Arta Prova, Drejtoreshë e Përgjithshme",
                "Drejtoria e Provës",
                "Rruga e Lisit 27",
                "Tiranë",
            ],
        ),
        ("Për dijeni", ["Kryesuesi i Grupit"]),
    ]
    assert paper.reply == (
        "Përgjigjja i dërgohet sekretariatit teknik të Grupit: Rruga e Provës 1, Tiranë, posta elektronike "
        "zyra@example.org, tel. 04 000 0000."
    )
    assert (paper.enclosed, paper.numbered()) == (
        "Bashkëlidhur",
        ["1. Ekstrakti i çështjes T-2026-004", "2. Rekomandimi nr. 2"],
    )
    assert (paper.office, paper.name) == ("KOORDINATORE KOMBËTARE", "Valbona ISUFAJ")
    assert paper.notes == ["Konceptoi: Sonila Prendi · Numri i kopjeve: 3"]
    assert paper.foot == "Rruga e Provës 1, Tiranë · zyra@example.org · 04 000 0000"
    assert Letter.read(paper.plain()) == paper


def test_what_is_not_known_leaves_its_place() -> None:
    paper = paper_of(
        replace(FACTS, sender=SenderParts(), protocol="", recipient="", signed_by="", function="")
    )
    assert paper.head == ["REPUBLIKA E SHQIPËRISË", "________"]
    assert (paper.number, paper.place_and_day) == ("Nr. ________ Prot.", "________, më 18.11.2026")
    assert dict(paper.to)["Drejtuar"][0] == "Titullari i institucionit"
    assert (paper.office, paper.name, paper.foot) == ("________", "________", "")


def test_the_docx_has_its_parts_in_their_order() -> None:
    made = docx.Document(BytesIO(docx_of(letter())))
    texts = [p.text for p in made.paragraphs if p.text.strip()]
    order = [
        "REPUBLIKA E SHQIPËRISË",
        "Lënda: Kërkesë",
        "Drejtuar: Znj. Arta",
        "Për dijeni: ",
        "I nderuar zotëri",
    ]
    order += [
        "Ju lutemi të merrni",
        "Përgjigjja i dërgohet",
        "Bashkëlidhur: 1. Ekstrakti",
        "Duke ju falënderuar",
    ]
    order += ["KOORDINATORE KOMBËTARE", "Valbona ISUFAJ", "(nënshkrimi, vula)", "Konceptoi: "]
    order += ["Ekstrakti i çështjes", "Rekomandimi nr. 2"]
    places = [next(n for n, text in enumerate(texts) if text.startswith(start)) for start in order]
    assert places == sorted(places)
    head = next(p for p in made.paragraphs if p.text == "REPUBLIKA E SHQIPËRISË")
    assert head.alignment == WD_ALIGN_PARAGRAPH.CENTER and head.runs[0].bold
    (beside,) = made.tables
    assert [cell.text for cell in beside.rows[0].cells] == ["Nr. 412/1 Prot.", "Tiranë, më 18.11.2026"]
    assert made.sections[0].footer.paragraphs[0].text.startswith("Rruga e Provës 1")
    breaks = [br for br in made.element.iter(qn("w:br")) if br.get(qn("w:type")) == "page"]
    assert len(breaks) == 2


@pytest.mark.skipif(not has_pdf(), reason="typst is not installed")
def test_the_pdf_has_the_letter_on_one_page_and_each_enclosure_on_its_own() -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf_of(letter(), ""))).pages]
    assert len(pages) == 3
    assert "REPUBLIKA E SHQIPËRISË" in pages[0] and "Konceptoi" in pages[0] and "Në dy zyra" not in pages[0]
    assert "Në dy zyra" in pages[1] and "Të caktohet një pikë" in pages[2]


def test_names_are_known_in_the_built_in_texts_of_both_languages() -> None:
    from app.core.language import in_language

    for language in ("sq", "en"):
        for kind in LetterKind:
            with in_language(language):
                assert unknown_names(built_in(kind)) == []
    assert unknown_names("{afati} {Afati} { afati } {} } {kush") == ["{Afati}", "{}", "{", "}"]
    assert len(NAMES) == 13


def test_what_is_filled_in_is_read_once_and_what_is_empty_leaves_no_hole() -> None:
    values = dict.fromkeys(NAMES, "") | {"titulli": "{afati}", "afati": "nesër"}
    assert (
        filled("A {titulli}  b\r\n\r\n{shtyrjet}\r\n\r\n{afati} {vonesa}", values) == "A {afati} b\n\nnesër"
    )


def test_every_source_of_a_deadline_can_be_cited() -> None:
    assert set(BASIS) == set(SOURCES)
