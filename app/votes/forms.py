"""Forms of votes: the ballot, a minority opinion, and questions about the Group itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired

from app.concerns import fields
from app.core.forms import Form
from app.core.labels import choices
from app.core.random_ids import one_time_key
from app.votes.decision_form import ProcedureForm
from app.votes.group import GroupProposal
from workflows.voting import Choice


class BallotForm(Form):
    """One choice for each question; the fields are made for the vote."""

    def choices(self) -> dict[int, Choice]:
        """What was chosen, by question."""
        return {int(f.name.removeprefix("q")): Choice(f.data) for f in self if f.name.startswith("q")}


def ballot_form(
    questions: Mapping[int, Any], chosen: Mapping[int, Choice], held: MultiDict[str, str] | None = None
) -> BallotForm:
    """The ballot of one vote: `questions` by number with their words, `chosen` what was said before.

    `held`: what was chosen as the session had ended.
    """

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
    return Made(formdata=held) if held else Made()


class OpinionForm(Form):
    """What an organisation thinks otherwise."""

    text = fields.long_text(
        _l("Minority opinion"), _l("The Group reads it. Empty it to take it back."), required=False
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
