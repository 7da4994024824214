"""What gives a right waits for a second person.

That is somebody of the secretariat or the chair, and neither who proposed it nor whom it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from app.accounts.history import note
from app.accounts.models import Change, Person
from app.accounts.outbox import outbox
from app.accounts.queries import who_holds
from app.accounts.rights.effects import OrganisationChanged, carry_out
from app.accounts.rights.models import Given, Proposal, ProposalState
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.random_ids import public_id
from app.core.time import now
from workflows.roles import Role as RoleName


class NotYours(Exception):
    """Another person confirms this."""


class Decided(Exception):
    """It does not wait any more."""


class Mail(StrEnum):
    """Mails about rights, to the chair and the secretariat."""

    PROPOSED = "rights_proposed"
    DECIDED = "rights_decided"  # to who proposed it
    GIVEN = "rights_given"  # by a command of the server


def propose(session: Session, actor: Actor, person_id: int, changes: dict[str, dict[str, Any]]) -> Proposal:
    """Let it wait for a second person, who is told; what was proposed before of the same things is taken back.

    What waits already as it is proposed, by the same person, is not proposed twice.
    """
    for row in open_proposals(session, person_id):
        if row.changes == changes and row.by_id == actor.person_id:
            return row
        if row.changes.keys() & changes.keys():
            end_proposal(row, ProposalState.TAKEN_BACK, actor)
    proposal = Proposal(
        public_id=public_id(), person_id=person_id, changes=changes, by_id=actor.person_id, at=now()
    )
    session.add(proposal)
    session.flush()
    note(session, actor, person_id, Change.PROPOSED, changes=changes, proposal=proposal.id)
    outbox().notify(
        session, Mail.PROPOSED, proposal.id, people=confirmers(session) - {actor.person_id, person_id}
    )
    return proposal


def confirmers(session: Session) -> set[int]:
    """The secretariat, and the chair, who is a member."""
    chairs = who_holds(session, RoleName.CHAIR) & who_holds(session, RoleName.MEMBER)
    return who_holds(session, RoleName.SECRETARIAT) | chairs


def open_proposals(session: Session, person_id: int) -> Iterable[Proposal]:
    """What waits about this person, locked."""
    return session.scalars(
        select(Proposal)
        .where(Proposal.person_id == person_id, Proposal.state == ProposalState.OPEN)
        .order_by(Proposal.id)
        .with_for_update()
    ).all()


def end_proposal(row: Proposal, state: ProposalState, by: Actor, reason: str = "") -> None:
    """It waits no more."""
    row.state, row.decided_by_id, row.decided_at, row.reason = state, by.person_id, now(), reason


def locked_person(session: Session, person_id: int) -> Person:
    """The account with its roles, locked."""
    return session.scalars(
        select(Person)
        .where(Person.id == person_id)
        .options(selectinload(Person.roles))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def may_confirm(actor: Actor, row: Proposal) -> bool:
    """Whether this person is the second one: of the secretariat or the chair, not who proposed it, not whose it is."""
    return confirms(actor) and actor.person_id not in (row.by_id, row.person_id)


def confirms(actor: Actor) -> bool:
    """Whether this person confirms what others propose."""
    return actor.is_(RoleName.SECRETARIAT) or (actor.is_(RoleName.CHAIR) and actor.is_(RoleName.MEMBER))


def may_take_back(actor: Actor, row: Proposal) -> bool:
    """Who proposed it and, for an account, every administrator."""
    return actor.person_id == row.by_id or (
        actor.is_(RoleName.ADMINISTRATOR) and Given.SEAT not in row.changes
    )


def confirm(actor: Actor, proposal_id: int) -> None:
    """It takes effect now. Raises NotYours, Decided, and OrganisationChanged where the account has changed since."""
    try:
        with unit_of_work() as session:
            row = _waiting(session, proposal_id)
            if not may_confirm(actor, row):
                raise NotYours
            if not _may_still_propose(session, row):
                raise OrganisationChanged
            end_proposal(row, ProposalState.CONFIRMED, actor)
            carry_out(session, actor, row, locked_person(session, row.person_id))
            outbox().notify(session, Mail.DECIDED, row.id, people=[row.by_id])
    except IntegrityError:
        raise OrganisationChanged from None  # somebody else has this address now


def refuse(actor: Actor, proposal_id: int, reason: str) -> None:
    """It takes no effect, for this reason. Raises NotYours, Decided."""
    with unit_of_work() as session:
        row = _waiting(session, proposal_id)
        if not may_confirm(actor, row):
            raise NotYours
        end_proposal(row, ProposalState.REFUSED, actor, reason.strip())
        note(session, actor, row.person_id, Change.REFUSED, changes=row.changes, reason=row.reason)
        outbox().notify(session, Mail.DECIDED, row.id, people=[row.by_id])


def take_back(actor: Actor, proposal_id: int) -> None:
    """It is not proposed any more. Raises NotYours, Decided."""
    with unit_of_work() as session:
        row = _waiting(session, proposal_id)
        if not may_take_back(actor, row):
            raise NotYours
        end_proposal(row, ProposalState.TAKEN_BACK, actor)
        note(session, actor, row.person_id, Change.TAKEN_BACK, changes=row.changes)


def _waiting(session: Session, proposal_id: int) -> Proposal:
    row = session.get_one(Proposal, proposal_id, with_for_update=True, populate_existing=True)
    if row.state is not ProposalState.OPEN:
        raise Decided
    return row


def _may_still_propose(session: Session, row: Proposal) -> bool:
    role = RoleName.SECRETARIAT if Given.SEAT in row.changes else RoleName.ADMINISTRATOR
    return row.by_id in who_holds(session, role)
