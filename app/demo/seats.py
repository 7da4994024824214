"""The invented Group: thirteen seats, one mandate about to end, two alternates, one of whom acts."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from app.core.time import frozen, now, today
from app.demo.people import PEOPLE, Cast
from app.group.models import GroupChange, GroupEvent, HandOver, Holding
from app.group.service import admit, elect_chair
from workflows.composition import Capacity
from workflows.roles import Role

MANDATE = timedelta(days=4 * 365)
FOUNDED = timedelta(days=3 * 365)
ALTERNATES = {"lule": "arta", "strehe": "dritan"}
ENDS_SOON = {"guri": timedelta(days=52)}
HANDED_OVER = ("strehe", "fatmir")


def make_seats(session: Session, cast: Cast) -> None:
    """Seat every member organisation with its representative, and alternates where there are any."""
    alternates = set(ALTERNATES.values())
    founded = today() - FOUNDED
    for key, _name, at, roles, _language in PEOPLE:
        if Role.MEMBER not in roles or key in alternates:
            continue
        to_on = today() + ENDS_SOON[at] if at in ENDS_SOON else founded + MANDATE
        person = cast.people[key].person_id
        with frozen(now() - FOUNDED):
            seat = admit(session, cast.organisations[at], founded, to_on, person, "Themelimi i Grupit")
            if Role.CHAIR in roles:
                session.flush()
                elect_chair(session, person, "Themelimi i Grupit")
        if at in ALTERNATES:
            other = cast.people[ALTERNATES[at]].person_id
            session.add(
                Holding(seat_id=seat.id, person_id=other, capacity=Capacity.ALTERNATE, from_on=founded)
            )
        if (at, key) == HANDED_OVER:
            given = HandOver(
                seat_id=seat.id,
                from_on=today() - timedelta(days=3),
                to_on=today() + timedelta(days=11),
                by_id=person,
                at=now() - timedelta(days=4),
            )
            session.add(given)
            session.add(
                GroupEvent(
                    at=given.at,
                    person_id=person,
                    organisation_id=cast.organisations[at],
                    what=GroupChange.HANDED_OVER,
                    details={"from_on": given.from_on.isoformat(), "to_on": given.to_on.isoformat()},
                )
            )
    session.flush()
