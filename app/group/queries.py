"""What is read of the Group: its seats on any day, who acts for each, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.core.time import today
from app.group.models import Capacity, GroupEvent, HandOver, Holding, Seat
from app.people.models import Organisation, Person, Role
from workflows.composition import Composition, Field, Filled, composition_of
from workflows.standing import Role as RoleName

LATEST = 200  # lines of the history on its page


@dataclass(frozen=True, slots=True)
class Held:
    """One seat on one day: who holds it, and who acts."""

    seat: Seat
    organisation: Organisation
    representative: Person | None
    alternate: Person | None
    hand_over: HandOver | None  # that is in force, or is to come

    day: date

    @property
    def handed_over(self) -> bool:
        """Whether the alternate acts."""
        return (
            self.alternate is not None and self.hand_over is not None and self.hand_over.from_on <= self.day
        )

    @property
    def acting(self) -> Person | None:
        """Who votes for the organisation."""
        return self.alternate if self.handed_over else self.representative

    @property
    def field(self) -> Field | None:
        """The field that the organisation stands for."""
        return Field(self.organisation.field) if self.organisation.field else None


def seats_on(session: Session, day: date | None = None) -> list[Held]:
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
    given = _hand_overs(session, day)
    return [_held(seat, day, given.get(seat.id)) for seat in rows]


def _held(seat: Seat, day: date, given: HandOver | None) -> Held:
    now = {
        h.capacity: h.person
        for h in seat.holdings
        if h.from_on <= day and (h.until_on is None or h.until_on > day)
    }
    return Held(
        seat, seat.organisation, now.get(Capacity.REPRESENTATIVE), now.get(Capacity.ALTERNATE), given, day
    )


def _hand_overs(session: Session, day: date) -> dict[int, HandOver]:
    rows = session.scalars(
        select(HandOver)
        .where(HandOver.taken_back_at.is_(None), HandOver.to_on >= day)
        .order_by(HandOver.from_on.desc(), HandOver.id)
    )
    return {row.seat_id: row for row in rows}  # the earliest stands last, and stays


def acting_seat(session: Session, person_id: int) -> Held | None:
    """The seat for which this person acts today."""
    return next((h for h in seats_on(session) if h.acting and h.acting.id == person_id), None)


def composition(held: Sequence[Held], day: date | None = None) -> Composition:
    """Whether the composition stands, and what is missing."""
    seats = (Filled(h.seat.organisation_id, h.field, h.seat.to_on) for h in held)
    return composition_of(seats, day or today())


def seat_at(session: Session, public_id: str) -> Seat | None:
    """The seat at this address, with its organisation and everybody who held it."""
    return session.scalars(
        select(Seat)
        .where(Seat.public_id == public_id)
        .options(joinedload(Seat.organisation), selectinload(Seat.holdings).joinedload(Holding.person))
        .execution_options(populate_existing=True)
    ).one_or_none()


def history(session: Session) -> Sequence[GroupEvent]:
    """The latest changes of the Group."""
    return session.scalars(
        select(GroupEvent)
        .options(joinedload(GroupEvent.organisation), joinedload(GroupEvent.person))
        .order_by(GroupEvent.id.desc())
        .limit(LATEST)
    ).all()


def chair(session: Session) -> int | None:
    """Who is the chair of the Group."""
    return session.scalar(
        select(Person.id).where(Person.active, Person.roles.any(Role.name == RoleName.CHAIR)).limit(1)
    )
