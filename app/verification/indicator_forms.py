"""Forms of indicators and of the follow-up review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import BooleanField

from app.accounts.models import Organisation
from app.concerns import fields
from app.concerns.access import Case
from app.concerns.fields import FindingFields, grades
from app.concerns.models import Recommendation
from app.concerns.recusals import recused
from app.concerns.step_forms import StepForm, StepForms
from app.core.db import db
from app.core.language import lazy as _l
from app.core.time import today
from app.process.data import StepData
from app.process.models import Statement
from app.verification.follow_up_reviews import FollowUpReview, FollowUpReviewAssignment
from app.verification.service import Indicator, Measurement
from app.votes.forms import in_writing
from workflows.recommendation import RECOMMENDATION, Grade, RecommendationAction
from workflows.roles import Kind

step_forms = StepForms()


@step_forms.of(RECOMMENDATION, RecommendationAction.ASSIGN_REVIEWER)
class FollowUpReviewAssignmentForm(StepForm):
    """Which organisation reviews again."""

    data_class = FollowUpReviewAssignment

    organisation = fields.pick(
        _l("Organisation"), _l("Neither the institution itself nor the organisation that verified.")
    )

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """List the member organisations that may review again."""
        apart = {recommendation.addressee_id, recommendation.verified_by_id} if recommendation else set()
        apart |= recused(session, case.concern.id).organisations
        rows = session.execute(
            select(Organisation.id, Organisation.name)
            .where(Organisation.active, Organisation.kind == Kind.MEMBER)
            .order_by(Organisation.sort_key)
        )
        self.organisation.choices = [
            (0, _l("Choose one")),
            *((r.id, r.name) for r in rows if r.id not in apart),
        ]


@step_forms.of(RECOMMENDATION, RecommendationAction.FOLLOW_UP_REVIEW, RecommendationAction.LAST_REVIEW)
class FollowUpReviewForm(FindingFields):
    """Whether it still holds, and what follows where it does not."""

    data_class = FollowUpReview

    grade = fields.one_of(_l("Grade"), grades(Grade), Grade)
    reopens = BooleanField(
        _l("It has relapsed: put its reopening to the vote"),
        description=_l("The Group votes in writing for five working days, with your finding as the reason."),
    )
    due_on = fields.day(
        _l("New date"), _l("Until when the institution is to report again."), fields.not_past, required=False
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Who proposes to reopen says until when, and has found something to reopen it for."""
        valid = bool(super().validate(extra_validators))
        if self.reopens.data and not self.due_on.data and not self.due_on.errors:
            self.due_on.errors = [_l("Set a new deadline, or leave it concluded.")]
            return False
        return valid

    def given(self, files: tuple[str, ...] = ()) -> StepData:
        """The finding, and how the Group would vote on reopening it."""
        review = super().given(files)
        assert isinstance(review, FollowUpReview)
        return replace(review, procedure=in_writing(db.session())) if review.reopens else review


@step_forms.of(RECOMMENDATION, RecommendationAction.SET_INDICATOR)
class IndicatorForm(StepForm):
    """What is counted from now on."""

    data_class = Indicator

    name = fields.short_text(
        _l("What is counted"), _l("In words that everybody counts alike. The institution reads it."), most=160
    )
    unit = fields.short_text(_l("Unit"), _l("Cases, days, per cent …"), required=False, most=40)
    baseline = fields.amount(_l("Baseline value"))
    baseline_on = fields.day(_l("On which day"), "", fields.not_ahead)
    target = fields.amount(_l("Target"))
    target_on = fields.day(_l("By which day"))

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """Suggest the date by which the recommendation is to be done."""
        if not self.is_filled and recommendation is not None and self.target_on.data is None:
            self.target_on.data = recommendation.proposed_on


@step_forms.of(RECOMMENDATION, RecommendationAction.MEASURE)
class MeasurementForm(StepForm):
    """A value, beside those that the other side gives."""

    data_class = Measurement
    takes_files = True

    indicator = fields.pick(_l("Indicator"))
    measured_on = fields.day(_l("Day of the value"), "", fields.not_ahead)
    value = fields.amount(_l("Value"))
    origin = fields.short_text(
        _l("Where it was read"),
        _l("A register, a report, your own count. It is shown beside the value."),
        most=300,
    )
    uploads = fields.files()

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """List the indicators in the order in which they were set."""
        names = session.scalars(
            select(Statement.text)
            .where(
                Statement.concern_id == case.concern.id,
                Statement.recommendation_id == (recommendation.id if recommendation else 0),
                Statement.do == RecommendationAction.SET_INDICATOR,
            )
            .order_by(Statement.id)
        ).all()
        self.indicator.choices = list(enumerate(names, 1))
        if not self.is_filled and self.measured_on.data is None:
            self.measured_on.data = today()
