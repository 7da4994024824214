"""What pages read of access requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, and_, cast, false, literal, null, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from app.access_requests.access import seen_by
from app.access_requests.models import AccessRequest, AccessRequestEvent
from app.access_requests.steps import AGENCIES
from app.accounts.models import Organisation
from app.core.actor import Actor
from app.core.db import fixed_each, read_rows
from app.core.time import today
from app.directory.queries import listed
from workflows.access_request import State
from workflows.roles import Role

MOST = 100
OPEN_ACCESS_REQUEST = "open_access_request"
CONFIRM_ACCESS_REQUEST = "confirm_access_request"
LATE_ACCESS_REQUEST = "late_access_request"
OPEN = (State.ASKED, State.ACCEPTED, State.ARRANGED)


def access_requests(session: Session, actor: Actor, *, open_only: bool) -> Sequence[AccessRequest]:
    """The requests that exist for this person: those due first."""
    query = (
        select(AccessRequest)
        .where(seen_by(actor))
        .options(joinedload(AccessRequest.agency), joinedload(AccessRequest.by_organisation))
        .order_by(AccessRequest.due_on.is_(None), AccessRequest.due_on, AccessRequest.id.desc())
        .limit(MOST)
    )
    if open_only:
        query = query.where(AccessRequest.state.in_(OPEN))
    return session.scalars(query).all()


def access_requests_awaiting(actor: Actor, day: date) -> Iterator[Select[*tuple[Any, ...]]]:
    """For the list of what awaits somebody: what the ministry owes, whether it came about, what was escalated."""
    came = or_(AccessRequest.happens_on.is_(None), AccessRequest.happens_on <= day)
    mine = and_(
        AccessRequest.by_organisation_id == actor.organisation_id,
        AccessRequest.state == State.ARRANGED,
        came,
    )
    owed = AccessRequest.state.in_(fixed_each((State.ASKED, State.ACCEPTED)))
    late = and_(owed, AccessRequest.escalated == true())
    awaited = (
        (Role.MINISTRY, OPEN_ACCESS_REQUEST, owed),
        (Role.MEMBER, CONFIRM_ACCESS_REQUEST, mine),
        (Role.COORDINATOR, LATE_ACCESS_REQUEST, late),
    )
    for role, what, condition in awaited:
        if actor.is_(role):
            yield (
                select(
                    literal(what).label("what"),
                    cast(null(), Integer).label("number"),
                    AccessRequest.public_id,
                    literal("").label("reference"),
                    Organisation.name.label("title"),
                    false().label("urgent"),
                    AccessRequest.due_on,
                    AccessRequest.at.label("saved_at"),
                )
                .join(Organisation, Organisation.id == AccessRequest.agency_id)
                .where(condition)
                .order_by(AccessRequest.due_on, AccessRequest.id)
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
            AccessRequest.public_id,
            AccessRequest.kind,
            AccessRequest.due_on,
            agency.name.label("agency"),
            asked_by.name.label("asked_by"),
        )
        .join(agency, agency.id == AccessRequest.agency_id)
        .join(asked_by, asked_by.id == AccessRequest.by_organisation_id)
        .where(AccessRequest.state.in_(fixed_each((State.ASKED, State.ACCEPTED))), AccessRequest.due_on < day)
        .order_by(AccessRequest.due_on, AccessRequest.id)
        .limit(MOST)
    )


def history(session: Session, row: AccessRequest) -> Sequence[AccessRequestEvent]:
    """What happened, the newest first."""
    return session.scalars(
        select(AccessRequestEvent)
        .where(AccessRequestEvent.access_request_id == row.id)
        .options(joinedload(AccessRequestEvent.person))
        .order_by(AccessRequestEvent.id.desc())
    ).all()


def agencies(session: Session) -> list[tuple[int, str]]:
    """The institutions about which an access request may be made."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(listed(), Organisation.kind.in_(AGENCIES))
        .order_by(Organisation.sort_key)
    )
    return [(row.id, row.name) for row in rows]
