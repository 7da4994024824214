"""Forms of votes: what is put to the vote and how, the ballot, a minority opinion, questions about the Group itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from flask import current_app
from sqlalchemy.orm import Session
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired

from app.concerns import fields
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.periods import load_calendar
from app.concerns.step_forms import StepForm
from app.concerns.vocabulary import Manner
from app.core.forms import Form
from app.core.labels import choices
from app.core.language import lazy as _l
from app.core.random_ids import one_time_key
from app.core.time import ZONE, today
from app.process.data import Decision, NewDateDecision
from app.votes.group import GroupProposal
from app.votes.steps import Procedure
from config import Settings
from workflows.recommendation import State
from workflows.voting import Choice

MANNERS = [
    (Manner.MEETING.value, _l("In a meeting")),
    (Manner.WRITTEN.value, _l("Written procedure")),
]
DAYS = 5  # working days that are suggested for a written procedure


class ProcedureForm(Form):
    """How the Group votes: in a meeting, or in writing until a day."""

    manner = fields.one_of(_l("How the Group votes"), MANNERS, Manner)
    ends_on = fields.day(
        _l("Last day for ballots"),
        _l("For a written procedure: it closes automatically at the end of this day."),
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


def procedure_of(form: Any) -> Procedure:
    """What a form with `manner`, `ends_at` and perhaps `apart` says, under the rules in force."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    apart = bool(form["apart"].data) if "apart" in form else False
    return Procedure(form.manner.data, settings.voting_rules, form.ends_at, apart)


def in_writing(session: Session) -> Procedure:
    """The usual written procedure, which closes at the end of its last day, under the rules in force."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    last = load_calendar(session, today()).add_working(today(), DAYS)
    ends_at = datetime.combine(last + timedelta(days=1), time(), ZONE)
    return Procedure(Manner.WRITTEN, settings.voting_rules, ends_at)


class BallotForm(Form):
    """One choice for each question; the fields are made for the vote."""

    def choices(self) -> dict[int, Choice]:
        """What was chosen, by question."""
        return {int(f.name.removeprefix("q")): Choice(f.data) for f in self if f.name.startswith("q")}


def ballot_form(questions: Mapping[int, Any], chosen: Mapping[int, Choice]) -> BallotForm:
    """The ballot of one vote: `questions` by number with their words, `chosen` what was said before."""

    class Made(BallotForm):
        pass

    for number, words in questions.items():
        field = RadioField(
            words,
            [InputRequired(fields.CHOOSE)],
            choices=choices(Choice),
            default=chosen[number].value if number in chosen else None,
        )
        setattr(Made, f"q{number}", field)
    return Made()


class OpinionForm(Form):
    """What an organisation thinks otherwise."""

    text = fields.long_text(
        _l("Minority opinion"), _l("The Group reads it. Clear the field to withdraw it."), required=False
    )
    travels = BooleanField(_l("It may travel with the recommendations to the ministry and the institution"))

    @property
    def may_travel(self) -> bool:
        """Whether its author lets it leave the Group."""
        return "travels" in self and bool(self["travels"].data)


class QuestionForm(ProcedureForm):
    """What the Group is asked about itself."""

    key = HiddenField(default=one_time_key)


class AdmitForm(QuestionForm):
    """To admit an organisation."""

    organisation = fields.pick(_l("Organisation"))
    person = fields.pick(_l("Representative"), _l("Somebody of this organisation."), required=False)
    from_on = fields.day(_l("First day of the mandate"), "", fields.not_past)
    to_on = fields.day(_l("Last day of the mandate"), "", fields.not_past)
    reason = fields.long_text(_l("Reasons"))

    def proposal(self) -> GroupProposal:
        """What is proposed."""
        return GroupProposal(
            self.organisation.data,
            self.person.data or None,
            self.from_on.data,
            self.to_on.data,
            self.reason.data or "",
        )


class EndForm(QuestionForm):
    """To end a seat."""

    organisation = fields.pick(_l("Organisation"))
    reason = fields.long_text(_l("Reasons"))

    def proposal(self) -> GroupProposal:
        """What is proposed."""
        return GroupProposal(self.organisation.data, reason=self.reason.data or "")


class PersonForm(QuestionForm):
    """Somebody for a charge of the Group."""

    person = fields.pick(_l("Who"))
    reason = fields.long_text(_l("Reasons"), required=False)

    def proposal(self) -> GroupProposal:
        """What is proposed."""
        return GroupProposal(person=self.person.data, reason=self.reason.data or "")


class ChairForm(PersonForm):
    """To elect the chair."""

    person = fields.pick(_l("Who is to be the chair?"))


class SenderForm(PersonForm):
    """To name who sends what is urgent where the chair is out."""

    person = fields.pick(
        _l("Who is to send what is urgent where the chair is out?"),
        _l("Somebody of another organisation than the chair's: that is recused with the chair."),
    )
