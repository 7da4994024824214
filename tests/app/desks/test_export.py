"""The coordinator's list as a file: what the screen shows, and no formula."""

from __future__ import annotations

import csv
import io

from flask import Flask

from app.core.db import db
from app.demo import lives
from app.web.desk.export import written
from tests.app.desks.conftest import Browse
from tests.world import World


def test_the_file_holds_the_lines_of_the_screen(app: Flask, people: World, browse: Browse) -> None:
    with app.app_context():
        late = people.concern(lives.SENT, age=60)
        secret = people.concern(lives.SUBMITTED, age=60)
        references = [people.case("sekretaria", x).concern.reference for x in (late, secret)]
        db.session.rollback()
    answer = browse("koordinatorja").get("/desk/export.csv")
    assert answer.content_type == "text/csv; charset=utf-8" and answer.text.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(answer.text[1:])))
    assert [line[0] for line in lines[1:]] == references[:1], "not transmitted is not told"
    assert int(lines[1][6]) > 0
    assert (
        len(list(csv.reader(io.StringIO(browse("koordinatorja").get("/desk/export.csv?rule=plan").text))))
        == 1
    )
    assert browse("mira").get("/desk/export.csv").status_code == 404


def test_what_a_table_would_take_for_a_formula_stays_text() -> None:
    told = written([["=1+1", "+355", "-x", "@a", "\tb", "T-1", 7, -3]])
    assert next(csv.reader(io.StringIO(told[1:]))) == [
        "'=1+1",
        "'+355",
        "'-x",
        "'@a",
        "'\tb",
        "T-1",
        "7",
        "-3",
    ]
