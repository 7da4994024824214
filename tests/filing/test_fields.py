"""What a filing asks for, by hand: page, kind, whether it is needed, who reads it; and that all is made from that."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import String, Text
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from app.concerns.filing_fields import FIELDS, FILED, NARRATIVE, PAGE_OF, TYPED, missing_fields
from app.concerns.models import Concern
from app.concerns.vocabulary import Extent
from app.filing.forms import FORMS, OPTIONAL, PAGES
from app.process.refusal_labels import MISSING
from tests.databases import only_sqlite

# name: page, kind, needed (always, of what, or never), most signs of a line
ASKED = {
    "title": ("what", "line", "always", 200),
    "narrative": ("what", "text", "always", 0),
    "where_when": ("what", "text", "always", 0),
    "duty": ("what", "text", "always", 0),
    "how_known": ("what", "text", "always", 0),
    "subject": ("subject", "list", "always", 0),
    "exploitation": ("subject", "list", "never", 0),
    "affected": ("subject", "ticks", "never", 0),
    "extent": ("subject", "one", "always", 0),
    "frequency": ("subject", "line", "never", 200),
    "case_range": ("subject", "one", "of a pattern", 0),
    "institutions": ("where", "institutions", "always", 0),
    "new_institution": ("where", "line", "never", 200),
    "new_institution_kind": ("where", "one", "never", 0),
    "county": ("where", "list", "always", 0),
    "municipality": ("where", "line", "never", 80),
    "period_from": ("where", "day", "always", 0),
    "period_to": ("where", "day", "of a pattern", 0),
    "ongoing": ("where", "box", "never", 0),
    "urgent": ("urgency", "yes_no", "never", 0),
    "urgency_reason": ("urgency", "text", "of what is urgent", 0),
    "danger_reported": ("stop", "confirmation", "never", 0),
    "coordinator_told": ("stop", "box", "never", 0),
    "source": ("source", "one", "always", 0),
    "first_hand": ("source", "yes_no", "always", 0),
    "tried": ("source", "text", "never", 0),
    "asks_for": ("source", "text", "always", 0),
    "naming": ("source", "one", "always", 0),
    "level": ("source", "one", "never", 0),
    "unidentifiable": ("source", "box", "never", 0),
}
MARKED_OPTIONAL = """exploitation affected frequency new_institution new_institution_kind municipality period_to
    urgency_reason tried""".split()
LOOKED_THROUGH = """title narrative where_when duty how_known frequency new_institution municipality urgency_reason
    tried asks_for""".split()
READ_WITH_THE_NARRATIVE = (
    "narrative where_when duty how_known municipality urgency_reason tried asks_for".split()
)


class Empty(SimpleNamespace):
    """A draft into which nothing was put but what is named."""

    def __getattr__(self, name: str) -> None:
        return None


def lacking(**given: Any) -> set[str]:
    empty: Any = Empty(ongoing=False, urgent=False, level="group", unidentifiable=False, **given)
    return set(missing_fields(empty))


def needed(how: str) -> set[str]:
    return {name for name, (_page, _kind, when, _most) in ASKED.items() if when == how}


def test_each_field_stands_on_its_page_in_this_order() -> None:
    order = ["what", "subject", "where", "urgency", "stop", "source"]
    assert [f.name for f in FIELDS] == list(ASKED)
    assert {name: str(page) for name, page in PAGE_OF.items()} == {n: row[0] for n, row in ASKED.items()}
    assert {f.name: f.asks.value for f in FIELDS} == {n: row[1] for n, row in ASKED.items()}
    assert list(FORMS) == order and list(PAGES) == [page for page in order if page != "stop"]
    assert set(MARKED_OPTIONAL) == OPTIONAL


def test_what_is_needed_depends_on_what_it_is_about() -> None:
    always = needed("always")
    assert lacking() == always
    assert lacking(extent=Extent.PATTERN) == always - {"extent"} | needed("of a pattern")
    assert "period_to" not in lacking(extent=Extent.PATTERN, period_to=date(2026, 1, 2))
    assert {*lacking(period_from=date(2026, 2, 1), period_to=date(2026, 1, 1))} - always == {"period_order"}
    assert lacking(urgency_reason="  ") == always


@pytest.mark.usefixtures("app")
@only_sqlite
def test_of_what_goes_on_no_end_and_of_what_is_urgent_a_reason_is_needed(app: Flask) -> None:
    going_on: Any = Empty(extent=Extent.PATTERN, ongoing=True, urgent=True)
    assert "period_to" not in missing_fields(going_on) and "urgency_reason" in missing_fields(going_on)
    assert all(name in MISSING for name in missing_fields(going_on)), "each has its words"


def test_every_text_is_looked_through_and_the_narrative_is_searched_by_itself() -> None:
    assert list(TYPED) == [name for name in ASKED if name in LOOKED_THROUGH]
    assert set(FILED) == {*LOOKED_THROUGH, "institutions_text"}
    assert set(NARRATIVE) == set(READ_WITH_THE_NARRATIVE)
    texts = {
        name
        for form in FORMS.values()
        for name in vars(form)
        if getattr(getattr(form, name), "field_class", None) in (StringField, TextAreaField)
    } - {"override_reason"}
    assert texts == set(TYPED), "of the forms"


@only_sqlite
def test_a_line_is_no_longer_than_its_column(app: Flask) -> None:
    columns = Concern.__table__.columns
    with app.test_request_context():
        for name, (page, kind, _when, most) in ASKED.items():
            if kind == "line":
                assert isinstance(columns[name].type, String) and columns[name].type.length == most, name
                bounds = [v.max for v in FORMS[page](formdata=None)[name].validators if isinstance(v, Length)]
                assert bounds == [most], name
            elif kind == "text":
                assert isinstance(columns[name].type, Text), name
            elif name != "institutions":
                assert name in columns, name
