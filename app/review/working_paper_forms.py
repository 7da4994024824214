"""Forms of the steps taken on working papers: a blind first round, and suggested wording."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.concerns import fields
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.periods import load_calendar
from app.concerns.step_forms import StepForm, StepForms
from app.core.numbers import a_choice
from app.core.time import today
from app.review.rounds import Round
from app.review.wording import Chosen, RefusedWording
from app.working_papers.drafts.queries import suggestions
from app.working_papers.models import Suggestion
from workflows.concern import CONCERN, Do
from workflows.recommendation import RECOMMENDATION
from workflows.recommendation import Do as DraftDo
from workflows.suggestion import SuggestionState

step_forms = StepForms()

DAYS = 5  # working days that are suggested for a first round


@step_forms.of(CONCERN, Do.OPEN_ROUND)
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
        _l("The round ends by itself after this day."),
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
        self.suggestion.choices = [(s.id, said_of(s)) for s in rows if s.state is SuggestionState.OPEN]


def said_of(suggestion: Suggestion) -> str:
    """A suggestion as the list offers it."""
    given = {"passage": suggestion.passage, "wording": suggestion.wording, "who": suggestion.person.name}
    if not suggestion.wording:
        return str(_("Strike “%(passage)s” (%(who)s)", **given))
    return str(_("Instead of “%(passage)s”: “%(wording)s” (%(who)s)", **given))


@step_forms.of(RECOMMENDATION, DraftDo.TAKE_WORDING)
class TakeForm(SuggestionForm):
    """The wording that becomes part of the draft."""

    data_class = Chosen


@step_forms.of(RECOMMENDATION, DraftDo.REFUSE_WORDING)
class RefuseForm(SuggestionForm):
    """The wording that does not, and why."""

    data_class = RefusedWording

    reason = fields.long_text(_l("Reasons"), rows=3)
