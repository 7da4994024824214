"""How recommendations and concerns end, and come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.concerns.steps import CaseStep
from app.process.data import Decision, FindingDecision, NewDateDecision, StepData
from app.process.effects import StepEffects
from workflows import concern as concerns
from workflows.recommendation import RECOMMENDATION, Outcome, RecommendationAction

effects = StepEffects()

_OUTCOMES = {
    RecommendationAction.CONCEDE: Outcome.CONCEDED,
    RecommendationAction.DISAGREE: Outcome.DISAGREED,
    RecommendationAction.SUPERSEDE: Outcome.SUPERSEDED,
    RecommendationAction.SILENCE: Outcome.UNANSWERED,
    RecommendationAction.NOT_IMPLEMENTED: Outcome.NOT_IMPLEMENTED,
}


@dataclass(frozen=True)
class Conclusion(StepData):
    """What is said at the close."""

    words: ClassVar[str] = "conclusion"
    conclusion: str = ""


@effects.before(RECOMMENDATION, *_OUTCOMES)
def conclude(context: CaseStep, data: StepData) -> None:
    """The outcome and its moment, and the finding where the Group made one."""
    rec = context.rec
    rec.outcome, rec.concluded_at = _OUTCOMES[RecommendationAction(context.do)], context.at
    if isinstance(data, FindingDecision):
        rec.finding, rec.grade, rec.found_at = data.finding, data.grade, context.at


@effects.before(RECOMMENDATION, RecommendationAction.REOPEN)
def reopen_recommendation(context: CaseStep, data: NewDateDecision) -> None:
    """A relapse, or new facts: work goes on until a new date."""
    if data.due_on is None or data.due_on < context.day:
        context.refuse("date_ahead")
    context.rec.outcome = context.rec.concluded_at = None


@effects.after(RECOMMENDATION, RecommendationAction.REOPEN)
def reopen_concern(context: CaseStep, data: Decision) -> None:
    """Its concern is reopened with it."""
    if context.concern.stage is concerns.Stage.CLOSED:
        context.follow_concern(concerns.ConcernAction.REOPEN, data)
