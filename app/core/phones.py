"""Finds telephone numbers: of the country, of others, those called one, and those written out in words.

Works on text without accents (see identifiers._plain). What a number is, the library knows; but people write one in
groups of any kind, and who would hide one writes it digit by digit, as words, or with a letter for a nought.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import (
    Leniency,
    PhoneNumber,
    PhoneNumberMatcher,
    PhoneNumberType,
    is_valid_number,
    number_type,
)

from app.core.country import COUNTRY

_GAP = r"[ .,;\-/\\()\[\]_|:*~=·•\n]{0,3}"
_ONE_GAP = r"[ .,;\-/\\_|:*~=·•]"
_BEFORE = r"(?:(?<![^\W_])|(?<=\btel)|(?<=\bcel)|(?<=\bmob)|(?<=\bnr))(?<!\+)"
_WORDS = (
    r"zero|nje|dy|tre|tri|kater|pese|gjashte|shtate|tete|nente"
    r"|oh|one|two|three|four|five|six|seven|eight|nine"
)
_HIDDEN = (
    # A mobile number of the country: +355, 00355, 355 or 0, then 6x and seven digits.
    re.compile(
        rf"{_BEFORE}(?:(?:\+ ?|00 ?)?355{_GAP}(?:\(?0\)?{_GAP})?|[0oO])6\d(?:{_GAP}\d){{7}}(?!\d)", re.ASCII
    ),
    # The same in pairs, and digit by digit: the gap is one and the same, which no date and no amount has.
    re.compile(rf"{_BEFORE}06(?P<pair>{_ONE_GAP})[6-9]\d(?:(?P=pair)\d\d){{3}}(?!\d)"),
    re.compile(
        rf"{_BEFORE}0(?P<one>{_ONE_GAP})(?:0(?P=one)3(?P=one)5(?P=one)5(?P=one))?"
        rf"6(?P=one)[6-9](?:(?P=one)\d){{7}}(?!\d)"
    ),
    # A number that is called one, without its zero. Short lines (116 111) are too short.
    re.compile(
        r"\b(?:tel|telefon\w{0,4}|cel|celular\w{0,4}|mob|mobil|mobile|phone|whatsapp\w{0,3}|viber\w{0,3})\b"
        r"[^\d\n+]{0,24}(?P<number>6[6-9](?:[ \-/()._]{0,2}\d){7})(?!\d)",
        re.IGNORECASE,
    ),
    # Said aloud: eight digits and more in words.
    re.compile(rf"\b(?:{_WORDS})(?:[ ,.;\-\n]{{1,3}}(?:{_WORDS})){{7,}}\b", re.IGNORECASE),
)
_OF_SOMEBODY = frozenset(
    {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
)


def phones(plain: str) -> Iterator[tuple[int, int]]:
    """Start and end of each."""
    yield from _dialled(plain)
    for pattern in _HIDDEN:
        for found in pattern.finditer(plain):
            yield found.span("number") if "number" in pattern.groupindex else found.span()


def _dialled(plain: str) -> Iterator[tuple[int, int]]:
    """As one dials them: from abroad by any country's rules, at home a line that there is, helplines apart.

    Without its zero a number could as well be an amount or that of a law.
    """
    for found in PhoneNumberMatcher(plain, COUNTRY, leniency=Leniency.POSSIBLE):
        written = found.raw_string.lstrip("(")
        abroad = written.startswith(("+", "00"))
        if abroad or (written.startswith("0") and _is_of_somebody(found.number)):
            yield found.start, found.end


def _is_of_somebody(number: PhoneNumber) -> bool:
    return is_valid_number(number) and number_type(number) in _OF_SOMEBODY
