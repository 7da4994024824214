"""One folder of compiled templates serves both languages, and each shows its own words; what they write is escaped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from markupsafe import Markup

from app import create_app
from app.core.language import in_language
from config import Settings
from tests.databases import only_sqlite

TEMPLATE = """
{%- macro twice(words) %}{{ words }}{{ words }}{% endmacro -%}
{{ _("Sign out") }}|{{ said }}|{{ twice(said) }}|{{ 7 }}|{{ _("rec. %(number)s", number=said) }}|{{ _(key) }}"""
SIGN_IN = {"sq": "Hyni", "en": "Sign in"}


@pytest.mark.parametrize(
    ("language", "sign_out", "rec", "key"),
    [("sq", "Dilni", "rek. {}", "Po"), ("en", "Sign out", "rec. {}", "Yes")],
)
def test_a_page_is_in_the_language_in_force_and_its_values_are_escaped(
    app: Flask, language: str, sign_out: str, rec: str, key: str
) -> None:
    for said, written in (("<b>&\"'", "&lt;b&gt;&amp;&#34;&#39;"), (Markup("<b>"), "<b>")):
        with app.test_request_context(), in_language(language):
            page = render_template_string(TEMPLATE, said=said, key="Yes")
        assert page.split("|") == [sign_out, written, written * 2, "7", rec.format(written), key]


# --- the folder of compiled templates ------------------------------------------------


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, compiled_templates=str(tmp_path / "compiled"))


class Newer:
    """A catalogue with other words."""

    def ugettext(self, msgid: str) -> str:
        return f"{msgid}, as said anew"


def _sign_in_page(app: Flask, language: str) -> str:
    """The page for strangers, as a browser of this language asks for it."""
    answer = app.test_client().get("/sign-in", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.text


@only_sqlite
@pytest.mark.parametrize(("first", "then"), [("sq", "en"), ("en", "sq")])
def test_a_warm_folder_shows_each_language_its_own_words(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, first: str, then: str
) -> None:
    for language in (first, then):  # fills the folder
        assert SIGN_IN[language] in _sign_in_page(app, language)
    other = create_app(settings)
    monkeypatch.setattr(other.jinja_env, "compile", lambda *_args, **_: pytest.fail("compiled anew"))
    for language in (then, first):
        page = _sign_in_page(other, language)
        assert f'lang="{language}"' in page
        assert [word for word in SIGN_IN.values() if word in page] == [SIGN_IN[language]]


@only_sqlite
def test_other_words_are_compiled_anew(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SIGN_IN["sq"] in _sign_in_page(app, "sq")
    monkeypatch.setattr("app.core.templates.catalogue_mark", lambda: "newer")
    other = create_app(settings)
    monkeypatch.setattr("app.core.translated_templates.catalogue", lambda _language: Newer())
    assert ", as said anew" in _sign_in_page(other, "sq")


def test_whatever_the_reader_speaks_a_template_is_compiled_in_its_own_language(app: Flask) -> None:
    """Or the first reader's language would be everybody's: Jinja works out at once what is given constants only."""
    pages = app.jinja_env
    assert pages.loader is not None
    for name in pages.list_templates():
        compiled = set()
        for language in ("sq", "en"):
            with app.test_request_context(), in_language(language):
                source, file, _ = pages.loader.get_source(pages, name)
                compiled.add(pages.compile(source, name, file, raw=True))
        assert len(compiled) == 1, name


@only_sqlite
def test_pages_are_shown_where_nothing_can_be_kept(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "full").write_text("no folder")
    app = create_app(replace(settings, compiled_templates=str(tmp_path / "full" / "compiled")))
    assert SIGN_IN["sq"] in _sign_in_page(app, "sq")
