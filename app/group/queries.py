"""What is read of the Group: its seats on any day, who acts for each, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import Organisation, Person, Role
from app.core.actor import Actor
from app.core.db import read_rows
from app.core.time import ZONE, local_day, today
from app.group.models import GroupChange, GroupEvent, HandOver, Holding, Seat
from workflows.composition import Capacity, Composition, Field, Filled, composition_of
from workflows.roles import Role as RoleName

LATEST = 200  # lines of the history on its page
READ_REASONS = (RoleName.MEMBER, RoleName.CHAIR, RoleName.SECRETARIAT)


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """One seat on one day: who holds it, and who acts."""

    seat: Seat
    organisation: Organisation
    representative: Person | None
    alternate: Person | None
    hand_over: HandOver | None  # that is in force, or is to come
    to_on: date  # last day of the mandate, as it stood on the day

    day: date

    @property
    def handed_over(self) -> bool:
        """Whether the alternate acts."""
        return (
            self.alternate is not None and self.hand_over is not None and self.hand_over.from_on <= self.day
        )

    @property
    def acting(self) -> Person | None:
        """Who votes for the organisation.

        Nobody whose account is off: the other of the two acts then. On a past day it is who acted by what was said.
        """
        first, other = (
            (self.alternate, self.representative)
            if self.handed_over
            else (self.representative, self.alternate)
        )
        if self.day < today() or first is None or first.active:
            return first
        return other if other is not None and other.active else None

    @property
    def field(self) -> Field | None:
        """The field that the organisation stands for."""
        return Field(self.organisation.field) if self.organisation.field else None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history, as one reader has it."""

    what: GroupChange
    organisation: str
    name: str
    reason: str
    may_stay: str  # why what looks like an identifier may stay in it
    at: datetime
    by: str  # nobody's name: the Group, by a vote


def seats_on(session: Session, day: date | None = None) -> list[SeatHolder]:
    """The seats that were held on this day (today by default), by the organisations' names."""
    day = day or today()
    rows = session.scalars(
        select(Seat)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.from_on <= day, or_(Seat.ended_on.is_(None), Seat.ended_on > day))
        .options(joinedload(Seat.organisation), selectinload(Seat.holdings).joinedload(Holding.person))
        .order_by(Organisation.sort_key)
        .execution_options(populate_existing=True)
    ).all()
    given, renewed = _hand_overs(session, day), _mandates(session, day)
    return [
        _held(seat, day, given.get(seat.id), renewed.get(seat.organisation_id, seat.to_on)) for seat in rows
    ]


def _held(seat: Seat, day: date, given: HandOver | None, to_on: date) -> SeatHolder:
    now = {
        h.capacity: h.person
        for h in seat.holdings
        if h.from_on <= day and (h.until_on is None or h.until_on > day)
    }
    return SeatHolder(
        seat,
        seat.organisation,
        now.get(Capacity.REPRESENTATIVE),
        now.get(Capacity.ALTERNATE),
        given,
        to_on,
        day,
    )


def _hand_overs(session: Session, day: date) -> dict[int, HandOver]:
    query = select(HandOver).where(HandOver.to_on >= day)
    if day >= today():
        query = query.where(HandOver.taken_back_at.is_(None))
    rows = session.scalars(query.order_by(HandOver.from_on.desc(), HandOver.id))
    # the earliest stands last, and stays; on a past day what was taken back only later was in force
    return {
        row.seat_id: row for row in rows if row.taken_back_at is None or local_day(row.taken_back_at) > day
    }


def _mandates(session: Session, day: date) -> dict[int, date]:
    """By organisation, the last day of a mandate as it stood on a past day: what was renewed since had another."""
    if day >= today():
        return {}
    rows = session.execute(
        select(GroupEvent.organisation_id, GroupEvent.details, GroupEvent.at)
        .where(GroupEvent.what == GroupChange.RENEWED, GroupEvent.at >= _end_of(day))
        .order_by(GroupEvent.id.desc())
    )
    return {row.organisation_id: date.fromisoformat(row.details["before"]) for row in rows}


