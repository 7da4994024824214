"""Forms of the steps of the Group's review."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns import fields
from app.concerns.access import Case
from app.concerns.models import Concern, Recommendation
from app.concerns.step_forms import StepForm, StepForms
from app.concerns.visibility import inside
from app.concerns.vocabulary import Naming, Weight
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.directory.queries import addressees
from app.process.data import Reason
from app.recusals.service import never_addressed
from app.review.offers import similar
from app.review.service import (
    Corrections,
    Draft,
    Extract,
    FactCheck,
    Joining,
    NamingAnswer,
    Proposal,
    Referral,
)
from app.votes.forms import DecisionForm, ReasonedDecisionForm
from app.working_papers.rounds import assessment_of
from workflows.concern import CONCERN, ConcernAction, Stage
from workflows.recommendation import RECOMMENDATION, RecommendationAction, State
from workflows.roles import Level

step_forms = StepForms()

WEIGHTS = [
    (Weight.URGES.value, _l("Urges: the duty is clear and the harm is present")),
    (Weight.CONSIDERS.value, _l("Considers: the institution should do it")),
    (Weight.INVITES.value, _l("Invites: it would be good practice")),
]
NAMING = [
    (Naming.YES.value, _l("Yes, my organisation may be named")),
    (Naming.NO.value, _l("No, it is not to be named")),
]


class DraftFields(StepForm):
    """A recommendation: one addressee, one demand, a measure, a date."""

    data_class = Draft
    advice = "review.quality"

    heading = fields.short_text(_l("In a few words"), _l("What should be done, as a heading."))
    text = fields.long_text(
        _l("The recommendation"), _l("One demand, to one addressee: who does what, until when."), rows=5
    )
    addressee = fields.pick(_l("Addressee"), fields.WITHOUT_ACCOUNT)
    duty = fields.long_text(
        _l("Duty and its source"), _l("The law, order or procedure that asks for it."), required=False, rows=3
    )
    measure = fields.long_text(
        _l("Measure of success"), _l("How everybody will see that it has been done."), rows=3
    )
    baseline = fields.short_text(
        _l("Baseline"), _l("How it is now, where it can be measured."), required=False
    )
    target = fields.short_text(_l("Target"), required=False)
    proposed_on = fields.day(_l("Proposed date"), _l("By when it should be done."), fields.not_past)
    weight = fields.one_of(_l("Weight"), WEIGHTS, Weight)
    will_look_at = fields.long_text(
        _l("What the Group will look at when it verifies"), required=False, rows=3
    )

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """List the addressees, and show what the draft says now."""
        self.addressee.choices = fields.who_answers(session, addressees(session, never_addressed(case)))
        if recommendation is not None and not self.is_filled:
            for name in ("heading", "text", "duty", "measure", "baseline", "target", "proposed_on", "weight"):
                self[name].data = getattr(recommendation, name)
            self.will_look_at.data = recommendation.will_look_at
            self.addressee.data = recommendation.addressee_id


@step_forms.of(CONCERN, ConcernAction.DRAFT)
@step_forms.of(RECOMMENDATION, RecommendationAction.REDRAFT)
class DraftForm(DraftFields):
    """A draft recommendation."""


@step_forms.of(CONCERN, ConcernAction.TRANSMIT_URGENT)
class UrgentForm(DraftFields):
    """The recommendation that goes out at once."""


@step_forms.of(RECOMMENDATION, RecommendationAction.DROP)
@step_forms.of(CONCERN, ConcernAction.SEPARATE)
class ReasonForm(StepForm):
    """A reason."""

    data_class = Reason

    reason = fields.long_text(_l("Reasons"))


@step_forms.of(CONCERN, ConcernAction.PROPOSE)
class ProposalForm(StepForm):
    """Findings, on which the Group decides."""

    data_class = Proposal
    takes_files = True

    findings = fields.long_text(
        _l("Findings"),
        _l("Facts established, the institution's duty and its source, and what follows."),
        rows=10,
    )
    gaps = fields.long_text(_l("Gaps in the evidence"), required=False, rows=3)
    uploads = fields.files()

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """On first sight, what the assessment holds; of its free notes nothing."""
        written = assessment_of(session, case.concern.id)
        if written is None or self.is_filled or self.findings.data:
            return
        self.findings.data = "\n\n".join(t for t in (written.facts, written.duty, written.findings) if t)
        self.gaps.data = written.gaps


@step_forms.of(CONCERN, ConcernAction.CHECK_FACTS)
class FactCheckForm(StepForm):
    """What the addressee reads before the Group decides."""

    data_class = FactCheck

    addressee = fields.pick(_l("Addressee"), _l("An institution to which a draft is addressed."))
    facts = fields.long_text(
        _l("The facts that the drafts rest on"),
        _l("The institution reads this and the drafts addressed to it, and nothing else."),
        rows=8,
    )

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """List the addressees of the drafts."""
        drafted = {
            r.addressee_id: r.addressee.name for r in case.all_recommendations if r.state is State.DRAFTED
        }
        self.addressee.choices = [(0, _l("Choose one")), *drafted.items()]


@step_forms.of(CONCERN, ConcernAction.RETURN_FACTS)
class CorrectionsForm(StepForm):
    """Errors of fact, and nothing else."""

    data_class = Corrections
    takes_files = True

    corrections = fields.long_text(
        _l("Errors of fact"),
        _l("Which statement is wrong, and what shows it. If there is none, say so."),
        rows=8,
    )
    uploads = fields.files()


@step_forms.of(CONCERN, ConcernAction.JOIN)
class JoinForm(StepForm):
    """The concern that this one goes on with."""

    data_class = Joining

    lead = fields.pick(_l("Lead concern"), _l("A concern that is under review itself."))
    reason = fields.long_text(_l("Reasons"), rows=3)

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """List the concerns under review that the person may see; those about the same stand first."""
        alike = [row.id for row in similar(session, case)]
        found = session.execute(
            select(Concern.id, Concern.reference, Concern.title)
            .where(Concern.stage == Stage.REVIEW, Concern.id != case.concern.id, inside(case.actor))
            .order_by(Concern.id.desc())
            .limit(200)
        ).all()
        rows = sorted(found, key=lambda r: alike.index(r.id) if r.id in alike else len(alike))
        self.lead.choices = [(0, _l("Choose one"))] + [(r.id, f"{r.reference} · {r.title}") for r in rows]


@step_forms.of(CONCERN, ConcernAction.REFER)
class ReferralForm(StepForm):
    """Where the matter belongs."""

    data_class = Referral

    way = fields.long_text(_l("Where the matter belongs, and how to get there"), rows=3)
    reason = fields.long_text(_l("Reasons"))


@step_forms.of(CONCERN, ConcernAction.ADOPT)
class AdoptForm(DecisionForm):
    """To adopt the drafts, together or one by one."""

    asks_apart = True


@step_forms.of(CONCERN, ConcernAction.RATIFY)
class RatifyForm(DecisionForm):
    """To let an urgent transmission stand."""


@step_forms.of(
    CONCERN, ConcernAction.DISMISS, ConcernAction.SEND_BACK, ConcernAction.REVOKE, ConcernAction.REOPEN
)
class DecideForm(ReasonedDecisionForm):
    """A decision of the Group with its reasons."""


@step_forms.of(CONCERN, ConcernAction.NAME_FILER)
class NamingForm(StepForm):
    """Whether the filer may be named."""

    data_class = NamingAnswer

    naming = fields.one_of(
        _l("May your organisation be named to the ministry and the institution?"), NAMING, Naming
    )


EACH_ITS_OWN = _l(
    "All addressees, the ministry and the coordinator read this. "
    "Leave it empty, and each is sent its own demands alone."
)


@step_forms.of(CONCERN, ConcernAction.TRANSMIT, ConcernAction.CONFIRM_URGENT)
class ExtractForm(StepForm):
    """What leaves the Group."""

    data_class = Extract

    extract_title = fields.short_text(_l("Title of the extract"))
    extract = fields.long_text(
        _l("Extract"),
        _l("What the ministry, the addressee and the coordinator read. They never see the filing itself."),
        rows=10,
    )

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """Suggest an extract: the whole narrative where the filer shares it, else the demands alone.

        Where there are several addressees, it may stay empty: each is then sent its own demands.
        """
        concern = case.concern
        if len(_addressed(case)) > 1:
            self.extract.validators = self.extract.validators[1:]
            self.extract.description = EACH_ITS_OWN
        if self.is_filled:
            return
        self.extract_title.data = concern.extract_title or neutral_title(concern)
        self.extract.data = concern.extract or suggested_extract(concern, case)


def neutral_title(concern: Concern) -> str:
    """The filer's own words stay in the Group, unless the whole narrative is shared."""
    if concern.level is Level.SHARED:
        return concern.title
    return str(_("Concern %(reference)s", reference=concern.reference))


def suggested_extract(concern: Concern, case: Case) -> str:
    """A first text of the extract, for all addressees: what one alone is asked stands in its recommendations."""
    if concern.level is Level.SHARED:
        return "\n\n".join(t for t in (concern.narrative, concern.where_when, concern.duty) if t)
    if len(_addressed(case)) > 1:
        return ""
    return "\n\n".join(r.text for r in case.all_recommendations if r.state is State.ADOPTED)


def _addressed(case: Case) -> set[int]:
    return {r.addressee_id for r in case.all_recommendations if r.state is State.ADOPTED}
