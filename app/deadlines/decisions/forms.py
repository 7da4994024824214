"""The form with which the coordinator decides on an escalation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.concerns import fields
from app.concerns.step_forms import StepForm, StepForms
from app.deadlines.decisions.service import EscalationDecision
from workflows.escalation_decision import Remedy
from workflows.recommendation import RECOMMENDATION, Do

step_forms = StepForms()

REMEDIES = [
    (Remedy.MEDIATE.value, _l("Mediate: I speak with both sides")),
    (Remedy.EXTEND.value, _l("Give more time")),
    (Remedy.RAISE.value, _l("Raise it at the next meeting of the Group")),
    (Remedy.WRITE.value, _l("Write to the head of the institution: a letter is drafted")),
]


@step_forms.of(RECOMMENDATION, Do.DECIDE_ESCALATION)
class EscalationForm(StepForm):
    """What is to be done."""

    data_class = EscalationDecision

    remedy = fields.one_of(_l("What is to be done"), REMEDIES, Remedy)
    until = fields.day(
        _l("Until when"),
        _l(
            "Where more time is given, the new date. "
            "Where you mediate, the day after which you are asked again if nothing came of it."
        ),
        fields.not_past,
        required=False,
    )
    reason = fields.long_text(_l("Reasons"), _l("All who read the case read them."), rows=4)

    def validate(self, extra_validators: object = None) -> bool:
        """More time needs its new date, and mediation its end."""
        valid = bool(super().validate(extra_validators))
        if (
            self.remedy.data in (Remedy.EXTEND, Remedy.MEDIATE)
            and self.until.data is None
            and not self.until.errors
        ):
            self.until.errors = [_l("Give a date, as day, month and year.")]
            return False
        return valid
