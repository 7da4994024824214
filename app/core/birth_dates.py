"""Finds exact birth dates: a whole date beside a word that makes it one. A date alone is only a date.

Works on text without accents (see identifiers._plain), in the two languages in which concerns are written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

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
