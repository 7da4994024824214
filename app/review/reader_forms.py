"""Forms of who reads a concern for the Group, and of the steps taken on its working papers."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Session
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.concerns import fields
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.periods import load_calendar
from app.concerns.step_forms import StepForm, StepForms
from app.core.language import lazy as _l
from app.core.language import ngettext
from app.core.language import translate as _
from app.core.numbers import a_choice
from app.core.time import today
from app.process.data import Reason, StepData
from app.review.offers import Offered, offered
from app.review.service import Assignment, HandOver
from app.review.working_papers import Chosen, RefusedWording, Round
from app.working_papers.drafts.queries import suggestions
from app.working_papers.models import Suggestion
from workflows.concern import CONCERN, ConcernAction
from workflows.recommendation import RECOMMENDATION, RecommendationAction
from workflows.suggestion import SuggestionState

step_forms = StepForms()


@step_forms.of(CONCERN, ConcernAction.ASSIGN, ConcernAction.SECOND)
class AssignForm(StepForm):
    """Who reads the concern for the Group."""

    data_class: ClassVar[type[StepData]] = Assignment

    person = fields.pick(
        _l("Member"),
        _l("Nobody of the filer's organisation, or of one that the concern is about, is listed."),
    )

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """List the members who may be chosen, the most fitting first, each with what speaks for or against."""
        self.person.choices = [(0, _l("Choose one"))] + [
            (o.person.id, " · ".join(offer_text(o))) for o in self.offers(session, case)
        ]

    def offers(self, session: Session, case: Case) -> list[Offered]:
        """Who may be chosen."""
        return offered(session, case.concern)


def offer_text(offer: Offered) -> list[str]:
    """A member as the list offers them."""
    said = [offer.person.name, offer.person.organisation.name]
    said.append(ngettext("%(num)s open review", "%(num)s open reviews", offer.load))
    if offer.fits:
        said.append(_("its field"))
    if offer.tied:
        said.append(_("has a tie in the register of interests"))
    return said


@step_forms.of(CONCERN, ConcernAction.HAND_OVER)
class HandOverForm(AssignForm):
    """Who takes the post over, and why."""

    data_class = HandOver

    reason = fields.long_text(_l("Reasons"), rows=3)

    def offers(self, session: Session, case: Case) -> list[Offered]:
        """Everybody who may be chosen but the one who hands over."""
        return [o for o in super().offers(session, case) if o.person.id != case.actor.person_id]


@step_forms.of(CONCERN, ConcernAction.LEAVE_POST)
class LeavePostForm(StepForm):
    """Why the post is given back."""

    data_class = Reason

    reason = fields.long_text(_l("Reasons"), rows=3)


DAYS = 5  # working days that are suggested for a first round


@step_forms.of(CONCERN, ConcernAction.OPEN_ROUND)
class RoundForm(StepForm):
    """What members are asked, and until when."""

    data_class = Round

    question = fields.long_text(
        _l("What you ask"),
        _l("For example: is the duty clear, and what is still missing?"),
        required=False,
        rows=3,
    )
    ends_on = fields.day(
        _l("Last day for views"),
        _l("The round ends automatically after this day."),
        fields.not_past,
        fields.within_a_year,
    )

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """On first sight, a day that leaves time."""
        if not self.is_filled and self.ends_on.data is None:
            self.ends_on.data = load_calendar(session, today()).add_working(today(), DAYS)


class SuggestionForm(StepForm):
    """One of the wordings that wait for an answer."""

    suggestion = RadioField(
        _l("Suggested wording"),
        [InputRequired(fields.CHOOSE)],
        coerce=a_choice,
        validate_choice=False,  # one that was decided on meanwhile is refused by the step, which says what happened
    )

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """List what was suggested and is not yet decided."""
        rows = suggestions(session, recommendation) if recommendation is not None else ()
        self.suggestion.choices = [
            (s.id, suggestion_text(s)) for s in rows if s.state is SuggestionState.OPEN
        ]


def suggestion_text(suggestion: Suggestion) -> str:
    """A suggestion as the list offers it."""
    given = {"passage": suggestion.passage, "wording": suggestion.wording, "who": suggestion.person.name}
    if not suggestion.wording:
        return str(_("Strike “%(passage)s” (%(who)s)", **given))
    return str(_("Instead of “%(passage)s”: “%(wording)s” (%(who)s)", **given))


@step_forms.of(RECOMMENDATION, RecommendationAction.TAKE_WORDING)
class TakeForm(SuggestionForm):
    """The wording that becomes part of the draft."""

    data_class = Chosen


@step_forms.of(RECOMMENDATION, RecommendationAction.REFUSE_WORDING)
class RefuseForm(SuggestionForm):
    """The wording that does not, and why."""

    data_class = RefusedWording

    reason = fields.long_text(_l("Reasons"), rows=3)
