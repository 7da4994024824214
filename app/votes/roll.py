"""The roll of a vote: who may vote when it opens."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.concerns.models import Concern
from app.concerns.recusals import recused
from app.group.queries import seats_on
from app.votes.models import VoteSeat


def roll_of(session: Session, concern: Concern) -> list[VoteSeat]:
    """The organisations that hold a seat and are not recused, with who acts for each."""
    out = recused(session, concern.id)
    return [
        VoteSeat(organisation_id=held.seat.organisation_id, person_id=held.acting.id if held.acting else None)
        for held in seats_on(session)
        if not out.holds(held.seat.organisation_id, held.acting.id if held.acting else None)
    ]
