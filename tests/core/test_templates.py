"""Templates are compiled for each language, and what they write is escaped."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale
from jinja2 import DictLoader
from markupsafe import Markup

from app.core.templates import Pages

TEMPLATE = """
{%- macro twice(words) %}{{ words }}{{ words }}{% endmacro -%}
{{ _("Sign out") }}|{{ said }}|{{ twice(said) }}|{{ 7 }}|{{ _("rec. %(number)s", number=said) }}|{{ _(key) }}"""


@pytest.fixture
def pages(app: Flask) -> Pages:
    """An environment of this one template, with the words of the application."""
    environment = Pages(app, loader=DictLoader({"page.html": TEMPLATE}), autoescape=True)
    environment.globals.update(app.jinja_env.globals)
    return environment


@pytest.mark.parametrize(
    ("language", "sign_out", "rec", "key"),
    [("sq", "Dilni", "rek. {}", "Po"), ("en", "Sign out", "rec. {}", "Yes")],
)
def test_a_page_is_in_the_language_in_force_and_its_values_are_escaped(
    app: Flask, pages: Pages, language: str, sign_out: str, rec: str, key: str
) -> None:
    for said, written in (("<b>&\"'", "&lt;b&gt;&amp;&#34;&#39;"), (Markup("<b>"), "<b>")):
        with app.test_request_context(), force_locale(language):
            page = pages.get_template("page.html").render(said=said, key="Yes")
        assert page.split("|") == [sign_out, written, written * 2, "7", rec.format(written), key]
