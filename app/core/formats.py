"""Dates, times, numbers and sizes as people read them. Called dozens of times on a page, so results are kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

import holidays
from babel import dates, numbers
from flask import Flask

from app.core.country import COUNTRY, LANGUAGE
from app.core.labels import label, said
from app.core.language import current_language, init_language, ngettext
from app.core.language import translate as _
from app.core.time import ZONE, local_day, today
from workflows.periods import Unit

__all__ = (
    "current_language",
    "day",
    "day_brief",
    "day_short",
    "days_late",
    "days_left",
    "filesize",
    "holiday",
    "init_formats",
    "init_language",
    "largest_shift",
    "moment",
    "moment_in",
    "month_short",
    "month_year",
    "moved_words",
    "number",
    "period",
    "time_of_day",
)

# Written out, because Babel's own short dates have years of two digits and its Albanian times twelve hours.
DAY, DAY_SHORT, MONTH, MONTH_SHORT, TIME = "d MMMM y", "d MMMM", "LLLL y", "LLL", "%H:%M"
KIB = 1024
YEARS_OF_HOLIDAYS = 8


def init_formats(app: Flask) -> None:
    """Give every template these functions as filters."""
    for filter_ in (
        day,
        day_brief,
        day_short,
        month_short,
        month_year,
        moment,
        time_of_day,
        number,
        filesize,
        days_late,
        days_left,
        holiday,
        moved_words,
        last_day,
        iso_day,
        paragraphs,
    ):
        app.add_template_filter(filter_)
    app.add_template_filter(_label_in_template, "label")
    app.add_template_global(period)


def _label_in_template(member: StrEnum | None) -> str:
    """As `label`, in the language in force: a page says the same few words over and over."""
    return "" if member is None else said(current_language(), member)


def day(value: date | datetime | None) -> str:
    """`5 nëntor 2026`; of an instant the local day."""
    return "" if value is None else _day(current_language(), _local(value), DAY)


def day_brief(value: date | datetime | None) -> str:
    """`5 nëntor`; with its year where that is not this one."""
    if value is None:
        return ""
    on = _local(value)
    return _day(current_language(), on, DAY_SHORT if on.year == today().year else DAY)


def day_short(value: date | datetime | None) -> str:
    """`5 nëntor`."""
    return "" if value is None else _day(current_language(), _local(value), DAY_SHORT)


def month_year(value: date) -> str:
    """`Nëntor 2026`, as a heading."""
    said = _day(current_language(), value, MONTH)
    return said[:1].upper() + said[1:]


def month_short(value: date) -> str:
    """`nën`, below a mark of a chart."""
    return _day(current_language(), value, MONTH_SHORT).rstrip(".")


def last_day(value: datetime | None) -> str:
    """The last day before this instant: what ends at midnight ends with the day before."""
    return "" if value is None else day(value - timedelta(seconds=1))


def iso_day(value: str | None) -> str:
    """A day that is kept as JSON."""
    return day(date.fromisoformat(value)) if value else ""


def moment(value: datetime | None) -> str:
    """`19 nëntor 2026, 16:40`, in the country's zone."""
    return "" if value is None else moment_in(current_language(), value)


def moment_in(language: str, value: datetime) -> str:
    """The same in this language, where many are told."""
    there = _aware(value).astimezone(ZONE)
    return f"{_day(language, there.date(), DAY)}, {there.strftime(TIME)}"


def paragraphs(text: str) -> list[str]:
    """The parts of a text that empty lines set apart."""
    return [part for part in map(str.strip, text.replace("\r\n", "\n").split("\n\n")) if part]


def time_of_day(value: datetime | None) -> str:
    """`16:40`, in the country's zone."""
    return "" if value is None else _aware(value).astimezone(ZONE).strftime(TIME)


def number(value: int | float | Decimal) -> str:
    """`1 234 567,5`."""
    return _number(current_language(), value)


def filesize(size: int) -> str:
    """Of bytes, `340 KB` or `1,2 MB`: nothing that is there is 0."""
    if size < KIB * KIB:
        return f"{number(-(-size // KIB))} KB"
    return f"{number(round(size / (KIB * KIB), 1))} MB"


def days_late(late: int) -> str:
    """`3 ditë vonesë`; calendar days."""
    return str(ngettext("%(num)s day late", "%(num)s days late", late))


def largest_shift(working_days: int, calendar_days: int) -> str:
    """`2 ditë pune (4 ditë)`; nothing where nothing moves."""
    if not calendar_days:
        return ""
    return f"{period(working_days, Unit.WORKING_DAYS)} ({period(calendar_days, Unit.CALENDAR_DAYS)})"


def moved_words(times: int, days: int) -> str:
    """`shtyrë 3 herë, me 74 ditë`; nothing for a date that stands as it was promised."""
    if not times:
        return ""
    said = str(ngettext("moved %(num)s time", "moved %(num)s times", times))
    by = str(ngettext("by %(num)s day", "by %(num)s days", days))
    return f"{said}, {by}" if days else said


def days_left(left: int) -> str:
    """`edhe 9 ditë`; calendar days, as what is late. On the due day itself none is left."""
    if not left:
        return _("due today")
    return str(ngettext("%(num)s day left", "%(num)s days left", left))


def period(amount: int, unit: Unit | str) -> str:
    """`20 ditë pune`: how long a rule gives."""
    match Unit(unit):
        case Unit.WORKING_DAYS:
            return str(ngettext("%(num)s working day", "%(num)s working days", amount))
        case Unit.CALENDAR_DAYS:
            return str(ngettext("%(num)s calendar day", "%(num)s calendar days", amount))
        case Unit.MONTHS:
            return str(ngettext("%(num)s month", "%(num)s months", amount))
        case Unit.BY_DATE:
            return str(label(Unit.BY_DATE))


def holiday(name: str) -> str:
    """A holiday of the library in the language in force; an own date as the installation named it."""
    if current_language() == LANGUAGE:
        return name
    return _english_holidays(today().year).get(name, name)


def _local(value: date | datetime) -> date:
    return local_day(_aware(value)) if isinstance(value, datetime) else value


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant


@lru_cache(maxsize=4096)
def _day(language: str, value: date, pattern: str) -> str:
    return dates.format_date(value, pattern, locale=language)


@lru_cache(maxsize=4096)
def _number(language: str, value: int | float | Decimal) -> str:
    return numbers.format_decimal(value, locale=language)


@lru_cache(maxsize=2)
def _english_holidays(year: int) -> dict[str, str]:
    """English names by Albanian ones: the library tells both for each date."""
    years = range(year - YEARS_OF_HOLIDAYS, year + YEARS_OF_HOLIDAYS)
    ours = holidays.country_holidays(COUNTRY, years=years, language=LANGUAGE)
    english = holidays.country_holidays(COUNTRY, years=years, language="en_US")
    return {name: english[date_] for date_, name in ours.items()}
