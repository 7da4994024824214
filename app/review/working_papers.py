"""What steps on working papers do: a blind first round, and suggested wording taken or refused."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from datetime import time as wall
from typing import ClassVar

from sqlalchemy import select

from app.concerns.steps import CaseStep
from app.core.time import ZONE
from app.process.data import NOT_TYPED, Reason, StepData
from app.process.effects import StepEffects
from app.process.following import move
from app.review.service import Draft, fill
from app.working_papers.drafts.passages import replaced
from app.working_papers.models import FirstRound, Part, Suggestion
from app.working_papers.rounds import entitled, open_round
from workflows import first_round
from workflows import suggestion as suggestions
from workflows.concern import CONCERN, ConcernAction
from workflows.first_round import FIRST_ROUND
from workflows.recommendation import RECOMMENDATION, RecommendationAction
from workflows.roles import CaseRole
from workflows.suggestion import SUGGESTION, SuggestionState
from workflows.text import shows

effects = StepEffects()


@dataclass(frozen=True)
class Round(StepData):
    """What members are asked, and the last day for their views."""

    words: ClassVar[str] = "question"
    question: str = ""
    ends_on: date | None = None


@effects.before(CONCERN, ConcernAction.OPEN_ROUND)
def open_first_round(context: CaseStep, data: Round) -> None:
    """Whoever acts for a seat that is not recused is told, and notes a view."""
    assert data.ends_on is not None
    if data.ends_on < context.day:
        context.refuse("date_ahead")
    context.session.add(
        FirstRound(
            concern_id=context.concern.id,
            question=data.question,
            opened_at=context.at,
            opened_by_id=context.actor.person_id,
            ends_at=datetime.combine(data.ends_on + timedelta(days=1), wall(), ZONE),
        )
    )
    context.concern.first_round = True
    _notify_everybody(context)


@effects.before(CONCERN, ConcernAction.CLOSE_ROUND)
def close_first_round(context: CaseStep, _data: StepData | None) -> None:
    """From now on the views are seen by all who read the review."""
    row = open_round(context.session, context.concern.id)
    assert row is not None
    closed_by = context.actor.person_id if context.standing is CaseRole.CHAIR else None
    move(
        context.session, context.at, FIRST_ROUND, row, first_round.FirstRoundAction.CLOSE, person_id=closed_by
    )
    context.concern.first_round = False
    _notify_everybody(context)


@effects.before(
    CONCERN,
    ConcernAction.PROPOSE,
    ConcernAction.WITHDRAW,
    ConcernAction.LAPSE,
    ConcernAction.REFER,
    ConcernAction.TRANSMIT_URGENT,
)
def end_with_the_review(context: CaseStep, _data: StepData | None) -> None:
    """A round does not go on once the review is over."""
    if context.concern.first_round:
        context.follow_concern(ConcernAction.CLOSE_ROUND)


def _notify_everybody(context: CaseStep) -> None:
    seats = entitled(context.session, context.concern)
    context.tell |= {held.acting.id for held in seats if held.acting is not None}


MUST_SAY = frozenset({Part.HEADING, Part.TEXT, Part.MEASURE})
LONGEST_HEADING = 200  # characters, as its column


@dataclass(frozen=True)
class Taken(Draft):
    """The draft as it reads with the suggested words; kept whole with the event, as every version is."""

    suggestion: int | None = None


@dataclass(frozen=True)
class Chosen(StepData):
    """The suggestion that is taken."""

    suggestion: int | None = None


@dataclass(frozen=True)
class RefusedWording(Reason):
    """The suggestion that is refused, and why."""

    suggestion: int | None = None


@effects.before(RECOMMENDATION, RecommendationAction.TAKE_WORDING)
def take_wording(context: CaseStep, data: Chosen) -> None:
    """The passage gives way to the suggested words, if it still stands in the draft once."""
    suggestion, rec = _open(context, data.suggestion), context.rec
    part = suggestion.part.value
    words = replaced(getattr(rec, part), suggestion.passage, suggestion.wording)
    if words is None:
        context.refuse("passage_stands")
        return
    if (suggestion.part in MUST_SAY and not shows(words)) or (
        suggestion.part is Part.HEADING and len(words) > LONGEST_HEADING
    ):
        context.refuse("wording_fits")
    now = {f.name: getattr(rec, _column(f.name)) for f in fields(Draft) if f.name not in NOT_TYPED}
    context.data = Taken(**{**now, part: words}, suggestion=suggestion.id)
    fill(context, rec, context.data)
    _decide(context, suggestion, suggestions.SuggestionAction.TAKE)


@effects.before(RECOMMENDATION, RecommendationAction.REFUSE_WORDING)
def refuse_wording(context: CaseStep, data: RefusedWording) -> None:
    """The draft stays as it is; the reason stands beside the suggestion."""
    _decide(context, _open(context, data.suggestion), suggestions.SuggestionAction.REFUSE, data)


def _column(name: str) -> str:
    return "addressee_id" if name == "addressee" else name


def _open(context: CaseStep, suggestion_id: int | None) -> Suggestion:
    row = context.session.scalars(
        select(Suggestion)
        .where(
            Suggestion.id == suggestion_id,
            Suggestion.recommendation_id == context.rec.id,
            Suggestion.state == SuggestionState.OPEN,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        context.refuse("suggestion")
        raise AssertionError("a refusal raises")
    return row


def _decide(
    context: CaseStep,
    suggestion: Suggestion,
    do: suggestions.SuggestionAction,
    data: RefusedWording | None = None,
) -> None:
    decider = context.actor.person_id
    move(context.session, context.at, SUGGESTION, suggestion, do, data, person_id=decider)
    context.rec.suggestions -= 1
    context.params["suggestion"] = suggestion.id
    context.tell.add(suggestion.person_id)
