"""Finds exact birth dates and telephone numbers in a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from phonenumbers import (
    Leniency,
    PhoneNumber,
    PhoneNumberMatcher,
    PhoneNumberType,
    is_valid_number,
    number_type,
)

from app.core.country import COUNTRY

_MONTH = (
    r"(?:janar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nentor|dhjetor"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|shk|mar|pri|apr|qer|jun|kor|jul|gus|aug|sht|sept|sep|tet|oct|nen|nov|dhj|dec)(?:i|it|in|ut)?\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_LONG_YEAR = r"(?:19|20)\d\d"
_CUT = r" ?[./\-] ?"
_ANY_CUT = r"[ ,./\-_\\|:·•]{1,3}"  # where the year is a long one
_NUMBER = (
    r"(?:(?:nje|dy|tre|tri|kater|pese|gjashte|shtate|tete|nente)(?:mbedhjete|qind|dhjete|mije)?|dhjete|njezet|dyzet"
    r"|mije|(?:four|six|seven|eigh|nine)(?:teen|ty)|thirteen|fifteen|twenty|thirty|forty|fifty|hundred|thousand"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w{3,5}teenth|\w{4,5}tieth)"
)
_NUMBERS = rf"{_NUMBER}(?:(?:[ \-]|,? (?:e|and) ){_NUMBER})"  # as often as is said behind it
_ROMAN = r"(?:I{1,3}|IV|VI{0,3}|IX|XI{0,2})"
_DATE = re.compile(
    rf"(?<![\d./])(?:{_DAY}{_CUT}{_DAY}{_CUT}{_YEAR}"
    rf"|{_DAY}{_ANY_CUT}(?:{_DAY}|{_ROMAN}){_ANY_CUT}{_LONG_YEAR}"
    rf"|{_LONG_YEAR}{_ANY_CUT}{_DAY}{_ANY_CUT}{_DAY}"
    rf"|{_DAY}(?:st|nd|rd|th)?[ \-./]{{1,2}}(?:of |te )?(?:muajit )?{_MONTH}[ \-,./]{{1,2}}(?:te |i )?(?:vitit )?"
    rf"(?:{_LONG_YEAR}|'?\d\d)"
    rf"|{_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_LONG_YEAR}"
    rf"|(?:{_DAY}|\b{_NUMBERS}{{0,2}}) (?:of |te )?(?:muajit )?{_MONTH},? (?:te |i )?(?:vitit )?"
    rf"(?:{_LONG_YEAR}|{_NUMBERS}{{1,6}}\b)"
    rf"|{_MONTH} (?:the )?(?:{_DAY}(?:st|nd|rd|th)?|{_NUMBERS}{{0,2}}),? (?:{_LONG_YEAR}|{_NUMBERS}{{1,6}}\b))(?!\d)",
    re.IGNORECASE,
)
_CLOSED_UP = re.compile(r"[ :.\-]{1,4}(?P<date>(?:\d{4}(?:19|20)\d\d|(?:19|20)\d{6}))(?!\d)")

# A field's name says that a date of birth follows; a verb may speak of a duty or a need that "was born".
_FIELD = re.compile(
    r"\b(?:dat(?:e ?|a e )?lindj\w{0,3}|dite ?lindj\w{0,3}|(?:dat|dit)\w{1,2} (?:e |se )?lindjes"
    r"|dt\.? ?(?:e )?lindjes|dtl\b\.?|lindja(?= ?:)|dates? of birth|birth ?dates?|birthday|d\.?o\.?b\b\.?)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:lindur(?:it|i|a|ve)?|(?:u|ka|kam|ishte) lind(?:i|ur)?|lindi(?= (?:me|ne|dt|date)\b)|born)\b",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"\b(?:detyrim|nevoj|konflikt|mosmarreveshj|problem|dyshim|pretendim|kontrat|marredheni|[et] drejta"
    r"|nism|iniciativ|projekt|rrjet|organizat|ide|idea|duty|need|obligation|right|dispute|initiative|project"
    r"|network)\w{0,5}(?: \w{1,8}){0,2} ?\Z",
    re.IGNORECASE,
)
_OTHER_DATE = re.compile(
    r"\b(?:ligj|vendim|vkm|udhezim|urdher|neni|law|act|decision|order|regist|regjist)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?;][ \n]+[A-Z]|\n\n")
_ONLY_BETWEEN_DATES = re.compile(r"[ ,;/\n]{0,3}(?:dhe|ose|e|and|or)?[ \n]{0,2}", re.IGNORECASE)
_FIELD_AFTER = re.compile(
    rf"[ (,\-:]{{0,4}}(?:{_FIELD.pattern}|\(?(?:[ei] |te )?(?:lindur|born)(?=[ \n]?(?:[),.;]|\Z)))",
    re.IGNORECASE,
)

_REACH = 40  # from "e lindur" to the date, over a place: "në Bajram Curri, Tropojë, më"
_BEFORE = 40

Span = tuple[int, int]


def birth_dates(plain: str) -> Iterator[Span]:
    """Start and end of each exact date of birth."""
    dates = [date.span() for date in _DATE.finditer(plain)]
    for field in _FIELD.finditer(plain):
        yield from _dates_after(plain, field.end(), dates)
        if closed_up := _CLOSED_UP.match(plain, field.end()):
            yield closed_up.span("date")
    for verb in _VERB.finditer(plain):
        after = list(_dates_after(plain, verb.end(), dates))
        if after and _speaks_of_a_person(plain, verb.start(), verb.end(), after[0][0]):
            yield from after
    for start, end in dates:
        if _FIELD_AFTER.match(plain, end):
            yield start, end


def _dates_after(plain: str, start: int, dates: Sequence[Span]) -> Iterator[Span]:
    """The first date within reach in the same sentence, and those that an "and" joins to it."""
    at = bisect_left(dates, (start, 0))
    if at == len(dates) or dates[at][0] > start + _REACH or _SENTENCE_END.search(plain, start, dates[at][0]):
        return
    yield dates[at]
    while at + 1 < len(dates) and _ONLY_BETWEEN_DATES.fullmatch(plain, dates[at][1], dates[at + 1][0]):
        at += 1
        yield dates[at]


def _speaks_of_a_person(plain: str, start: int, end: int, date: int) -> bool:
    """Whether "born" at [start, end) says when a person was, and not a duty, nor when a law was passed."""
    return not (
        _NO_PERSON.search(plain[max(0, start - _BEFORE) : start]) or _OTHER_DATE.search(plain, end, date)
    )


_GAP = r"[ .,;\-/\\()\[\]_|:*~=·•\n]{0,3}"
_ONE_GAP = r"[ .,;\-/\\_|:*~=·•]"
_BEFORE_A_NUMBER = r"(?:(?<![^\W_])|(?<=\btel)|(?<=\bcel)|(?<=\bmob)|(?<=\bnr))(?<!\+)"
_WORDS = (
    r"zero|nje|dy|tre|tri|kater|pese|gjashte|shtate|tete|nente"
    r"|oh|one|two|three|four|five|six|seven|eight|nine"
)
_HIDDEN = (
    # A mobile number of the country: +355, 00355, 355 or 0, then 6x and seven digits.
    re.compile(
        rf"{_BEFORE_A_NUMBER}(?:(?:\+ ?|00 ?)?355{_GAP}(?:\(?0\)?{_GAP})?|[0oO])6\d(?:{_GAP}\d){{7}}(?!\d)",
        re.ASCII,
    ),
    # The same in pairs, and digit by digit: the gap is one and the same, which no date and no amount has.
    re.compile(rf"{_BEFORE_A_NUMBER}06(?P<pair>{_ONE_GAP})[6-9]\d(?:(?P=pair)\d\d){{3}}(?!\d)"),
    re.compile(
        rf"{_BEFORE_A_NUMBER}0(?P<one>{_ONE_GAP})(?:0(?P=one)3(?P=one)5(?P=one)5(?P=one))?"
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
