"""The coordinator's list as a file: what the screen shows, and no formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, timedelta

from flask import Flask

from app.core.db import db
from app.core.time import today
from app.core.workbook import Sheet, workbook
from app.dashboards.export import written
from app.demo import lives
from tests.dashboards.conftest import Browse
from tests.world import World


def test_the_file_holds_the_lines_of_the_screen(app: Flask, people: World, browse: Browse) -> None:
    with app.app_context():
        late = people.concern(lives.SENT, age=60)
        secret = people.concern(lives.SUBMITTED, age=60)
        references = [people.case("sekretaria", x).concern.reference for x in (late, secret)]
        db.session.rollback()
    answer = browse("koordinatorja").get("/desk/export.csv")
    assert answer.content_type == "text/csv; charset=utf-8" and answer.text.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(answer.text[1:]), delimiter=";"))
    assert [line[0] for line in lines[1:]] == references[:1], "not transmitted is not told"
    assert int(lines[1][6]) > 0
    assert (
        len(
            list(
                csv.reader(
                    io.StringIO(browse("koordinatorja").get("/desk/export.csv?rule=plan").text), delimiter=";"
                )
            )
        )
        == 1
    )
    assert browse("mira").get("/desk/export.csv").status_code == 404


def test_what_a_table_would_take_for_a_formula_stays_text() -> None:
    told = written([["=1+1", "+355", "-x", "@a", "\tb", "T-1", 7, -3]])
    assert next(csv.reader(io.StringIO(told[1:]), delimiter=";")) == [
        "'=1+1",
        "'+355",
        "'-x",
        "'@a",
        "'\tb",
        "T-1",
        "7",
        "-3",
    ]


def sheet_of(content: bytes, number: int = 1) -> tuple[str, list[str]]:
    """A sheet of a workbook as it is written, and the texts that its cells point to, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read(f"xl/worksheets/sheet{number}.xml").decode()
        shared = re.findall(r"<si><t[^>]*>(.*?)</t></si>", book.read("xl/sharedStrings.xml").decode(), re.S)
    return sheet, [shared[int(key)] for key in re.findall(r't="s"><v>(\d+)</v>', sheet)]


def test_a_workbook_holds_text_as_text_days_as_days_and_a_head_that_stays() -> None:
    typed = ["=1+1", "+355", "@a", "https://example.org", 7, date(2026, 11, 25), ""]
    sheet, texts = sheet_of(workbook([Sheet("Vonesa: [1]/2", ["Çfarë"] * 7, [typed])]))
    assert texts[7:] == typed[:4] and "<f>" not in sheet and "<hyperlink" not in sheet
    assert re.search(r'<c r="F2" s="\d+"><v>46351</v></c>', sheet), "the day, as office programs count days"
    assert 'topLeftCell="A2"' in sheet and 'state="frozen"' in sheet


def test_the_workbook_and_the_file_hold_the_same_lines_as_the_screen(
    app: Flask, people: World, browse: Browse
) -> None:
    with app.app_context():
        very, little = people.concern(lives.SENT, age=70), people.concern(lives.SENT, age=30)
        people.concern(lives.SUBMITTED, age=60)
        known = {x: people.case("sekretaria", x).concern.reference for x in (very, little)}
        db.session.rollback()
    client = browse("koordinatorja")
    for narrow, expected in (
        ("", [very, little]),
        ("?late=30", [very]),
        ("?late=90", []),
        ("?late=7", [very, little]),
    ):
        page = client.get(f"/desk{narrow}").text
        assert {x for x in known if x in page} == set(expected), narrow
        lines = list(
            csv.reader(io.StringIO(client.get(f"/desk/export.csv{narrow}").text[1:]), delimiter=";")
        )[1:]
        _, texts = sheet_of(client.get(f"/desk/export.xlsx{narrow}").data)
        assert [line[0] for line in lines] == [t for t in texts if t.startswith("T-")]
        assert [line[0] for line in lines] == [known[x] for x in expected]
    assert today() - timedelta(days=30) > date.fromisoformat(
        next(
            csv.reader(io.StringIO(client.get("/desk/export.csv?late=30").text.split("\n")[1]), delimiter=";")
        )[5]
    )
    rows = list(
        csv.reader(io.StringIO(client.get("/desk/export.csv?tab=institutions").text[1:]), delimiter=";")
    )
    assert [row[:2] for row in rows] == [
        ["Institucioni", "Me vonesë"],
        ["Qendra Kombëtare e Shërbimeve Sociale", "2"],
    ]
    figures = client.get("/desk/figures.xlsx").data
    assert "Qendra Kombëtare e Shërbimeve Sociale" in sheet_of(figures, 2)[1] and "T-20" not in str(
        sheet_of(figures, 2)[1]
    )
    for address in ("/desk/export.xlsx", "/desk/figures.xlsx"):
        assert browse("mira").get(address).status_code == 404
