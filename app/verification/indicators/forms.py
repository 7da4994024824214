"""Forms of indicators."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns import fields
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.step_forms import StepForm, StepForms
from app.core.time import today
from app.process.models import Statement
from app.verification.indicators.service import Indicator, Measurement
from workflows.recommendation import RECOMMENDATION, Do

step_forms = StepForms()


@step_forms.of(RECOMMENDATION, Do.SET_INDICATOR)
class IndicatorForm(StepForm):
    """What is counted from now on."""

    data_class = Indicator

    name = fields.short_text(
        _l("What is counted"), _l("In words that everybody counts alike. The institution reads it."), most=160
    )
    unit = fields.short_text(_l("Unit"), _l("Cases, days, per cent …"), required=False, most=40)
    baseline = fields.amount(_l("Where it stood"))
    baseline_on = fields.day(_l("On which day"), "", fields.not_ahead)
    target = fields.amount(_l("Target"))
    target_on = fields.day(_l("By which day"))

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """Suggest the date by which the recommendation is to be done."""
        if not self.is_filled and recommendation is not None and self.target_on.data is None:
            self.target_on.data = recommendation.proposed_on


@step_forms.of(RECOMMENDATION, Do.MEASURE)
class MeasurementForm(StepForm):
    """A value, beside those that the other side gives."""

    data_class = Measurement
    takes_files = True

    indicator = fields.pick(_l("Indicator"))
    measured_on = fields.day(_l("Day of the value"), "", fields.not_ahead)
    value = fields.amount(_l("Value"))
    origin = fields.short_text(
        _l("Where it was read"),
        _l("A register, a report, an own count. It stands beside the value."),
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
                Statement.do == Do.SET_INDICATOR,
            )
            .order_by(Statement.id)
        ).all()
        self.indicator.choices = list(enumerate(names, 1))
        if not self.is_filled and self.measured_on.data is None:
            self.measured_on.data = today()
