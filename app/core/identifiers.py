"""Finds what could name a person in a text, so that its writer can mask it before it is filed.

Nothing here keeps, logs or returns the text that was found: a match is a kind and two positions. Every
pattern is bounded, so that the time grows with the length of the text and with nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.core.identifier_patterns import birth_dates, phones
from workflows.text import without_unseen

_SHORTEST_REASON = 3  # letters
MASK = "▇▇▇"  # the same for every kind and length, and a word in no language


class Kind(StrEnum):
    """What a found passage seems to be."""

    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    EMAIL = "email"
    PASSPORT = "passport"
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True, slots=True)
class Match:
    """A passage of the text, `start` included and `end` not, counted in characters."""

    kind: Kind
    start: int
    end: int


def find_identifiers(text: str) -> list[Match]:
    """All passages that look like an identifier, in order, none overlapping another."""
    plain, places = _plain(text)
    found: list[Match] = []
    for kind, passages in (
        (Kind.IDENTITY_NUMBER, _identity_numbers(plain)),
        (Kind.PASSPORT, _passports(plain)),
        (Kind.PHONE, phones(plain)),
        (Kind.EMAIL, _emails(plain)),
        (Kind.BIRTH_DATE, birth_dates(plain)),
    ):
        found += (Match(kind, places[start], places[end - 1] + 1) for start, end in passages)
    return _joined(found)


def is_in_words(reason: str) -> bool:
    """Whether a reason says something: blanks, dots and figures do not."""
    return sum(character.isalpha() for character in without_unseen(reason)) >= _SHORTEST_REASON


def mask(text: str, matches: Iterable[Match]) -> str:
    """The text with MASK for each match. Raises ValueError where a match lies outside the text."""
    parts, reached = [], 0
    for match in _joined(matches):
        if not 0 <= match.start < match.end <= len(text):
            raise ValueError("the match belongs to another text")
        parts += [text[reached : match.start], MASK]
        reached = match.end
    return "".join([*parts, text[reached:]])


def _joined(matches: Iterable[Match]) -> list[Match]:
    """Overlapping matches become one that covers them all, so that masking leaves no rest of either."""
    joined: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        last = joined[-1] if joined else None
        if last and match.start < last.end:
            joined[-1] = Match(last.kind, last.start, max(last.end, match.end))
        else:
            joined.append(match)
    return joined


def _plain(text: str) -> tuple[str, list[int] | range]:
    """The text as a keyboard without accents would type it, and where each of its characters came from.

    People paste from PDFs, tables and telephones: no-break spaces, soft hyphens, accents as separate
    characters and full-width digits would otherwise hide a number that everybody can read.
    """
    if text.isascii():
        return text.replace("\t", " "), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _plain_character(character)
        letters.append(plain)
        places += [place] * len(plain)
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Mn", "Me", "Cf"):
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if kind == "Pd":
        return "-"
    if character == "\t":
        return " "
    if unicodedata.decomposition(character).startswith(("<super>", "<sub>", "<fraction>")):
        return character  # a footnote's mark is no digit of the number before it
    return "".join(c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c) != "Mn")


# --- Albanian identity number ---
# Decade (0 to 9 for the 1800s, A to T from 1900), year, month (+50 for women, +30 and +80 for foreigners), day,
# three digits, check letter: the sum of each value times its position (both of the first two count once), modulo
# 23. Tried on the 100 published tax numbers in the tests of python-stdnum 2.2, which share the check: 95 agree,
# and the other five, whose remainder is 0, end in A where the rule says W. Cards that break the rule are reported.

LETTERS = "WABCDEFGHIJKLMNOPQRSTUV"
_S = r"[ .,\-/\\_|:*·•\n]{0,3}"
_NARROW = re.compile(r"(?:[^\W_]|[ \-](?![ \-]))+")
_IDENTITY_NUMBER = re.compile(
    rf"(?:(?<![A-Z0-9])|(?<=\bNID)|(?<=\bID))(?=(?P<number>[A-T0-9]{_S}\d{_S}(?:[0358]{_S}[1-9]|[1469]{_S}[0-2]){_S}"
    rf"(?:0{_S}[1-9]|[12]{_S}\d|3{_S}[01]){_S}\d{_S}\d{_S}\d{_S}[A-W])(?![A-Z0-9]))",
    re.IGNORECASE,
)
_IDENTITY_LABEL = re.compile(
    r"\b(?:nid|id|identitetit|personal|leternjoftim\w{0,3}|personal number|identity (?:number|card))"
    r"[ :.,#()\-]{0,4}(?:(?:nr|no|numri?|number)[ :.,#()\-]{1,4})?\Z",
    re.IGNORECASE,
)
_IDENTITY_LABEL_REACH = 40


def _identity_numbers(plain: str) -> Iterator[tuple[int, int]]:
    for candidate in _IDENTITY_NUMBER.finditer(plain):
        start, end = candidate.span("number")
        written = candidate["number"]
        number = re.sub(_S, "", written).upper()
        if number[0].isdigit() and not written[-2].isdigit() and written[-1].islower():
            continue  # "201 011 234 e …": an amount and the word after it
        if not (_NARROW.fullmatch(written) or (number[0].isalpha() and written.isupper())):
            continue  # "i 10.12.2024, e …": a date between two words
        if _checks(number) or _IDENTITY_LABEL.search(plain[max(0, start - _IDENTITY_LABEL_REACH) : start]):
            yield start, end  # where a label says what it is, a slip of the pen is no reason for silence


def check_letters(first_nine: str) -> str:
    """The letters that may close an identity number: one, or both that are in use for remainder zero."""
    values = (int(c) if c.isdigit() else LETTERS.index(c) for c in first_nine)
    total = sum(max(position, 1) * value for position, value in enumerate(values))
    return LETTERS[total % 23] if total % 23 else "WA"


def _checks(number: str) -> bool:
    return number[-1] in check_letters(number[:-1])


# --- E-mail ---

_TOP = r"(?:xn--[a-z0-9\-]{2,40}|[^\W\d_]{2,24})"
# with blanks around its dots an address has them around its sign as well: "shih @ zyra. Pastaj" is none
_DOMAIN = re.compile(
    rf"(?: ?@ ?(?:[\w\-]{{1,63}}\.){{1,8}}| @ (?:[\w\-]{{1,63}} \. ){{1,8}}){_TOP}(?![\w@])", re.IGNORECASE
)
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~.\-\"]{1,64}\Z")
_OPEN, _SHUT = r" ?[\[({<] ?", r" ?[\])}>] ?"
_DOT = rf"(?: ?\. ?|{_OPEN}(?:dot|pike?){_SHUT}| (?:dot|pike?) )"
# who would hide one: "ana (at) example.org", "ana at example dot org"
_SPELT = re.compile(
    rf"\b[\w+\-]{{1,64}}(?:{_DOT}[\w+\-]{{1,64}}){{0,3}}"
    rf"(?:{_OPEN}(?:at|et|te){_SHUT}(?:[\w\-]{{1,63}}{_DOT}){{1,4}}{_TOP}"
    rf"| (?:at|et|te) (?:[\w\-]{{1,63}}(?:{_OPEN}(?:dot|pike?){_SHUT}| (?:dot|pike?) )){{1,4}}{_TOP})\b",
    re.IGNORECASE,
)


def _emails(plain: str) -> Iterator[tuple[int, int]]:
    for domain in _DOMAIN.finditer(plain):
        before = plain[max(0, domain.start() - 64) : domain.start()]
        if local := _LOCAL.search(before):
            name = local[0].lstrip(".-_/=|'")  # the dots of a form's blank are no part of an address
            if name:
                yield domain.start() - len(name), domain.end()
    yield from (spelt.span() for spelt in _SPELT.finditer(plain))


# --- Passport ---

_PASSPORT = re.compile(r"\b(?:pasaport|passport)[a-z]{0,6}\b", re.IGNORECASE)
_PASSPORT_REACH = 40
_PASSPORT_CODE = re.compile(
    r"\b(?!NR|NO)(?:[A-Z][ ]?[A-Z]?[ \-./]?\d(?:[ \-./]?\d){5,7}|(?i:[A-Z0-9]{7,9}))\b"
)
_PASSPORT_NEXT = 8  # from one code to the next: "BA1234567 dhe BA7654321"
_PASSPORT_LENGTH = 12
_PASSPORT_DIGITS = 5


def _passports(plain: str) -> Iterator[tuple[int, int]]:
    """Codes that follow the word: Albania's two letters and seven digits, and those of other countries."""
    for label in _PASSPORT.finditer(plain):
        reached, reach = label.end(), _PASSPORT_REACH
        while code := _first_code(plain, reached, reached + reach):
            yield code
            reached, reach = code[1], _PASSPORT_NEXT


def _first_code(plain: str, start: int, end: int) -> tuple[int, int] | None:
    for code in _PASSPORT_CODE.finditer(plain, start, end + _PASSPORT_LENGTH):
        if code.start() <= end and sum(c.isdigit() for c in code[0]) >= _PASSPORT_DIGITS:
            return code.span()
    return None
