"""The form with which the chair puts a decision to the vote."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import BooleanField

from app.concerns import fields
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.periods import load_calendar
from app.concerns.step_forms import StepForm
from app.concerns.vocabulary import Manner
from app.core.forms import Form
from app.core.time import ZONE, today
from app.process.data import Decision, NewDateDecision
from workflows.recommendation import State

MANNERS = [
    (Manner.MEETING.value, _l("In a meeting")),
    (Manner.WRITTEN.value, _l("By written procedure")),
]
DAYS = 5  # working days that are suggested for a written procedure


class ProcedureForm(Form):
    """How the Group votes: in a meeting, or in writing until a day."""

    manner = fields.one_of(_l("How the Group votes"), MANNERS, Manner)
    ends_on = fields.day(
        _l("Last day for ballots"),
        _l("For a written procedure: it closes by itself at the end of this day."),
        fields.not_past,
        fields.within_a_year,
        required=False,
    )

    def validate(self, extra_validators: object = None) -> bool:
        """A written procedure needs its end."""
        valid = bool(super().validate(extra_validators))
        if self.manner.data is Manner.WRITTEN and self.ends_on.data is None and not self.ends_on.errors:
            self.ends_on.errors = [_l("A written procedure needs its last day.")]
            return False
        return valid

    def suggest_end(self, session: Session) -> None:
        """On first sight, a day that leaves time."""
        if not self.is_filled and self.ends_on.data is None:
            self.ends_on.data = load_calendar(session, today()).add_working(today(), DAYS)

    @property
    def ends_at(self) -> datetime | None:
        """The moment at which a written procedure closes: the end of its last day in the country's zone."""
        if self.manner.data is not Manner.WRITTEN or self.ends_on.data is None:
            return None
        return datetime.combine(self.ends_on.data + timedelta(days=1), time(), ZONE)


class DecisionForm(StepForm, ProcedureForm):
    """What is proposed, and how the Group votes on it."""

    data_class = Decision
    asks_apart: ClassVar[bool] = False

    reason = fields.long_text(_l("Reasons"), _l("Why the Group should decide so."), required=False)
    apart = BooleanField(_l("Vote on each recommendation apart"))

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """Suggest an end; several drafts can be voted on one by one. A refused form is prepared again."""
        several = sum(r.state is State.DRAFTED for r in case.all_recommendations) > 1
        if "apart" in self and not (self.asks_apart and several):
            del self["apart"]
        self.suggest_end(session)

    def decision(self) -> Decision:
        """What is proposed."""
        given = self.given()
        assert isinstance(given, Decision)
        return given


class ReasonedDecisionForm(DecisionForm):
    """A decision that has to give its reasons."""

    reason = fields.long_text(_l("Reasons"), _l("They stay with the case."))


class NewDateDecisionForm(ReasonedDecisionForm):
    """A decision that sets a new date."""

    data_class = NewDateDecision

    due_on = fields.day(_l("New date"), _l("Until when the institution is to report."), fields.not_past)
