"""Calendar files (RFC 5545, RFC 5546): an invitation or its cancellation for one person, and a feed of entries.

Times stand in the country's zone, with its rule beside them, so that a calendar anywhere shows the right hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Timezone, vCalAddress, vText
from icalendar.parser import Contentline

from app.core.time import ZONE, now, today
from workflows.text import one_line

PRODUCT = "-//Tryeza//Tryeza//SQ"
YEARS_BACK, YEARS_AHEAD = 2, 12  # of which the file knows the hours: no date lies further ahead than ten
LONGEST = 75  # bytes of a line: one that is longer is folded
REFRESH = timedelta(hours=6)  # how often a calendar is asked to look again


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a calendar: between two instants, or on one day. `uid` stays whatever else changes."""

    uid: str
    summary: str
    starts: datetime | date | None = None
    ends: datetime | None = None
    sequence: int = 0
    place: str = ""
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an e-mail address."""

    name: str
    email: str


def invitation(entry: Entry, organizer: Address, guest: Address, *, cancelled: bool = False) -> str:
    """The file that a mail brings: REQUEST, or CANCEL. It names nobody else who is invited."""
    calendar = _calendar(method="CANCEL" if cancelled else "REQUEST")
    attendee = _address(guest)
    # nobody reads the answers that a calendar would send
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
    more = (
        "STATUS:" + ("CANCELLED" if cancelled else "CONFIRMED"),
        *(
            Contentline.from_parts(name, who.params, who)
            for name, who in (("ORGANIZER", _address(organizer)), ("ATTENDEE", attendee))
        ),
    )
    return _written(calendar, [_event(entry, _stamp(), *more)])


def feed(entries: Iterable[Entry], name: str) -> str:
    """A calendar to subscribe to."""
    calendar = _calendar(method="PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    stamp = _stamp()
    return _written(calendar, [_event(entry, stamp) for entry in entries])


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _stamp() -> str:
    return f"DTSTAMP:{now():%Y%m%dT%H%M%SZ}"


def _event(entry: Entry, stamp: str, *more: str) -> str:
    """Written line by line: a component of the library for each of a hundred takes five times as long."""
    lines = [
        f"UID:{entry.uid}",
        stamp,
        f"SEQUENCE:{entry.sequence}",
        _text("SUMMARY", entry.summary),
        "CLASS:PRIVATE",
    ]
    if not isinstance(entry.starts, datetime):
        lines.append("TRANSP:TRANSPARENT")  # a day on which something is due leaves its reader free
    lines += [_moment(name, at) for name, at in (("DTSTART", entry.starts), ("DTEND", entry.ends)) if at]
    lines += [
        _text(name, said) for name, said in (("LOCATION", entry.place), ("DESCRIPTION", entry.text)) if said
    ]
    if entry.url:
        lines.append(f"URL:{entry.url}")
    return "".join(_folded(line) for line in ("BEGIN:VEVENT", *lines, *more, "END:VEVENT"))


def _text(name: str, said: str) -> str:
    return f"{name}:{vText(said).to_ical().decode()}"


def _moment(name: str, at: datetime | date) -> str:
    if isinstance(at, datetime):
        return f"{name};TZID={ZONE.key}:{at.astimezone(ZONE):%Y%m%dT%H%M%S}"
    return f"{name};VALUE=DATE:{at:%Y%m%d}"


def _folded(line: str) -> str:
    """The library folds where a line might be too long: it looks at each character, half of what a feed takes."""
    if len(line) >= LONGEST or len(line.encode()) >= LONGEST:
        line = Contentline(line).to_ical().decode()  # type: ignore[no-untyped-call]
    return f"{line}\r\n"


def _address(who: Address) -> vCalAddress:
    address = vCalAddress(f"mailto:{who.email}")
    address.params["CN"] = one_line(who.name)
    return address


def _written(calendar: Calendar, events: Iterable[str]) -> str:
    head, end = calendar.to_ical().decode().partition("END:VCALENDAR")[::2]
    return "".join((head, _zone(today().year), *events, "END:VCALENDAR", end))


@lru_cache(maxsize=2)
def _zone(year: int) -> str:
    """The rule of the country's zone, as a calendar reads it."""
    days = date(year - YEARS_BACK, 1, 1), date(year + YEARS_AHEAD, 1, 1)
    rule: bytes = Timezone.from_tzid(ZONE.key, first_date=days[0], last_date=days[1]).to_ical()
    return rule.decode()
