"""The roll of a vote: who may vote when it opens."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.conflicts import Recusal
from app.cases.models import Concern
from app.group.queries import seats_on
from app.votes.models import VoteSeat


def roll_of(session: Session, concern: Concern) -> list[VoteSeat]:
    """The organisations that hold a seat and are not recused, with who acts for each."""
    out = recused(session, concern.id)
    return [
        VoteSeat(organisation_id=held.seat.organisation_id, person_id=held.acting.id if held.acting else None)
        for held in seats_on(session)
        if held.seat.organisation_id not in out and (held.acting is None or held.acting.id not in out.persons)
    ]


@dataclass(frozen=True, slots=True)
class Out:
    """Who is recused from a concern."""

    organisations: frozenset[int]
    persons: frozenset[int]

    def __contains__(self, organisation_id: int) -> bool:
        return organisation_id in self.organisations


def recused(session: Session, concern_id: int) -> Out:
    """The organisations and the single persons that are recused from a concern."""
    rows = session.execute(
        select(Recusal.organisation_id, Recusal.person_id).where(Recusal.concern_id == concern_id)
    ).all()
    return Out(
        frozenset(r.organisation_id for r in rows if r.organisation_id),
        frozenset(r.person_id for r in rows if r.person_id),
    )
