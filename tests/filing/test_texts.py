"""Every text that a filing asks for is looked through, wiped and kept: none is forgotten in the list of them."""

from __future__ import annotations

from wtforms import StringField, TextAreaField

from app.concerns.filing_texts import TYPED
from app.filing.forms import PAGES


def test_each_text_of_the_pages_is_in_the_list() -> None:
    asked = {
        name
        for form in PAGES.values()
        for name in vars(form)
        if getattr(getattr(form, name), "field_class", None) in (StringField, TextAreaField)
    } - {"override_reason"}
    assert asked == set(TYPED)
