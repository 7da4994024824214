"""What is done with seats. Admission, end and chair are decisions of the Group: a vote that has closed calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person
from app.accounts.rights.effects import OrganisationChanged, seats_are_given_by
from app.accounts.rights.models import Given, Proposal
from app.accounts.rights.proposals import propose
from app.accounts.service import end_charges, give_chair, name_sender
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.random_ids import public_id
from app.core.refusals import Refusal
from app.core.time import now, today
from app.group.models import GroupChange, GroupEvent, HandOver, Holding, Seat
from app.group.queries import chair
from workflows.composition import Capacity


def admit(
    session: Session,
    organisation_id: int,
    from_on: date,
    to_on: date,
    representative: int | None,
    reason: str = "",
) -> Seat:
    """Give an organisation a seat, inside the caller's transaction. Raises Refusal where it has one."""
    if _seat_of(session, organisation_id) is not None:
        raise Refusal("seated")
    if to_on < from_on:
        raise Refusal("mandate")
    seat = Seat(public_id=public_id(), organisation_id=organisation_id, from_on=from_on, to_on=to_on)
    session.add(seat)
    session.flush()
    _note(session, None, organisation_id, GroupChange.ADMITTED, reason, from_on=from_on, to_on=to_on)
    if representative is not None:
        _hold(session, seat, Capacity.REPRESENTATIVE, representative, from_on)
    return seat


def end(session: Session, organisation_id: int, on: date, reason: str = "") -> None:
    """End a seat, inside the caller's transaction. Raises Refusal where there is none."""
    seat = _seat_of(session, organisation_id)
    if seat is None:
        raise Refusal("not_seated")
    seat.ended_on = max(on, seat.from_on)
    seat.version += 1
    held = list(_holdings(session, seat))
    for holding in held:
        holding.until_on = max(seat.ended_on, holding.from_on)
    end_charges(session, (holding.person_id for holding in held))
    _note(session, None, organisation_id, GroupChange.ENDED, reason, on=seat.ended_on)


def elect_chair(session: Session, person_id: int, reason: str = "") -> None:
    """Make somebody the chair, inside the caller's transaction. Raises Refusal for who holds no seat."""
    person = session.get_one(Person, person_id)
    seat = _seat_of(session, person.organisation_id)
    if seat is None or not person.active or person_id not in {h.person_id for h in _holdings(session, seat)}:
        raise Refusal("holds_no_seat")
    give_chair(session, person_id)
    elected = {"name": person.name, "person": person.id}
    _note(session, None, person.organisation_id, GroupChange.CHAIR, reason, **elected)


def name_urgent_sender(session: Session, person_id: int, reason: str = "") -> None:
    """Name who sends what is urgent where the chair is out, inside the caller's transaction.

    Raises Refusal for who holds no seat, or is of the chair's own organisation: that is recused with the chair.
    """
    person = session.get_one(Person, person_id)
    seat = _seat_of(session, person.organisation_id)
    if seat is None or not person.active or person_id not in {h.person_id for h in _holdings(session, seat)}:
        raise Refusal("holds_no_seat")
    presides = chair(session)
    if presides and session.get_one(Person, presides).organisation_id == person.organisation_id:
        raise Refusal("of_the_chair")
    name_sender(session, person_id)
    named = {"name": person.name, "person": person.id}
    _note(session, None, person.organisation_id, GroupChange.SENDER, reason, **named)


def renew(
    actor: Actor, seat_id: int, to_on: date, reason: str, *, version: int, override_reason: str = ""
) -> None:
    """A later last day of the mandate. Raises Refusal where it is not later, or the seat has changed."""
    with unit_of_work() as session:
        seat = _locked(session, seat_id, version)
        if to_on <= seat.to_on:
            raise Refusal("not_later")
        before, seat.to_on = seat.to_on, to_on
        seat.version += 1
        details = {"before": before, "to_on": to_on, "override_reason": override_reason}
        _note(session, actor, seat.organisation_id, GroupChange.RENEWED, reason, **details)


def appoint(actor: Actor, seat_id: int, capacity: Capacity, person_id: int | None, *, version: int) -> bool:
    """Propose somebody as representative or alternate; None leaves the place empty, at once.

    True where it waits for a second person. Raises Refusal for a person of another organisation, or the same
    person in both places.
    """
    with unit_of_work() as session:
        seat = _locked(session, seat_id, version)
        before = _holder(session, seat, capacity)
        if before == person_id:
            return False
        if person_id is None:
            _replace(session, actor, seat, capacity, None)
            return False
        person = _fitting(session, seat, capacity, person_id)
        change = {
            "seat": seat.id,
            "capacity": capacity.value,
            "before": before,
            "after": person_id,
            "before_name": session.get_one(Person, before).name if before else "",
            "after_name": person.name,
            "organisation": session.get_one(Organisation, seat.organisation_id).name,
        }
        propose(session, actor, person_id, {Given.SEAT: change})
        return True


def _appoint_confirmed(
    session: Session, _confirmer: Actor, proposal: Proposal, change: Mapping[str, Any]
) -> None:
    """From today on, in the transaction that confirms it. Raises OrganisationChanged where it can be done no more."""
    seat = session.get_one(Seat, change["seat"], with_for_update=True, populate_existing=True)
    capacity = Capacity(change["capacity"])
    if seat.ended_on is not None or _holder(session, seat, capacity) != change["before"]:
        raise OrganisationChanged
    try:
        _fitting(session, seat, capacity, change["after"])
    except Refusal:
        raise OrganisationChanged from None
    _replace(session, proposal.by_id, seat, capacity, change["after"], confirmed_by=proposal.decided_by_id)


