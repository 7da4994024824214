"""The meetings of the demonstration: one held, whose minutes are circulated, and one to come with its agenda."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.core.db import db
from app.core.time import ZONE, frozen, now, today
from app.demo.people import Cast
from app.group.queries import seats_on
from app.meetings.access import find_meeting
from app.meetings.minutes.service import circulate, write
from app.meetings.models import ItemKind
from app.meetings.queries import agenda
from app.meetings.service import Particulars, add_free, call, open_meeting, pick
from app.meetings.sitting.service import assign, resolve, take_attendance
from app.meetings.suggestions import suggestions
from workflows.calendar import Calendar

PLACE = "Salla e mbledhjeve, Ministria e Brendshme"
MINUTES = """Anëtarët paraqitën përvojën e tyre me komitetet rajonale. Në disa qarqe komiteti mblidhet rregullisht; \
në të tjera thirret vetëm kur ka një rast.

U diskutua nëse Grupi të caktojë një person kontakti për secilin qark. Sekretaria sqaroi se kjo nuk kërkon ndryshim \
të rregullores."""
DECISION = "Secili anëtar njofton sekretarinë deri në mbledhjen e radhës për qarqet që mund të ndjekë."
TASK = "Të përgatitet lista e personave të kontaktit sipas qarqeve."


def make_meetings(cast: Cast, calendar: Calendar) -> None:
    """Called by the secretariat on a working day; the agenda is what proposes itself."""
    secretariat = cast.people["sekretaria"]
    past, ahead = calendar.add_working(today(), -12), calendar.add_working(today(), 7)
    with frozen(_at(past, 9) - timedelta(days=10)):
        held = call(secretariat, _particulars("Mbledhja e muajit që shkoi", past))
        add_free(secretariat, held, "Bashkërendimi me komitetet rajonale")
    with frozen(min(_at(past, 10), now())):
        open_meeting(secretariat, held)
        _sat(cast, held, calendar.add_working(today(), 10))
        circulate(secretariat, held)
    coming = call(secretariat, _particulars("Mbledhja e radhës", ahead))
    db.session.rollback()
    meeting = find_meeting(db.session(), secretariat, coming)
    proposed: dict[ItemKind, list[str]] = {}
    for suggestion in suggestions(db.session(), secretariat, meeting):
        proposed.setdefault(suggestion.kind, []).append(suggestion.key)
    pick(secretariat, coming, [key for keys in proposed.values() for key in keys[:2]])
    add_free(secretariat, coming, "Plani i vizitave në terren")


def _sat(cast: Cast, meeting_id: str, due_on: date) -> None:
    """Who was there, what was said, decided and given to somebody to do."""
    secretariat, session = cast.people["sekretaria"], db.session()
    meeting = find_meeting(session, secretariat, meeting_id)
    seats = [held.seat.organisation_id for held in seats_on(session, today())]
    (line,) = agenda(session, secretariat, meeting)
    item, version = line.item.public_id, line.item.minutes_version
    session.rollback()
    take_attendance(secretariat, meeting_id, seats[:-2])
    resolve(secretariat, meeting_id, item, DECISION)
    assign(secretariat, meeting_id, item, TASK, cast.people["mira"].person_id, due_on)
    write(secretariat, meeting_id, item, MINUTES, version)


def _particulars(title: str, day: date) -> Particulars:
    return Particulars(title, _at(day, 10), _at(day, 12), PLACE)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)
