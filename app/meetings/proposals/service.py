"""Proposing an item, taking it back, and leaving it out. It comes onto an agenda with the suggestions there."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import who_holds
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.random_ids import public_id as new_public_id
from app.core.refusals import NotFound
from app.core.time import now
from app.meetings.access import convenes, proposes
from app.meetings.models import AgendaProposal
from app.meetings.queries import is_waiting
from app.notifications.queue import notify
from app.process.keys import one_at_a_time
from workflows.roles import Role


class Mail(StrEnum):
    """Mails about proposed items."""

    PROPOSED = "item_proposed"


def conveners(session: Session) -> set[int]:
    """The secretariat, and the chair, who is a member: they lead the meeting and keep its agenda."""
    chairs = who_holds(session, Role.CHAIR) & who_holds(session, Role.MEMBER)
    return who_holds(session, Role.SECRETARIAT) | chairs


def propose(actor: Actor, title: str, reason: str, *, override_reason: str = "") -> None:
    """Propose an item for the next meeting; the chair and the secretariat are told. Raises NotFound.

    One that waits already is not proposed twice.
    """
    with unit_of_work() as session:
        if not proposes(session, actor):
            raise NotFound("proposal")
        one_at_a_time(session, actor)
        mine = AgendaProposal.by_id == actor.person_id, AgendaProposal.title == title
        if session.scalar(
            select(AgendaProposal.id).where(is_waiting(), *mine, AgendaProposal.reason == reason).limit(1)
        ):
            return
        row = AgendaProposal(
            public_id=new_public_id(),
            title=title,
            reason=reason,
            override_reason=override_reason,
            by_id=actor.person_id,
            organisation_id=actor.organisation_id,
            at=now(),
        )
        session.add(row)
        session.flush()
        notify(session, Mail.PROPOSED, row.id, people=conveners(session) - {actor.person_id})


def take_back(actor: Actor, public_id: str) -> None:
    """One's own, while it waits. Raises NotFound."""
    with unit_of_work() as session:
        row = _waiting(session, public_id)
        if row.by_id != actor.person_id:
            raise NotFound(public_id)
        session.delete(row)


def leave_out(actor: Actor, public_id: str) -> None:
    """No meeting is to speak of it. Raises NotFound."""
    if not convenes(actor):
        raise NotFound(public_id)
    with unit_of_work() as session:
        row = _waiting(session, public_id)
        row.left_out_at, row.left_out_by_id = now(), actor.person_id


def _waiting(session: Session, public_id: str) -> AgendaProposal:
    row = session.scalars(
        select(AgendaProposal).where(AgendaProposal.public_id == public_id, is_waiting()).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(public_id)
    return row