def _holder(session: Session, seat: Seat, capacity: Capacity) -> int | None:
    return next((h.person_id for h in _holdings(session, seat) if h.capacity is capacity), None)


def _fitting(session: Session, seat: Seat, capacity: Capacity, person_id: int) -> Person:
    """Who may hold the seat so. Raises Refusal."""
    person = session.get(Person, person_id)
    if person is None or not person.active or person.organisation_id != seat.organisation_id:
        raise Refusal("not_of_the_organisation")
    if any(h.person_id == person_id and h.capacity is not capacity for h in _holdings(session, seat)):
        raise Refusal("holds_both")
    return person


def _replace(
    session: Session,
    actor: Actor | int | None,
    seat: Seat,
    capacity: Capacity,
    person_id: int | None,
    **details: Any,
) -> None:
    held = next((h for h in _holdings(session, seat) if h.capacity is capacity), None)
    if held:
        held.until_on = max(today(), held.from_on)
        end_charges(session, [held.person_id])
        session.flush()
    seat.version += 1
    if person_id is not None:
        _hold(session, seat, capacity, person_id, today())
    what = GroupChange.REPRESENTATIVE if capacity is Capacity.REPRESENTATIVE else GroupChange.ALTERNATE
    name = session.get_one(Person, person_id).name if person_id else ""
    _note(session, actor, seat.organisation_id, what, name=name, **details)


def _leave(session: Session, person_id: int) -> None:
    """Whoever leaves an organisation holds its seat no more, inside the caller's transaction."""
    held = session.scalars(select(Holding).where(Holding.person_id == person_id, Holding.until_on.is_(None)))
    for holding in held.all():
        seat = session.get_one(Seat, holding.seat_id, with_for_update=True)
        _replace(session, None, seat, holding.capacity, None)


seats_are_given_by(_appoint_confirmed, _leave)


def hand_over(actor: Actor, from_on: date, to_on: date) -> None:
    """The representative lets the alternate act on these days. Raises Refusal."""
    with unit_of_work() as session:
        seat, held = _own(session, actor)
        if held[Capacity.REPRESENTATIVE].person_id != actor.person_id:
            raise Refusal("not_representative")
        alternate = held.get(Capacity.ALTERNATE)
        if alternate is None or not session.get_one(Person, alternate.person_id).active:
            raise Refusal("no_alternate")
        if to_on < from_on:
            raise Refusal("days")
        if from_on < today():
            raise Refusal("past")
        if any(h.from_on <= to_on and h.to_on >= from_on for h in _given(session, seat)):
            raise Refusal("handed_over")
        session.add(HandOver(seat_id=seat.id, from_on=from_on, to_on=to_on, by_id=actor.person_id, at=now()))
        seat.version += 1
        _note(session, actor, seat.organisation_id, GroupChange.HANDED_OVER, from_on=from_on, to_on=to_on)


def take_back(actor: Actor) -> None:
    """The representative acts again from now on, and what was to come is off. Raises Refusal."""
    with unit_of_work() as session:
        seat, held = _own(session, actor)
        if held[Capacity.REPRESENTATIVE].person_id != actor.person_id:
            raise Refusal("not_representative")
        given = _given(session, seat)
        if not given:
            raise Refusal("not_handed_over")
        for row in given:
            row.taken_back_at = now()
        seat.version += 1
        _note(session, actor, seat.organisation_id, GroupChange.TAKEN_BACK)


def _own(session: Session, actor: Actor) -> tuple[Seat, dict[Capacity, Holding]]:
    seat = _seat_of(session, actor.organisation_id)
    if seat is None:
        raise Refusal("not_seated")
    held = {h.capacity: h for h in _holdings(session, seat)}
    if Capacity.REPRESENTATIVE not in held:
        raise Refusal("not_representative")
    return seat, held


def _seat_of(session: Session, organisation_id: int) -> Seat | None:
    return session.scalars(
        select(Seat).where(Seat.organisation_id == organisation_id, Seat.ended_on.is_(None)).with_for_update()
    ).one_or_none()


def _locked(session: Session, seat_id: int, version: int) -> Seat:
    seat = session.get_one(Seat, seat_id, with_for_update=True, populate_existing=True)
    if seat.version != version:
        raise Refusal("moved")
    if seat.ended_on is not None:
        raise Refusal("not_seated")
    return seat


def _holdings(session: Session, seat: Seat) -> Iterable[Holding]:
    return session.scalars(
        select(Holding).where(Holding.seat_id == seat.id, Holding.until_on.is_(None))
    ).all()


def _given(session: Session, seat: Seat) -> list[HandOver]:
    query = select(HandOver).where(
        HandOver.seat_id == seat.id, HandOver.taken_back_at.is_(None), HandOver.to_on >= today()
    )
    return list(session.scalars(query))


def _hold(session: Session, seat: Seat, capacity: Capacity, person_id: int, on: date) -> None:
    session.add(Holding(seat_id=seat.id, person_id=person_id, capacity=capacity, from_on=on))


def _note(
    session: Session,
    actor: Actor | int | None,
    organisation_id: int,
    what: GroupChange,
    reason: str = "",
    **details: Any,
) -> None:
    session.add(
        GroupEvent(
            at=now(),
            person_id=actor.person_id if isinstance(actor, Actor) else actor,
            organisation_id=organisation_id,
            what=what,
            reason=reason,
            details={k: v.isoformat() if isinstance(v, date) else v for k, v in details.items()},
        )
    )
