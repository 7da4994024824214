"""Numbers as people write them."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from app.core.numbers import NoNumber, TwoReadings, read_number

SIGN = {"sq": ",", "en": "."}
THREE_PLACES = st.decimals(-(10**9), 10**9, places=3)


@given(THREE_PLACES, st.sampled_from(sorted(SIGN)))
def test_a_number_is_read_as_the_page_writes_it(number, language):
    assert read_number(format_decimal(number, locale=language), SIGN[language]) == number


@given(THREE_PLACES, st.sampled_from(",."), st.sampled_from([*" \t\u00a0\u2007\u2009\u202f\u200b\u3000"]))
def test_blanks_of_every_kind_group(number, decimal, blank):
    written = f"{number:,f}".replace(",", blank).replace(".", decimal)
    assert read_number(f" {written} ", decimal) == number


@given(st.text())
def test_whatever_is_typed_is_a_number_or_none(text):
    for decimal in ",.":
        try:
            assert read_number(text, decimal).is_finite()
        except NoNumber:
            continue


@pytest.mark.parametrize(
    ("written", "albanian", "english"),
    [
        ("1200", "1200", "1200"),
        ("1 200", "1200", "1200"),
        ("1.234,5", "1234.5", "1234.5"),
        ("1,234.5", "1234.5", "1234.5"),
        ("1,5", "1.5", "1.5"),
        ("1.5", "1.5", "1.5"),
        ("0.125", "0.125", "0.125"),
        ("0,125", "0.125", "0.125"),
        ("1,200", "1.2", "1200"),
        ("1.200", "two", "1.2"),
        ("1.234.567", "1234567", "1234567"),
        ("1,234,567", "1234567", "1234567"),
        ("1\u00a0234\u202f567,25", "1234567.25", "1234567.25"),
        ("-3,25", "-3.25", "-3.25"),
        ("\u22123", "-3", "-3"),
        (",5", "0.5", "0.5"),
        ("12.34,5", None, None),
        ("1.2.3", None, None),
        ("1,23,456", None, None),
        ("1,234,5", None, None),
        ("--1", None, None),
        ("+", None, None),
        ("", None, None),
        (",", None, None),
        ("NaN", None, None),
        ("Infinity", None, None),
        ("1e9", None, None),
        ("²", None, None),
        ("1_200", None, None),
        ("9" * 41, None, None),
    ],
)
def test_each_way_of_writing(written, albanian, english):
    for decimal, expected in ((",", albanian), (".", english)):
        if expected is None:
            with pytest.raises(NoNumber):
                read_number(written, decimal)
        elif expected == "two":
            with pytest.raises(TwoReadings):
                read_number(written, decimal)
        else:
            assert read_number(written, decimal) == Decimal(expected)
