"""Calendar files (RFC 5545, RFC 5546): an invitation or its cancellation for one person, and a feed of entries.

Times stand in the country's zone, with its rule beside them, so that a calendar anywhere shows the right hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress

from app.core.time import ZONE, now, today
from workflows.text import one_line

PRODUCT = "-//Tryeza//Tryeza//SQ"
YEARS_BACK, YEARS_AHEAD = 2, 12  # of which the file knows the hours: no date lies further ahead than ten
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
    event = _event(entry)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _address(organizer))
    attendee = _address(guest)
    # nobody reads the answers that a calendar would send
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
    event.add("attendee", attendee, encode=False)
    return _written(calendar, [event])


def feed(entries: Iterable[Entry], name: str) -> str:
    """A calendar to subscribe to."""
    calendar = _calendar(method="PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    return _written(calendar, [_event(entry) for entry in entries])


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now())
    event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    event.add("class", "PRIVATE")
    if not isinstance(entry.starts, datetime):
        event.add("transp", "TRANSPARENT")  # a day on which something is due leaves its reader free
    for name, moment in (("dtstart", entry.starts), ("dtend", entry.ends)):
        if moment is not None:
            event.add(name, moment.astimezone(ZONE) if isinstance(moment, datetime) else moment)
    for name, value in (("location", entry.place), ("description", entry.text), ("url", entry.url)):
        if value:
            event.add(name, value)
    return event


def _address(who: Address) -> vCalAddress:
    address = vCalAddress(f"mailto:{who.email}")
    address.params["CN"] = one_line(who.name)
    return address


def _written(calendar: Calendar, events: Iterable[Event]) -> str:
    for event in events:
        calendar.add_component(event)
    this = today().year
    calendar.add_missing_timezones(date(this - YEARS_BACK, 1, 1), date(this + YEARS_AHEAD, 1, 1))
    file: bytes = calendar.to_ical()
    return file.decode()
