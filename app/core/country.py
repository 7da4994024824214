"""Albania: its holidays, corrected by what the installation knows better, its counties, the order of its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

import holidays

from workflows.text import without_unseen
from workflows.workdays import Calendar

COUNTRY = "AL"
LANGUAGE = "sq"


class OwnKind(StrEnum):
    """What an own date is; a `working` one lifts a weekend or a holiday of the library."""

    HOLIDAY = "holiday"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class OwnDate:
    """One announced date: a bridge day, a Bajram as decided, a weekend worked in exchange.

    It stands for itself: nothing is shifted to a Monday.
    """

    date: date
    kind: OwnKind
    name: str = ""


def build_calendar(years: range, own: Iterable[OwnDate]) -> Calendar:
    """The calendar of these years; where own dates contradict each other the last one holds."""
    by_date = {row.date: row for row in own}
    announced = {day: row.name for day, row in by_date.items() if row.kind == OwnKind.HOLIDAY}
    worked = frozenset(day for day, row in by_date.items() if row.kind == OwnKind.WORKING)
    return Calendar(holidays={**_national(years), **announced}, working_days=worked)


@lru_cache(maxsize=8)
def _national(years: range) -> Mapping[date, str]:
    """Public holidays with their Monday shifts; the library names them in its default language if need be."""
    found = holidays.country_holidays(COUNTRY, years=years, language=LANGUAGE)
    # A plain copy: the library's own mapping grows by whole years whenever it is asked for another one.
    return MappingProxyType(dict(found.items()))


class County(StrEnum):
    """The 12 counties (qarqe); `national` where the matter has no one place."""

    BERAT = "berat"
    DIBER = "diber"
    DURRES = "durres"
    ELBASAN = "elbasan"
    FIER = "fier"
    GJIROKASTER = "gjirokaster"
    KORCE = "korce"
    KUKES = "kukes"
    LEZHE = "lezhe"
    SHKODER = "shkoder"
    TIRANE = "tirane"
    VLORE = "vlore"
    NATIONAL = "national"


# ç after c, dh after d, ë after e, and so on: 36 letters.
LETTERS = "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v x xh y z zh".split()
LONGEST_KEY = 400  # that its column holds
_ORDER = {letter: chr(0x100 + place) for place, letter in enumerate(LETTERS)}


def sort_key(text: str) -> str:
    """A key that sorts by bytes as the text sorts in Albanian; what nobody sees makes no difference."""
    text = " ".join(unicodedata.normalize("NFC", without_unseen(text)).casefold().split())
    key, at = [], 0
    while at < len(text):
        for width in (2, 1):
            letter = text[at : at + width]
            if letter in _ORDER:
                key.append(_ORDER[letter])
                break
        else:
            width = 1
            key.append(text[at])
        at += width
    return "".join(key)[:LONGEST_KEY]


def folded(text: str) -> str:
    """Small letters without marks, to find ë by e and ç by c."""
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", without_unseen(text).casefold())
        if not unicodedata.combining(c)
    )
