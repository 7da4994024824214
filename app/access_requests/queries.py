"""What pages read of requests for a way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, and_, cast, false, literal, null, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from app.access_requests.access import seen_by
from app.access_requests.models import Facilitation, FacilitationEvent
from app.access_requests.steps import AGENCIES
from app.accounts.models import Organisation
from app.core.actor import Actor
from app.core.db import read_rows
from app.core.time import today
from app.directory.choices import listed
from workflows.access_request import State
from workflows.roles import Role

MOST = 100
OPEN_WAY, CONFIRM_WAY, LATE_WAY = "open_way", "confirm_way", "late_way"
OPEN = (State.ASKED, State.ACCEPTED, State.ARRANGED)


def ways(session: Session, actor: Actor, *, open_only: bool) -> Sequence[Facilitation]:
    """The requests that exist for this person: those due first."""
    query = (
        select(Facilitation)
        .where(seen_by(actor))
        .options(joinedload(Facilitation.agency), joinedload(Facilitation.by_organisation))
        .order_by(Facilitation.due_on.is_(None), Facilitation.due_on, Facilitation.id.desc())
        .limit(MOST)
    )
    if open_only:
        query = query.where(Facilitation.state.in_(OPEN))
    return session.scalars(query).all()


def ways_awaiting(actor: Actor, day: date) -> Iterator[Select[*tuple[Any, ...]]]:
    """For the list of what awaits somebody: what the ministry owes, whether it came about, what was escalated."""
    came = or_(Facilitation.happens_on.is_(None), Facilitation.happens_on <= day)
    mine = and_(
        Facilitation.by_organisation_id == actor.organisation_id,
        Facilitation.state == State.ARRANGED,
        came,
    )
    owed = Facilitation.state.in_((State.ASKED, State.ACCEPTED))
    late = and_(owed, Facilitation.escalated == true())
    awaited = (
        (Role.MINISTRY, OPEN_WAY, owed),
        (Role.MEMBER, CONFIRM_WAY, mine),
        (Role.COORDINATOR, LATE_WAY, late),
    )
    for role, what, condition in awaited:
        if actor.is_(role):
            yield (
                select(
                    literal(what).label("what"),
                    cast(null(), Integer).label("number"),
                    Facilitation.public_id,
                    literal("").label("reference"),
                    Organisation.name.label("title"),
                    false().label("urgent"),
                    Facilitation.due_on,
                    Facilitation.at.label("saved_at"),
                )
                .join(Organisation, Organisation.id == Facilitation.agency_id)
                .where(condition)
                .order_by(Facilitation.due_on, Facilitation.id)
                .limit(MOST)
            )


def overdue(session: Session) -> Sequence[Any]:
    """What the ministry owes and is late with, for the coordinator: the longest first."""
    return read_rows(session, _overdue(today())).all()


@lru_cache(maxsize=2)
def _overdue(day: date) -> Select[*tuple[Any, ...]]:
    agency, asked_by = aliased(Organisation), aliased(Organisation)
    return (
        select(
            Facilitation.public_id,
            Facilitation.way,
            Facilitation.due_on,
            agency.name.label("agency"),
            asked_by.name.label("asked_by"),
        )
        .join(agency, agency.id == Facilitation.agency_id)
        .join(asked_by, asked_by.id == Facilitation.by_organisation_id)
        .where(Facilitation.state.in_((State.ASKED, State.ACCEPTED)), Facilitation.due_on < day)
        .order_by(Facilitation.due_on, Facilitation.id)
        .limit(MOST)
    )


def history(session: Session, row: Facilitation) -> Sequence[FacilitationEvent]:
    """What happened, the newest first."""
    return session.scalars(
        select(FacilitationEvent)
        .where(FacilitationEvent.facilitation_id == row.id)
        .options(joinedload(FacilitationEvent.person))
        .order_by(FacilitationEvent.id.desc())
    ).all()


def agencies(session: Session) -> list[tuple[int, str]]:
    """The institutions to which a way may be asked for."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(listed(), Organisation.kind.in_(AGENCIES))
        .order_by(Organisation.sort_key)
    )
    return [(row.id, row.name) for row in rows]
