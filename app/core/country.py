"""The calendar of Albania: the library's holidays, corrected by dates that the installation keeps itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

import holidays

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
