"""Forms of the steps of intake."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.concerns import fields
from app.concerns.step_forms import StepForm, StepForms
from app.concerns.vocabulary import Ground
from app.filing.service import Answer, Declined, Question
from app.process.data import Reason
from app.votes.forms import ReasonedDecisionForm
from workflows.concern import CONCERN, ConcernAction, Stage

step_forms = StepForms()

GROUNDS = [
    (Ground.OUTSIDE_MANDATE.value, _l("Outside the mandate of the Group")),
    (Ground.NO_DUTY.value, _l("No duty of an institution is concerned")),
    (Ground.PERSONAL_CASE.value, _l("A person's own case, which belongs to the referral mechanism")),
    (Ground.DUPLICATE.value, _l("The same as a concern that is open already")),
    (Ground.RECOGNISABLE.value, _l("Somebody can be recognised")),
    (Ground.UNFOUNDED.value, _l("Manifestly unfounded")),
]


@step_forms.of(CONCERN, ConcernAction.ASK)
class QuestionForm(StepForm):
    """What the filer is asked."""

    data_class = Question

    question = fields.long_text(
        _l("What do you need to know?"), _l("Ask for facts and papers, never for the name of a victim.")
    )


@step_forms.of(CONCERN, ConcernAction.SUPPLY)
class AnswerForm(StepForm):
    """The filer's answer."""

    data_class = Answer
    takes_files = True

    answer = fields.long_text(_l("Your answer"), _l("Write nothing by which a victim could be recognised."))
    uploads = fields.files()


@step_forms.of(CONCERN, ConcernAction.DECLINE)
class DeclineForm(StepForm):
    """Why the concern is not taken up, and where help is found."""

    data_class = Declined

    ground = fields.one_of(_l("Ground"), GROUNDS, Ground)
    reason = fields.long_text(_l("Reasons"), _l("The filer reads them, and may appeal once."))
    way = fields.long_text(
        _l("Where the matter finds help"),
        _l("For a person's own case: whom to turn to."),
        required=False,
        rows=3,
    )


@step_forms.of(CONCERN, ConcernAction.WITHDRAW, ConcernAction.APPEAL)
class ReasonForm(StepForm):
    """A reason."""

    data_class = Reason

    reason = fields.long_text(_l("Reasons"))


@step_forms.of(CONCERN, ConcernAction.ADMIT, at=Stage.DELIBERATION)
@step_forms.of(CONCERN, ConcernAction.UPHOLD)
class AppealForm(ReasonedDecisionForm):
    """What the Group decided on the appeal."""
