"""The meetings of the demonstration: one that was held, and one to come with its agenda."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.core.db import db
from app.core.time import ZONE, frozen, now, today
from app.demo.people import Cast
from app.meetings.access import find_meeting
from app.meetings.models import ItemKind
from app.meetings.service import Particulars, add_free, call, open_meeting, pick
from app.meetings.suggestions import suggestions
from workflows.calendar import Calendar

PLACE = "Salla e mbledhjeve, Ministria e Brendshme"


def make_meetings(cast: Cast, calendar: Calendar) -> None:
    """Called by the secretariat on a working day; the agenda is what proposes itself."""
    secretariat = cast.people["sekretaria"]
    past, ahead = calendar.add_working(today(), -12), calendar.add_working(today(), 7)
    with frozen(_at(past, 9) - timedelta(days=10)):
        held = call(secretariat, _particulars("Mbledhja e muajit që shkoi", past))
        add_free(secretariat, held, "Bashkërendimi me komitetet rajonale")
    with frozen(min(_at(past, 10), now())):
        open_meeting(secretariat, held)
    coming = call(secretariat, _particulars("Mbledhja e radhës", ahead))
    db.session.rollback()
    meeting = find_meeting(db.session(), secretariat, coming)
    proposed: dict[ItemKind, list[str]] = {}
    for suggestion in suggestions(db.session(), secretariat, meeting):
        proposed.setdefault(suggestion.kind, []).append(suggestion.key)
    pick(secretariat, coming, [key for keys in proposed.values() for key in keys[:2]])
    add_free(secretariat, coming, "Plani i vizitave në terren")


def _particulars(title: str, day: date) -> Particulars:
    return Particulars(title, _at(day, 10), _at(day, 12), PLACE)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)