def acting_seat(session: Session, person_id: int) -> SeatHolder | None:
    """The seat for which this person acts today."""
    return next((h for h in seats_on(session) if h.acting and h.acting.id == person_id), None)


@dataclass(frozen=True, slots=True)
class HandOverNow:
    """Who acts for whom in one organisation, until when; `mine`: as this person has handed it over."""

    acting: str
    instead_of: str
    to_on: date
    seat: str
    mine: bool


# made once: it stands above everybody's work
_HANDED_OVER = (
    select(HandOver.to_on, Seat.public_id, Holding.capacity, Holding.person_id, Person.name)
    .join(Seat, Seat.id == HandOver.seat_id)
    .join(Holding, and_(Holding.seat_id == Seat.id, Holding.until_on.is_(None)))
    .join(Person, Person.id == Holding.person_id)
    .where(
        Seat.organisation_id == bindparam("organisation"),
        Seat.ended_on.is_(None),
        HandOver.taken_back_at.is_(None),
        HandOver.from_on <= bindparam("day"),
        HandOver.to_on >= bindparam("day"),
    )
)


def hand_over_now(session: Session, actor: Actor) -> HandOverNow | None:
    """The hand-over in force between this person and a colleague."""
    rows = read_rows(session, _HANDED_OVER, {"organisation": actor.organisation_id, "day": today()})
    holders = {row.capacity: row for row in rows}
    first, other = holders.get(Capacity.REPRESENTATIVE), holders.get(Capacity.ALTERNATE)
    if first is None or other is None or actor.person_id not in (first.person_id, other.person_id):
        return None
    mine = first.person_id == actor.person_id
    return HandOverNow(other.name, first.name, first.to_on, first.public_id, mine)


def composition(held: Sequence[SeatHolder], day: date | None = None) -> Composition:
    """Whether the composition stands, and what is missing."""
    seats = (Filled(h.seat.organisation_id, h.field, h.to_on) for h in held)
    return composition_of(seats, day or today())


def seat_at(session: Session, public_id: str) -> Seat | None:
    """The seat at this address, with its organisation and everybody who held it."""
    return session.scalars(
        select(Seat)
        .where(Seat.public_id == public_id)
        .options(joinedload(Seat.organisation), selectinload(Seat.holdings).joinedload(Holding.person))
        .execution_options(populate_existing=True)
    ).one_or_none()


def history(session: Session, actor: Actor) -> list[Change]:
    """The latest changes of the Group. Why it decided so is the Group's own: others read what changed alone."""
    rows = session.scalars(
        select(GroupEvent)
        .options(joinedload(GroupEvent.organisation), joinedload(GroupEvent.person))
        .order_by(GroupEvent.at.desc(), GroupEvent.id.desc())
        .limit(LATEST)
    )
    inside = actor.is_(*READ_REASONS)
    return [
        Change(
            row.what,
            row.organisation.name,
            row.details.get("name", ""),
            row.reason if inside else "",
            row.details.get("override_reason", "") if inside else "",
            row.at,
            row.person.name if row.person else "",
        )
        for row in rows
    ]


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZONE)


def chair(session: Session, day: date | None = None) -> int | None:
    """Who is the chair of the Group; of a past day, who was last elected by then, where that is on record."""
    if day is not None and day < today():
        elected = session.scalar(
            select(GroupEvent.details)
            .where(GroupEvent.what == GroupChange.CHAIR, GroupEvent.at < _end_of(day))
            .order_by(GroupEvent.id.desc())
            .limit(1)
        )
        return elected.get("person") if elected else None
    return session.scalar(
        select(Person.id).where(Person.active, Person.roles.any(Role.name == RoleName.CHAIR)).limit(1)
    )


def chairs(session: Session, actor: Actor) -> bool:
    """Whether this person chairs the Group: its chair, or the secretariat while there is none."""
    if {RoleName.CHAIR, RoleName.MEMBER} <= actor.roles:
        return True
    return actor.is_(RoleName.SECRETARIAT) and chair(session) is None
