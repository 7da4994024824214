"""What counts as text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.text import lines, one_line, shows, without_unseen

UNSEEN = (
    *"\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2063\u2066\u2069",
    *"\u2800\u3164\ufe0f\ufeff\uffa0\U000e0041\U000e0100",
)
BLANKS = (*" \t\r\n\u00a0\u1680\u2003\u2007\u2009\u200a\u2028\u2029\u202f\u205f\u3000",)
CONTROLS = tuple(
    map(chr, (*range(0, 9), *range(11, 13), *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF, 0xFDD0))
)
SEEN = ("a", "ë", "Ж", "中", "7", ".", "–", "👍", "🇦🇱", "□", "▇", "ا", "a\u0301")


@pytest.mark.parametrize("sign", [*UNSEEN, *BLANKS, *CONTROLS], ids=lambda sign: f"{ord(sign):04x}")
def test_what_nobody_sees_is_no_text(sign):
    for text in (sign, sign * 3, f" {sign} ", f"{sign}\u200b\u00a0"):
        assert not shows(text) and lines(text) == one_line(text) == ""


@pytest.mark.parametrize("sign", SEEN)
def test_what_is_seen_is_text(sign):
    for text in (sign, f"\u200b{sign}", f" {sign}\n"):
        assert shows(text) and lines(text).strip() and one_line(text)


@given(st.text())
def test_what_is_kept_is_kept_once_and_for_all(text):
    for clean in (lines, one_line):
        kept = clean(text)
        assert clean(kept) == kept
        assert bool(kept) == shows(text) == shows(kept)
        assert not any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in kept)


@given(st.text())
def test_one_line_is_one_line(text):
    kept = one_line(text)
    assert len(kept.splitlines()) <= 1 and kept == kept.strip()


@given(
    st.text(
        st.characters(
            categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u2800\u3164\u115f\u1160\uffa0"
        )
    )
)
def test_words_stay_as_they_were_typed(text):
    if shows(text):
        assert lines(text) == text and one_line(text) == text.strip()


def test_breaks_of_word_processors_are_breaks():
    assert (
        lines("një\x0bdy\u2028tre\rkatër\r\npesë\x0cgjashtë\x85shtatë")
        == "një\ndy\ntre\nkatër\r\npesë\ngjashtë\nshtatë"
    )
    assert one_line("Ana\r\nBcc: x@example.org") == "Ana Bcc: x@example.org"


@given(st.text("abcë "), st.sampled_from(tuple(c for c in UNSEEN if c != "\u2800")), st.integers(0, 9))
def test_what_nobody_sees_splits_no_word(text, sign, place):
    assert without_unseen(text[:place] + sign + text[place:]) == text
