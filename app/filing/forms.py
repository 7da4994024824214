"""The short pages of a filing, made of what its fields declare, and the forms of the steps of intake.

A draft may be as unfinished as it is: what is missing is said before filing.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.concerns import fields, filing_fields
from app.concerns.filing_fields import FIELDS, KINDS, PAGE_OF, PERIOD_ORDER, Asks, FilingField, FilingPage
from app.concerns.step_forms import StepForm, StepForms
from app.concerns.vocabulary import SUBJECTS, Ground, Subject
from app.core.forms import Form
from app.core.labels import choices, label
from app.core.language import lazy as _l
from app.core.numbers import WholeField, a_choice
from app.filing.service import Answer, Declined, Question
from app.process.data import Reason
from app.votes.forms import ReasonedDecisionForm
from workflows.concern import CONCERN, ConcernAction, Stage
from workflows.roles import Level

YES_NO = [("yes", _l("Yes")), ("no", _l("No"))]
FIELD = {field.name: field for field in FIELDS}


def _given(value: Any) -> Any:
    return None if value in (None, "", "None") else value


def _listed(field: FilingField) -> Any:
    """The choices of a field, in the language in force."""
    if field.asks is Asks.YES_NO:
        return YES_NO
    if field.of is Subject:
        pillars = {str(label(p)): [(s.value, label(s)) for s in subjects] for p, subjects in SUBJECTS.items()}
        return {"": [("", fields.CHOOSE_ONE)], **pillars}
    if field.words:
        return [(member.value, words) for member, words in field.words.items()]
    named = choices(field.of) if field.of else []
    if field.asks is Asks.LIST:
        return [("", _l("none") if field.optional else fields.CHOOSE_ONE), *named]
    return named


def _made(field: FilingField) -> Any:
    """The field as a page asks for it."""
    offered = partial(_listed, field)
    match field.asks:
        case Asks.LINE:
            return fields.short_text(field.label, field.help, required=False, most=field.most)
        case Asks.TEXT:
            return fields.long_text(field.label, field.help, required=False, rows=field.rows)
        case Asks.ONE | Asks.YES_NO:
            return RadioField(
                field.label, [Optional()], choices=offered, description=field.help, coerce=_given
            )
        case Asks.LIST:
            return SelectField(
                field.label, [Optional()], choices=offered, description=field.help, coerce=_given
            )
        case Asks.TICKS | Asks.INSTITUTIONS:
            return SelectMultipleField(
                field.label,
                [Optional()],
                choices=offered,
                coerce=a_choice if field.asks is Asks.INSTITUTIONS else str,
                description=field.help,
                widget=ListWidget(prefix_label=False),
                option_widget=CheckboxInput(),
            )
        case Asks.DAY:
            return fields.day(field.label, field.help, fields.not_ahead, required=False)
        case Asks.CONFIRMATION:
            return BooleanField(field.label, [InputRequired(field.help)])
        case Asks.BOX:
            return BooleanField(field.label, description=field.help)


class FilingForm(Form):
    """One page of a filing."""

    identifiers_allowed = True  # found passages are shown before it is filed

    version = WholeField(widget=HiddenInput())

    def validate(self, extra_validators: Any = None) -> bool:
        """What it is about does not end before it begins."""
        valid = bool(super().validate(extra_validators))
        if "period_from" not in self:
            return valid
        return fields.ordered(self["period_from"], self["period_to"]) and valid


FORMS: dict[str, type[FilingForm]] = {
    page.value: type(f"{page.value.title()}Form", (FilingForm,), {each.name: _made(each) for each in asked})
    for page, asked in filing_fields.PAGES.items()
}
PAGES = {name: form for name, form in FORMS.items() if name != FilingPage.STOP}
TITLES = {
    "what": _l("What is wrong"),
    "subject": _l("What it is about"),
    "where": _l("Whom, where, when"),
    "urgency": _l("Urgency"),
    "source": _l("Source and reading"),
    "check": _l("Check and file"),
}
OPTIONAL = frozenset(field.name for field in FIELDS if field.optional)
# Which page asks for what, so that what is missing leads to its field.
ASKED_ON = {name: page.value for name, page in PAGE_OF.items()} | {PERIOD_ORDER: FilingPage.WHERE.value}
PILLAR_OF = {subject: pillar for pillar, subjects in SUBJECTS.items() for subject in subjects}


def values_of(form: FilingForm, given: set[str]) -> dict[str, Any]:
    """What was typed, as the draft keeps it: of the fields given, those that could be understood."""
    values = {
        field.name: _value(FIELD[field.name], field.data)
        for field in form
        if field.name in FIELD and field.name in given and not field.errors
    }
    if "subject" in values:
        values["pillar"] = PILLAR_OF.get(values["subject"])
    if values.get("level", "") is None:
        values["level"] = Level.GROUP
    return values


def _value(field: FilingField, value: Any) -> Any:
    if field.asks in (Asks.ONE, Asks.LIST) and field.of is not None:
        return field.of(value) if value else None
    if field.asks is Asks.YES_NO:
        return None if value is None and field.absent else value == "yes"
    return value


def shown(name: str, value: Any) -> Any:
    """A kept value as the form shows it."""
    if name in FIELD and FIELD[name].asks is Asks.YES_NO:
        return None if value is None else "yes" if value else "no"
    return value.value if hasattr(value, "value") else value


class InstitutionForm(Form):
    """Which entry of the directory it is, or the entry that is made."""

    known = fields.pick(
        _l("The directory has it already"),
        _l("Under another name. Leave it, and a new entry is made."),
        required=False,
    )
    name = fields.short_text(_l("Name of the new entry"), required=False)
    kind = RadioField(_l("Its kind"), choices=[(kind.value, words) for kind, words in KINDS.items()])

    def validate(self, extra_validators: Any = None) -> bool:
        """A new entry needs a name."""
        if not super().validate(extra_validators):
            return False
        unnamed = not self.known.data and not (self.name.data or "").strip()
        if unnamed:
            self.name.errors = [fields.REQUIRED]
        return not unnamed


# --- the steps of intake -------------------------------------------------------------

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
        _l("Where to get help"),
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
