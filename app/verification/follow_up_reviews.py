"""The follow-up review, 6 and 12 months after "implemented": another organisation finds whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from app.accounts.models import Organisation
from app.concerns.recusals import recused
from app.concerns.steps import CaseStep
from app.process.data import Finding, NewDateDecision, StepData
from app.process.effects import StepEffects
from app.verification.service import check_finding
from app.votes.service import propose
from app.votes.steps import Procedure
from workflows.recommendation import RECOMMENDATION, Grade, RecommendationAction
from workflows.roles import Kind

effects = StepEffects()


@dataclass(frozen=True)
class FollowUpReviewAssignment(StepData):
    """Which organisation of the Group reviews again."""

    organisation: int | None = None


@dataclass(frozen=True)
class FollowUpReview(Finding):
    """What was found this time. With `reopens` the Group votes by `procedure` on going on until `due_on`."""

    reopens: bool = False
    procedure: Procedure | None = field(default=None, compare=False)

    def details(self) -> dict[str, Any]:
        """How the Group votes stands with the vote itself."""
        return super(FollowUpReview, replace(self, procedure=None)).details()


@effects.before(RECOMMENDATION, RecommendationAction.VERIFY)
def note_verifier(context: CaseStep, _data: Finding) -> None:
    """Who found it implemented: somebody else reviews again."""
    context.rec.verified_by_id, context.rec.follow_up_reviewer_id = context.actor.organisation_id, None


@effects.before(RECOMMENDATION, RecommendationAction.REOPEN)
def clear_verifier(context: CaseStep, _data: StepData) -> None:
    """It is open again: who verifies it next begins a new count."""
    context.rec.verified_by_id = context.rec.follow_up_reviewer_id = None


@effects.before(RECOMMENDATION, RecommendationAction.ASSIGN_REVIEWER)
def assign_reviewer(context: CaseStep, data: FollowUpReviewAssignment) -> None:
    """A member organisation that may see it, neither the addressee nor the one that verified; on its desk alone."""
    organisation = context.session.get(Organisation, data.organisation or 0)
    apart = {context.rec.addressee_id, context.rec.verified_by_id}
    out = recused(context.session, context.concern.id).organisations
    if organisation is None or organisation.kind is not Kind.MEMBER or not organisation.active:
        context.refuse("organisation")
    elif organisation.id in out:
        context.refuse("eligible")
    elif organisation.id in apart:
        context.refuse("reviewers_apart")
    else:
        context.rec.follow_up_reviewer_id = organisation.id
        context.params["organisation"] = organisation.name


@effects.before(RECOMMENDATION, RecommendationAction.FOLLOW_UP_REVIEW, RecommendationAction.LAST_REVIEW)
def save_follow_up_review(context: CaseStep, data: FollowUpReview) -> None:
    """The Group's latest finding stands beside the claim; the one before it stays in the history."""
    check_finding(context, data)
    if data.reopens:
        if data.grade is Grade.A:
            context.refuse("relapse")
        if data.due_on is None or data.due_on < context.day:
            context.refuse("due_on")
    rec = context.rec
    rec.finding, rec.grade, rec.found_at = data.finding, data.grade, context.at


@effects.after(RECOMMENDATION, RecommendationAction.FOLLOW_UP_REVIEW, RecommendationAction.LAST_REVIEW)
def propose_reopening(context: CaseStep, data: FollowUpReview) -> None:
    """A relapse goes to the vote at once: nobody has to remember it."""
    if data.reopens and data.procedure is not None:
        decision = NewDateDecision(reason=data.finding, due_on=data.due_on)
        propose(
            context.session,
            context.case,
            context.rec,
            RecommendationAction.REOPEN,
            decision,
            data.procedure,
            context.standing,
        )
