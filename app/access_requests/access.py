"""For whom an access request exists: the member that asks, chair and secretariat, the ministry, the coordinator."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session, joinedload

from app.access_requests.models import AccessRequest
from app.concerns.access import Case
from app.concerns.access import find as find_case
from app.concerns.models import Concern
from app.core.actor import Actor
from app.core.refusals import NotFound
from workflows.permissions import Right
from workflows.roles import CaseRole, Role

OVERSIGHT = (Role.SECRETARIAT, Role.MINISTRY, Role.COORDINATOR)
INSIDE = frozenset({Right.DRAFTS, Right.NARRATIVE})
READERS = (Role.MEMBER, *OVERSIGHT)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The requests that exist for this person."""
    if actor.is_(*OVERSIGHT) or {Role.CHAIR, Role.MEMBER} <= actor.roles:
        return true()
    if actor.is_(Role.MEMBER):
        return AccessRequest.by_organisation_id == actor.organisation_id
    return false()


def standing_in(actor: Actor, row: AccessRequest) -> frozenset[CaseRole]:
    """Who the person is to a request; empty for who only reads it."""
    held = set()
    if actor.is_(Role.MEMBER) and actor.organisation_id == row.by_organisation_id:
        held.add(CaseRole.ASKER)
    if actor.is_(Role.MINISTRY):
        held.add(CaseRole.MINISTRY)
    if actor.is_(Role.COORDINATOR):
        held.add(CaseRole.COORDINATOR)
    return frozenset(held)


def find(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> AccessRequest:
    """The request at this address for this person. Raises NotFound."""
    query = (
        select(AccessRequest)
        .where(AccessRequest.public_id == public_id, seen_by(actor))
        .options(joinedload(AccessRequest.agency), joinedload(AccessRequest.by_organisation))
        .execution_options(populate_existing=True)
    )
    row = session.scalars(query.with_for_update(of=AccessRequest) if lock else query).one_or_none()
    if row is None:
        raise NotFound(public_id)
    return row


def to_tie(session: Session, actor: Actor, address: str) -> Case:
    """A concern that this person reads from inside, to which a request may be tied. Raises NotFound."""
    case = find_case(session, actor, address)
    if case.undeclared or not case.rights & INSIDE:
        raise NotFound(address)
    return case


def tied_to(session: Session, actor: Actor, row: AccessRequest) -> Case | None:
    """The concern a request is tied to, as this person has it; None where that would tell more than they may know.

    Outside the Group the tie is shown only after transmission, and not where it would tell who filed.
    """
    if row.concern_id is None:
        return None
    address = session.scalars(select(Concern.public_id).where(Concern.id == row.concern_id)).one()
    try:
        case = find_case(session, actor, address)
    except NotFound:
        return None
    if case.undeclared:
        return None
    inside = bool(case.rights & INSIDE)
    filed = case.concern.filer_organisation_id == row.by_organisation_id
    if inside or (Right.EXTRACT in case.rights and not (filed and not case.concern.extract_names_filer)):
        return case
    return None
