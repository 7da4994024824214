"""The meetings of the demonstration: one whose minutes are adopted, one whose minutes are circulated, one to come."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Person
from app.concerns.models import Recommendation
from app.concerns.visibility import STATE_KINDS
from app.core.actor import Actor
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.time import ZONE, frozen, now, today
from app.demo.people import Cast
from app.group.queries import seats_on
from app.meetings.access import find_meeting
from app.meetings.minutes.service import correct, write
from app.meetings.models import ItemKind
from app.meetings.queries import agenda
from app.meetings.service import act, add_free, call, invite, pick
from app.meetings.session.service import assign, resolve, take_attendance
from app.meetings.steps import Particulars
from app.meetings.suggestions import suggestions
from workflows.meeting import MeetingAction
from workflows.workdays import Calendar

PLACE = "Salla e mbledhjeve, Ministria e Sigurisë Publike"
REGIONAL, VISITS, PROTOCOL = (
    "Bashkërendimi me komitetet rajonale",
    "Plani i vizitave në terren",
    "Protokolli i intervistimit të parë",
)
SAID_OF_PROTOCOL = """Sekretaria paraqiti draftin e protokollit për intervistën e parë. Anëtarët kërkuan që \
përkthyesi dhe personi i besuar të përmenden qysh në hyrje.

Drafti u pranua me këto ndryshime."""
AGREED_ON_PROTOCOL = "Protokolli zbatohet nga organizatat anëtare prej muajit të ardhshëm."
SAID_OF_MINUTES = "Procesverbali u lexua dhe u miratua pa ndryshime."
SAID_OF_REGIONS = """Anëtarët paraqitën përvojën e tyre me komitetet rajonale. Në disa qarqe komiteti mblidhet \
rregullisht; në të tjera thirret vetëm kur ka një rast.

U diskutua nëse Grupi të caktojë një person kontakti për secilin qark. Sekretaria sqaroi se kjo nuk kërkon ndryshim \
të rregullores."""
DECISION = "Secili anëtar njofton sekretariatin deri në mbledhjen e radhës për qarqet që mund të ndjekë."
TASKS = (
    ("mira", "Të përgatitet lista e personave të kontaktit sipas qarqeve.", 10),
    ("sekretaria", "T'u kërkohet komiteteve rajonale kalendari i mbledhjeve të vitit.", 25),
)
CORRECTION = "Komiteti i qarkut tonë mblidhet çdo dy muaj, jo çdo muaj."


def make_meetings(cast: Cast, calendar: Calendar) -> None:
    """Called by the secretariat on working days; the agenda of the next one is what proposes itself."""
    secretariat = cast.people["sekretaria"]
    first, past, ahead = (calendar.add_working(today(), days) for days in (-34, -12, 7))
    earlier = _held(cast, "Mbledhja e zakonshme", first)
    with _sitting(first):
        _write(secretariat, earlier, PROTOCOL, SAID_OF_PROTOCOL, AGREED_ON_PROTOCOL)
        _move(secretariat, earlier, MeetingAction.CIRCULATE)
    last = _held(cast, "Mbledhja e muajit të kaluar", past, earlier)
    with _sitting(past):
        _move(cast.people["kastriot"], earlier, MeetingAction.ADOPT)
        _write(secretariat, last, earlier, SAID_OF_MINUTES)
        item = _write(secretariat, last, REGIONAL, SAID_OF_REGIONS, DECISION)
        for who, what, days in TASKS:
            due_on = calendar.add_working(today(), days)
            assign(secretariat, last, item, what, cast.people[who].person_id, due_on)
        _move(secretariat, last, MeetingAction.CIRCULATE)
        correct(cast.people["drita"], last, item, CORRECTION)
    _called(cast, _particulars("Mbledhja e radhës", ahead))


def _held(cast: Cast, title: str, day: date, adopts: str = "") -> str:
    """A meeting that was called ten days before, and opened with all seats but two there."""
    secretariat, item = cast.people["sekretaria"], REGIONAL if adopts else PROTOCOL
    with frozen(_at(day, 9) - timedelta(days=10)):
        held = call(secretariat, _particulars(title, day), key=one_time_key())
        if adopts:
            pick(secretariat, held, [f"minutes:{adopts}"])
        add_free(secretariat, held, item)
    with _sitting(day):
        seats = [seat.seat.organisation_id for seat in seats_on(db.session(), today())]
        _move(secretariat, held, MeetingAction.OPEN)
        who = {"chaired_by": cast.people["kastriot"].person_id, "taken_by": secretariat.person_id}
        take_attendance(secretariat, held, seats[2:], **who)
    return held


def _move(actor: Actor, meeting: str, do: MeetingAction) -> None:
    version = find_meeting(db.session(), actor, meeting).version
    db.session.rollback()
    act(actor, meeting, do, version=version, key=one_time_key())


def _write(secretariat: Actor, held: str, about: str, text: str, decision: str = "") -> str:
    """The minutes of an item, found by its title or by the meeting it is about; gives the item's public id."""
    session = db.session()
    lines = agenda(session, secretariat, find_meeting(session, secretariat, held))
    line = next(line for line in lines if about in (line.item.title, line.about))
    item, version = line.item.public_id, line.item.minutes_version
    write(secretariat, held, item, text, version)
    if decision:
        resolve(secretariat, held, item, decision)
    return item


def _called(cast: Cast, given: Particulars) -> None:
    """The next meeting: two suggestions of each kind, and the institutions that they are about invited."""
    secretariat, session = cast.people["sekretaria"], db.session()
    coming = call(secretariat, given, key=one_time_key())
    meeting = find_meeting(session, secretariat, coming)
    proposed: dict[ItemKind, list[str]] = {}
    for suggestion in suggestions(session, secretariat, meeting):
        proposed.setdefault(suggestion.kind, []).append(suggestion.key)
    pick(secretariat, coming, [key for keys in proposed.values() for key in keys[:2]])
    add_free(secretariat, coming, VISITS)
    for item, guest in _asked(cast, session, coming):
        invite(secretariat, coming, item, guest)


def _asked(cast: Cast, session: Session, coming: str) -> list[tuple[str, int]]:
    """Items about answers and claims, each with a guest of the institution, or of the ministry that answers for it."""
    lines = agenda(
        session, cast.people["sekretaria"], find_meeting(session, cast.people["sekretaria"], coming)
    )
    found = []
    for line in lines:
        if line.kind not in (ItemKind.OVERDUE, ItemKind.CLAIM):
            continue
        rec = session.get_one(
            Recommendation, line.item.recommendation_id, options=[joinedload(Recommendation.addressee)]
        )
        liaison = session.scalar(select(Person.id).where(Person.organisation_id == rec.addressee_id).limit(1))
        if liaison is None and rec.addressee.kind in STATE_KINDS:
            liaison = cast.people["ministria"].person_id
        if liaison is not None:
            found.append((line.item.public_id, liaison))
    return found


def _sitting(day: date) -> AbstractContextManager[None]:
    return frozen(min(_at(day, 10), now()))


def _particulars(title: str, day: date) -> Particulars:
    return Particulars(title, _at(day, 10), _at(day, 12), PLACE)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)
