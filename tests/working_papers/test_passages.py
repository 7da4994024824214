"""Passages of a text and differences between two: nothing of either text is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.differences import Change, Piece, differences
from app.working_papers.drafts.passages import marked, places, replaced

WORDS = st.lists(st.sampled_from(["një", "dy", "tri", ",", ".", " ", "\n", "ë"]), max_size=25).map("".join)


@given(WORDS, WORDS)
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(p.text for p in pieces if p.change is not Change.NEW) == before
    assert "".join(p.text for p in pieces if p.change is not Change.GONE) == after
    if before == after:
        assert {p.change for p in pieces} <= {Change.SAME}


def test_words_that_change_together_are_read_together() -> None:
    assert differences("open a new shelter now", "open two small shelters now") == [
        Piece(Change.SAME, "open "),
        Piece(Change.GONE, "a new shelter"),
        Piece(Change.NEW, "two small shelters"),
        Piece(Change.SAME, " now"),
    ]


@given(WORDS, st.dictionaries(st.sampled_from("abc"), WORDS, max_size=3))
def test_marking_loses_no_letter_and_marks_each_passage(text: str, passages: dict[str, str]) -> None:
    pieces = marked(text, passages)
    assert "".join(piece.text for piece in pieces) == text
    for key, passage in passages.items():
        assert any(key in piece.keys for piece in pieces) == bool(places(passage, text))


@given(WORDS, WORDS, WORDS)
def test_a_passage_gives_way_only_where_it_stands_once(before: str, passage: str, after: str) -> None:
    text = before + passage + after
    if len(places(passage, text)) == 1:
        start, end = places(passage, text)[0]
        assert replaced(text, passage, "X") == text[:start] + "X" + text[end:]
    else:
        assert replaced(text, passage, "X") is None


def test_blanks_do_not_matter() -> None:
    assert replaced("one  two\nthree", " two three ", "four") == "one  four"
    assert places("", "anything") == []
