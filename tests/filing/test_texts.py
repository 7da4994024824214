"""Every text that a filing asks for is looked through, wiped and kept: none is forgotten in the list of them."""

from __future__ import annotations

from wtforms import StringField, TextAreaField

from app.concerns.filing_texts import FILED, TEXTS, TYPED
from app.concerns.models import Concern
from app.filing.forms import PAGES


def test_each_text_of_the_pages_is_in_the_list() -> None:
    asked = {
        name
        for form in PAGES.values()
        for name in vars(form)
        if getattr(getattr(form, name), "field_class", None) in (StringField, TextAreaField)
    } - {"override_reason"}
    assert asked == set(TYPED)


def test_each_text_that_is_kept_apart_of_the_filing_is_in_the_list() -> None:
    apart = {column.key for column in Concern.__mapper__.column_attrs if column.group == "filing"}
    assert apart <= set(TYPED) and set(FILED) - set(TEXTS) == {"institutions_text"}
