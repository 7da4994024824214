"""What opening and closing a blind first round do. It ends by itself when the concern leaves the review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as wall
from typing import ClassVar

from app.concerns.steps import CaseStep
from app.core.time import ZONE
from app.process.data import StepData
from app.process.effects import StepEffects
from app.process.following import move
from app.working_papers.models import FirstRound
from app.working_papers.rounds import entitled, open_round
from workflows import first_round
from workflows.concern import CONCERN, Do
from workflows.first_round import FIRST_ROUND
from workflows.roles import CaseRole

effects = StepEffects()


@dataclass(frozen=True)
class Round(StepData):
    """What members are asked, and the last day for their views."""

    words: ClassVar[str] = "question"
    question: str = ""
    ends_on: date | None = None


@effects.before(CONCERN, Do.OPEN_ROUND)
def open_first_round(taking: CaseStep, data: Round) -> None:
    """Whoever acts for a seat that is not recused is told, and notes a view."""
    assert data.ends_on is not None
    if data.ends_on < taking.day:
        taking.refuse("date_ahead")
    taking.session.add(
        FirstRound(
            concern_id=taking.concern.id,
            question=data.question,
            opened_at=taking.at,
            opened_by_id=taking.actor.person_id,
            ends_at=datetime.combine(data.ends_on + timedelta(days=1), wall(), ZONE),
        )
    )
    taking.concern.first_round = True
    _tell_everybody(taking)


@effects.before(CONCERN, Do.CLOSE_ROUND)
def close_first_round(taking: CaseStep, _data: StepData | None) -> None:
    """From now on the views are seen by all who read the review."""
    row = open_round(taking.session, taking.concern.id)
    assert row is not None
    closed_by = taking.actor.person_id if taking.standing is CaseRole.CHAIR else None
    move(taking.session, taking.at, FIRST_ROUND, row, first_round.Do.CLOSE, person_id=closed_by)
    taking.concern.first_round = False
    _tell_everybody(taking)


@effects.before(CONCERN, Do.PROPOSE, Do.WITHDRAW, Do.LAPSE, Do.REFER, Do.TRANSMIT_URGENT)
def end_with_the_review(taking: CaseStep, _data: StepData | None) -> None:
    """A round does not go on once the review is over."""
    if taking.concern.first_round:
        taking.follow_concern(Do.CLOSE_ROUND)


def _tell_everybody(taking: CaseStep) -> None:
    seats = entitled(taking.session, taking.concern)
    taking.tell |= {held.acting.id for held in seats if held.acting is not None}
