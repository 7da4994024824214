"""What notices tell of, how often their reader wants mail of it, and when that mail leaves."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from workflows.escalation import next_hours
from workflows.workdays import Calendar

DIGEST_AT = time(8, 0)
WEEK = timedelta(days=7)


class Topic(StrEnum):
    """Why somebody is told of an event."""

    MOVE = "move"  # it is their move now
    CASE = "case"  # it happened in a case that is theirs
    VOTE = "vote"
    DATE = "date"  # a date comes near or has passed
    MESSAGE = "message"  # somebody wrote in a discussion or an exchange


class Frequency(StrEnum):
    """How often mail of a topic is wanted."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


# What waits for somebody waits for nobody else: they may ask for it seldom, but not for silence.
NEVER_SILENT = frozenset({Topic.MOVE, Topic.DATE})


# at first; of what is talked over, a mail of each word would be many
USUAL = {Topic.MESSAGE: Frequency.DAILY}


def allowed(topic: Topic) -> tuple[Frequency, ...]:
    """What a person may choose for a topic."""
    return tuple(f for f in Frequency if f is not Frequency.NONE or topic not in NEVER_SILENT)


def wanted(preferences: Mapping[str, str], topic: Topic) -> Frequency:
    """What a person chose for a topic; where nothing that may be chosen was, what is usual: most often at once."""
    chosen = preferences.get(topic.value, "")
    return Frequency(chosen) if chosen in allowed(topic) else USUAL.get(topic, Frequency.NOW)


def without(preferences: Mapping[str, str], topic: Topic | None) -> dict[str, str]:
    """The preferences of who wants less mail: of one topic, or where it is None of everything that comes in digests.

    Asking twice is asking once.
    """
    now = {each: wanted(preferences, each) for each in Topic}
    for each, frequency in now.items():
        if topic is None and frequency in (Frequency.DAILY, Frequency.WEEKLY):
            now[each] = Frequency.WEEKLY if each in NEVER_SILENT else Frequency.NONE
        elif each is topic and each not in NEVER_SILENT:
            now[each] = Frequency.NONE
        elif each is topic and frequency is Frequency.NOW:
            now[each] = Frequency.DAILY
    return {each.value: frequency.value for each, frequency in now.items()}


def quiet_until(at: datetime, begins: time | None, ends: time | None) -> datetime | None:
    """When the quiet hours end that hold at this local moment, or None where none do. They may span midnight."""
    if begins is None or ends is None or begins == ends:
        return None
    clock, day = at.time(), at.date()
    if begins < ends:
        return datetime.combine(day, ends, at.tzinfo) if begins <= clock < ends else None
    if clock >= begins:
        return datetime.combine(day + timedelta(days=1), ends, at.tzinfo)
    return datetime.combine(day, ends, at.tzinfo) if clock < ends else None


def escalation_waits_until(
    at: datetime, begins: time | None, ends: time | None, calendar: Calendar
) -> datetime | None:
    """When the mail of a level may leave that may not at this local moment; None where it may.

    In working hours alone, whatever kept it until now, and not in its reader's quiet hours. Who is quiet in all working
    hours has asked for another time: then only quiet hours count, for otherwise it would never leave.
    """
    moment = at
    for _ in range(2):
        moment = next_hours(quiet_until(moment, begins, ends) or moment, calendar)
        if quiet_until(moment, begins, ends) is None:
            return moment if moment != at else None
    return quiet_until(at, begins, ends)


def next_digest(after: datetime, frequency: Frequency, calendar: Calendar) -> datetime:
    """The next digest after this local moment: 08:00 of a working day, or of the first one of a week.

    Raises ValueError for what is no digest.
    """
    if frequency is Frequency.DAILY:
        day = calendar.next_working(after.date())
        if _morning(day, after.tzinfo) <= after:
            day = calendar.add_working(day, 1)
        return _morning(day, after.tzinfo)
    if frequency is not Frequency.WEEKLY:
        raise ValueError(frequency)
    monday = after.date() - timedelta(days=after.weekday())
    while True:
        first = calendar.next_working(monday)
        if first < monday + WEEK and _morning(first, after.tzinfo) > after:
            return _morning(first, after.tzinfo)
        monday += WEEK


def _morning(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, DIGEST_AT, zone)
