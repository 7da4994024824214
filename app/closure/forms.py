"""Forms of the steps that end a case or bring it back."""

from __future__ import annotations

from app.closure.service import Conclusion
from app.concerns import fields
from app.concerns.fields import grades, sources_field
from app.concerns.step_forms import StepForm, StepForms
from app.core.language import lazy as _l
from app.process.data import FindingDecision
from app.votes.forms import NewDateDecisionForm, ReasonedDecisionForm
from workflows.concern import CONCERN, ConcernAction
from workflows.recommendation import RECOMMENDATION, Grade, RecommendationAction

step_forms = StepForms()


@step_forms.of(CONCERN, ConcernAction.CLOSE)
class CloseForm(StepForm):
    """What is said at the close."""

    data_class = Conclusion

    conclusion = fields.long_text(
        _l("Conclusion"), _l("What was reached, and what was not. Ministry and institutions read it too.")
    )


@step_forms.of(RECOMMENDATION, RecommendationAction.SUPERSEDE, RecommendationAction.SILENCE)
class EndForm(ReasonedDecisionForm):
    """A decision of the Group that ends a recommendation."""


@step_forms.of(RECOMMENDATION, RecommendationAction.NOT_IMPLEMENTED)
class NotImplementedForm(ReasonedDecisionForm):
    """The Group finds that it has not been done."""

    data_class = FindingDecision

    finding = fields.long_text(_l("What the Group found"))
    grade = fields.one_of(_l("Grade"), grades({Grade.C, Grade.D, Grade.E}), Grade)
    sources = sources_field()


@step_forms.of(RECOMMENDATION, RecommendationAction.REOPEN)
class ReopenForm(NewDateDecisionForm):
    """A relapse, or new facts."""
