"""The Albanian catalogue is whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parents[2] / "app" / "translations"
PLACE = re.compile(r"%\(\w+\)[a-z]|%(?!\()")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (TRANSLATIONS / "sq" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="sq", abort_invalid=True)


def pairs(catalogue: Catalog) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """English and Albanian, each with its plural where it has one."""
    for message in catalogue:
        if message.id:
            english = message.id if isinstance(message.id, tuple) else (message.id,)
            yield (
                tuple(english),
                (message.string,) if isinstance(message.string, str) else tuple(message.string),
            )


def test_everything_is_translated(catalogue: Catalog) -> None:
    assert [
        english for english, albanian in pairs(catalogue) if not all(text.strip() for text in albanian)
    ] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_every_word_of_the_code_was_found(catalogue: Catalog) -> None:
    """What is translated within an f-string is not found by every version of Python that takes the words out."""
    lost = [
        (path.name, call.lineno, call.args[0].value)
        for path in sorted(TRANSLATIONS.parent.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "")
        in ("_", "_l", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext")
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in catalogue
    ]
    assert lost == []


def test_what_is_put_into_a_sentence_is_put_into_its_translation(catalogue: Catalog) -> None:
    wrong = [
        english
        for english, albanian in pairs(catalogue)
        for text in albanian
        if sorted(PLACE.findall(text)) != sorted(PLACE.findall(english[-1]))
    ]
    assert wrong == []


def test_blanks_around_a_sentence_are_kept(catalogue: Catalog) -> None:
    def around(text: str) -> tuple[bool, bool]:
        return text[:1].isspace(), text[-1:].isspace()

    wrong = [e for e, albanian in pairs(catalogue) for text in albanian if around(text) != around(e[0])]
    assert wrong == []
