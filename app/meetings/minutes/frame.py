"""What minutes say besides their items: which meeting it was, who was there and who was not, who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.queries import who_holds
from app.core.time import ZONE, local_day
from app.group.queries import SeatHolder, chair, seats_on
from app.meetings.models import AgendaItem, Meeting
from app.meetings.session.queries import attending
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Frame:
    """Of one meeting."""

    number: str  # 3/2026: the third that was opened in that year
    present: Sequence[str]
    absent: Sequence[str]
    chaired_by: str  # empty where nobody is on record
    taken_by: str


def frame_of(session: Session, meeting: Meeting) -> Frame:
    """As it is on record now."""
    there = attending(session, meeting)
    seats = seats_on(session, local_day(meeting.starts_at))
    present = [h for h in seats if h.seat.organisation_id in there]
    absent = [h for h in seats if h.seat.organisation_id not in there]
    return Frame(
        _number(session, meeting),
        [_named(held) for held in present],
        [_named(held) for held in absent],
        _name(session, meeting.chaired_by_id),
        _name(session, meeting.taken_by_id) or ", ".join(_writers(session, meeting)),
    )


def usual_chair(session: Session, meeting: Meeting, seats: Sequence[SeatHolder]) -> int:
    """Who is proposed as who chairs it: the Group's chair, where they hold a seat; 0 for nobody."""
    whole = chair(session, local_day(meeting.starts_at))
    return whole if whole is not None and whole in dict(people_of_seats(seats)) else 0


def people_of_seats(seats: Sequence[SeatHolder]) -> list[tuple[int, str]]:
    """Who could chair: each representative and alternate, with their organisation."""
    return [
        (person.id, f"{person.name}, {held.organisation.name}")
        for held in seats
        for person in (held.representative, held.alternate)
        if person is not None
    ]


def secretariat_people(session: Session) -> list[tuple[int, str]]:
    """Who takes minutes as a rule."""
    people = select(Person.id, Person.name).where(Person.id.in_(who_holds(session, Role.SECRETARIAT)))
    return [(row.id, row.name) for row in session.execute(people.order_by(Person.name))]


def _named(held: SeatHolder) -> str:
    return f"{held.organisation.name} ({held.acting.name})" if held.acting else held.organisation.name


def _number(session: Session, meeting: Meeting) -> str:
    """Meetings are counted as they are opened, so that no later one changes a number."""
    if meeting.held_at is None:
        return ""
    year = local_day(meeting.held_at).year
    before = or_(
        Meeting.held_at < meeting.held_at, (Meeting.held_at == meeting.held_at) & (Meeting.id <= meeting.id)
    )
    since = datetime.combine(date(year, 1, 1), time(), ZONE)
    held = session.scalar(select(func.count(Meeting.id)).where(Meeting.held_at >= since, before))
    return f"{held}/{year}"


def _name(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else ""


def _writers(session: Session, meeting: Meeting) -> Sequence[str]:
    wrote = select(AgendaItem.minutes_by_id).where(
        AgendaItem.meeting_id == meeting.id, AgendaItem.minutes_by_id.is_not(None)
    )
    return session.scalars(select(Person.name).where(Person.id.in_(wrote)).order_by(Person.name)).all()
