"""Suggested wording: taken into a new version of the draft, or refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import select

from app.concerns.steps import CaseStep
from app.process.data import NOT_TYPED, Reason, StepData
from app.process.effects import StepEffects
from app.process.following import move
from app.review.service import Draft, fill
from app.working_papers.drafts.passages import replaced
from app.working_papers.models import Part, Suggestion
from workflows import suggestion as suggestions
from workflows.recommendation import RECOMMENDATION, Do
from workflows.suggestion import SUGGESTION, SuggestionState
from workflows.text import shows

effects = StepEffects()

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


@effects.before(RECOMMENDATION, Do.TAKE_WORDING)
def take_wording(taking: CaseStep, data: Chosen) -> None:
    """The passage gives way to the suggested words, if it still stands in the draft once."""
    suggestion, rec = _open(taking, data.suggestion), taking.rec
    part = suggestion.part.value
    words = replaced(getattr(rec, part), suggestion.passage, suggestion.wording)
    if words is None:
        taking.refuse("passage_stands")
        return
    if (suggestion.part in MUST_SAY and not shows(words)) or (
        suggestion.part is Part.HEADING and len(words) > LONGEST_HEADING
    ):
        taking.refuse("wording_fits")
    now = {f.name: getattr(rec, _column(f.name)) for f in fields(Draft) if f.name not in NOT_TYPED}
    taking.data = Taken(**{**now, part: words}, suggestion=suggestion.id)
    fill(taking, rec, taking.data)
    _decide(taking, suggestion, suggestions.Do.TAKE)


@effects.before(RECOMMENDATION, Do.REFUSE_WORDING)
def refuse_wording(taking: CaseStep, data: RefusedWording) -> None:
    """The draft stays as it is; the reason stands beside the suggestion."""
    _decide(taking, _open(taking, data.suggestion), suggestions.Do.REFUSE, data)


def _column(name: str) -> str:
    return "addressee_id" if name == "addressee" else name


def _open(taking: CaseStep, suggestion_id: int | None) -> Suggestion:
    row = taking.session.scalars(
        select(Suggestion)
        .where(
            Suggestion.id == suggestion_id,
            Suggestion.recommendation_id == taking.rec.id,
            Suggestion.state == SuggestionState.OPEN,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        taking.refuse("suggestion")
        raise AssertionError("a refusal raises")
    return row


def _decide(
    taking: CaseStep, suggestion: Suggestion, do: suggestions.Do, data: RefusedWording | None = None
) -> None:
    decider = taking.actor.person_id
    move(taking.session, taking.at, SUGGESTION, suggestion, do, data, person_id=decider)
    taking.rec.suggestions -= 1
    taking.params["suggestion"] = suggestion.id
    taking.tell.add(suggestion.person_id)
