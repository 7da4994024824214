"""Keeping the register of interests."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.models import Organisation
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import Refusal
from app.core.time import now, today
from app.process.keys import one_at_a_time
from app.recusals.models import Interest, InterestKind
from workflows.roles import Kind, Role


def add_interest(
    actor: Actor,
    organisation_id: int,
    towards_id: int,
    kind: InterestKind,
    text: str,
    from_on: date,
    to_on: date | None,
    *,
    override_reason: str = "",
) -> None:
    """Enter a tie: a member for its own organisation, the secretariat for any. Raises Refusal."""
    with unit_of_work() as session:
        member = session.get(Organisation, organisation_id)
        towards = session.get(Organisation, towards_id)
        if member is None or member.kind is not Kind.MEMBER or not _may(actor, organisation_id):
            raise Refusal("organisation")
        if towards is None or towards.id == member.id:
            raise Refusal("towards")
        if to_on is not None and to_on < from_on:
            raise Refusal("to_on")
        one_at_a_time(session, actor)
        tie = {
            "organisation_id": organisation_id,
            "towards_id": towards_id,
            "kind": kind,
            "text": text.strip(),
            "from_on": from_on,
            "to_on": to_on,
        }
        if session.scalar(select(Interest.id).filter_by(**tie).limit(1)) is None:  # it was not sent twice
            row = Interest(**tie, override_reason=override_reason, by_id=actor.person_id, at=now())
            session.add(row)


def end_interest(actor: Actor, interest_id: int) -> None:
    """It ended yesterday; it stays on record. Raises Refusal for who may not."""
    with unit_of_work() as session:
        interest = session.get(Interest, interest_id, with_for_update=True)
        if interest is None or not _may(actor, interest.organisation_id):
            raise Refusal("organisation")
        if interest.to_on is None or interest.to_on >= today():
            interest.to_on = max(today() - timedelta(days=1), interest.from_on)


def _may(actor: Actor, organisation_id: int) -> bool:
    return actor.is_(Role.SECRETARIAT) or (
        actor.is_(Role.MEMBER) and actor.organisation_id == organisation_id
    )
