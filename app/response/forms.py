"""Forms of the addressee's answers, and of the replies to them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.concerns import fields
from app.concerns.access import Case
from app.concerns.clocks import last_asked
from app.concerns.models import Recommendation
from app.concerns.records import Extension
from app.concerns.step_forms import StepForm, StepForms
from app.core.language import lazy as _l
from app.directory.queries import addressees
from app.process.data import Reason
from app.recusals.service import never_addressed
from app.response.service import (
    Acceptance,
    Claim,
    Clarification,
    MoreTime,
    PartAcceptance,
    Question,
    Readdressing,
)
from app.votes.forms import ReasonedDecisionForm
from workflows.recommendation import RECOMMENDATION, RecommendationAction

step_forms = StepForms()


@step_forms.of(RECOMMENDATION, RecommendationAction.ACCEPT)
class AcceptForm(StepForm):
    """An answer that accepts."""

    data_class = Acceptance
    takes_files = True

    note = fields.long_text(_l("Note"), _l("If you wish to say more."), required=False, rows=4)
    uploads = fields.files()


@step_forms.of(RECOMMENDATION, RecommendationAction.ACCEPT_IN_PART)
class PartForm(StepForm):
    """An answer that accepts a part."""

    data_class = PartAcceptance
    takes_files = True

    part = fields.long_text(_l("Which part do you accept?"), rows=4)
    reason = fields.long_text(_l("Reasons"), _l("Why not the rest?"), rows=4)
    uploads = fields.files()


@step_forms.of(
    RECOMMENDATION,
    RecommendationAction.REJECT,
    RecommendationAction.DISCLAIM,
    RecommendationAction.RETURN,
    RecommendationAction.DISAGREE,
)
class ReasonForm(StepForm):
    """A step that has to give its reasons."""

    data_class = Reason
    takes_files = True

    reason = fields.long_text(_l("Reasons"))
    uploads = fields.files()


class ExtensionForm(StepForm):
    """A decision on more time, beside what was asked for."""

    asked: Extension | None = None

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """Until when it was asked for, and why."""
        self.asked = last_asked(session, recommendation.id) if recommendation else None


@step_forms.of(RECOMMENDATION, RecommendationAction.REFUSE_EXTENSION)
class RefuseForm(ExtensionForm):
    """Why the date stays."""

    data_class = Reason

    reason = fields.long_text(_l("Reasons"), rows=4)


@step_forms.of(RECOMMENDATION, RecommendationAction.GRANT_EXTENSION)
class GrantForm(ExtensionForm):
    """More time is given."""

    data_class = Reason

    reason = fields.long_text(_l("Note"), _l("If you wish to say more."), required=False, rows=4)


@step_forms.of(RECOMMENDATION, RecommendationAction.CLAIM_DONE, RecommendationAction.DONE)
class ClaimForm(StepForm):
    """What the institution says it has done."""

    data_class = Claim
    takes_files = True

    claim = fields.long_text(_l("What has been done"), _l("The Group will check it on its own."))
    evidence = fields.long_text(
        _l("What shows it"), _l("Name the documents, data or places where it can be seen."), rows=4
    )
    uploads = fields.files()


@step_forms.of(RECOMMENDATION, RecommendationAction.READDRESS)
class ReaddressForm(StepForm):
    """Who is competent."""

    data_class = Readdressing

    addressee = fields.pick(_l("Competent institution"), fields.WITHOUT_ACCOUNT)
    reason = fields.long_text(_l("Reasons"), rows=4)

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """List the other institutions."""
        now = {recommendation.addressee_id} if recommendation else set()
        others = addressees(session, never_addressed(case) | now)
        self.addressee.choices = fields.who_answers(session, others)


@step_forms.of(RECOMMENDATION, RecommendationAction.ASK)
class QuestionForm(StepForm):
    """What the addressee needs to know."""

    data_class = Question

    question = fields.long_text(
        _l("What is not clear?"), _l("Your deadline to answer is paused until you hear.")
    )


@step_forms.of(RECOMMENDATION, RecommendationAction.CLARIFY)
class ClarifyForm(StepForm):
    """The rapporteur's explanation."""

    data_class = Clarification

    answer = fields.long_text(_l("Clarification"), _l("The institution reads it."))


@step_forms.of(RECOMMENDATION, RecommendationAction.MAINTAIN, RecommendationAction.CONCEDE)
class ReplyForm(ReasonedDecisionForm):
    """What the Group decided on a refusal."""


@step_forms.of(RECOMMENDATION, RecommendationAction.ASK_EXTENSION)
class MoreTimeForm(StepForm):
    """Until when, and why."""

    data_class = MoreTime

    until = fields.day(_l("Until when?"), _l("A day after the present date."), fields.not_past)
    reason = fields.long_text(
        _l("Reasons"), _l("The coordinator decides; the present deadline applies until then."), rows=4
    )
