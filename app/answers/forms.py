"""Forms of the work inside an answering organisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, FormField, HiddenField, RadioField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from app.answers.access import Owed
from app.concerns import fields
from app.concerns.step_forms import StepForm, form_of
from app.core.forms import Form
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.core.numbers import WholeField
from app.process.data import StepData
from app.process.step_labels import step_words
from workflows.recommendation import ANSWERS, RECOMMENDATION, RecommendationAction
from workflows.text import shows

# What each kind of answer has to say, by the names of its data.
TEXTS = {
    RecommendationAction.ACCEPT: (),
    RecommendationAction.ACCEPT_IN_PART: ("part", "reason"),
    RecommendationAction.REJECT: ("reason",),
    RecommendationAction.CLAIM_DONE: ("claim", "evidence"),
}
# And the other way round: to which kinds each text belongs, its note to an acceptance.
KINDS_OF = {
    name: [do.value for do, names in TEXTS.items() if name in (names or ("note",))]
    for name in ("note", "part", "reason", "claim", "evidence")
}

OWN = ("csrf_token", "key", "version", "uploads")  # of a form, what is no text of its person


def _kinds() -> list[tuple[str, Any]]:
    return [
        (do.value, step_words(RECOMMENDATION.name, do).button) for do in RecommendationAction if do in ANSWERS
    ]


class AssignForm(Form):
    """Who sees to it."""

    identifiers_allowed = True  # a note that stays in its organisation

    unit = fields.pick(_l("Unit"), required=False)
    person = fields.pick(_l("Person"), required=False)
    note = fields.long_text(_l("Note"), _l("Read inside your institution alone."), required=False, rows=3)

    def offer(self, units: Sequence[tuple[int, str]], people: Sequence[tuple[int, str]]) -> None:
        """The units and the people of the institution."""
        self.unit.choices = [(0, _("none")), *units]
        self.person.choices = [(0, _("none")), *people]


class ForwardForm(Form):
    """What is asked of which institution, and by when."""

    version = WholeField(widget=HiddenInput())
    key = HiddenField()
    agency = fields.pick(
        _l("Institution"),
        _l("Where nobody has an account, you send a one-time link in the next step."),
    )
    question = fields.long_text(_l("What do you ask of it?"), rows=5)
    due_on = fields.day(_l("Until when?"), _l("Before your own date, which runs on."), fields.not_past)


class ContributionForm(Form):
    """What the institution contributes."""

    version = WholeField(widget=HiddenInput())
    key = HiddenField()
    contribution = fields.long_text(
        _l("Your contribution"), _l("The ministry reads it and builds its answer on it."), rows=10
    )
    uploads = fields.files(
        help=_l(
            "Only the ministry reads them, and it may send them on with its answer. PDF, Word, Excel, OpenDocument, "
            "JPEG, PNG, text or CSV."
        )
    )


class DateForm(Form):
    """Until when, instead of the date that was given."""

    version = WholeField(widget=HiddenInput())
    key = HiddenField()
    due_on = fields.day(_l("Until when?"), _l("Before your own date, which runs on."), fields.not_past)


class ReasonForm(Form):
    """Why it is asked once more, or returned."""

    version = WholeField(widget=HiddenInput())
    key = HiddenField()
    reason = fields.long_text(_l("Reasons"), rows=4)


class AnswerTexts(Form):
    """An answer of one kind, with the texts of every kind."""

    do = RadioField(_l("Answer"), [InputRequired(fields.CHOOSE)], choices=_kinds)
    note = fields.long_text(
        _l("Note"), _l("For an acceptance, if you wish to say more."), required=False, rows=3
    )
    part = fields.long_text(
        _l("Which part do you accept?"), _l("For an acceptance in part."), required=False, rows=3
    )
    reason = fields.long_text(
        _l("Reasons"), _l("For an acceptance in part or a refusal."), required=False, rows=4
    )
    claim = fields.long_text(
        _l("What has been done"), _l("Where it is done already."), required=False, rows=3
    )
    evidence = fields.long_text(_l("What shows it"), _l("Where it is done already."), required=False, rows=3)

    kinds_of = KINDS_OF

    def texts(self) -> dict[str, str]:
        """The texts that belong to the kind that was chosen."""
        names = (
            ("note",)
            if self.do.data == RecommendationAction.ACCEPT
            else TEXTS[RecommendationAction(self.do.data)]
        )
        return {name: self[name].data or "" for name in names}


class BatchForm(AnswerTexts):
    """The same answer to several recommendations."""

    key = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each kind of answer has its own texts."""
        valid = bool(super().validate(extra_validators))
        for name in TEXTS.get(RecommendationAction(self.do.data), ()) if self.do.data else ():
            if not shows(self[name].data):
                self[name].errors = [fields.REQUIRED]
                valid = False
        return valid


class WordingForm(AnswerTexts):
    """Words to be used again."""

    identifiers_allowed = True  # stays in its organisation; the answer is looked through

    name = fields.short_text(_l("Name of the wording"), most=120)


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a step's form, and for which of the steps that are offered it stands there."""

    field: Field
    steps: tuple[str, ...]


class OwedForm(Form):
    """The steps that are owed, in one form: which, and the fields of each as its own form has them.

    A field that several steps ask for stands there once. Only what belongs to the chosen step is checked.
    """

    do = RadioField(_l("What do you say?"), [InputRequired(fields.CHOOSE)])
    uploads = fields.files()

    steps: dict[str, StepForm]

    @classmethod
    def of(cls, session: Session, owed: Owed, typed: MultiDict[str, str], **kwargs: Any) -> Self:
        """The form as the case stands now, with what was typed."""
        names = [step.do.value for step in owed.steps]
        form = cls(formdata=typed, **kwargs)
        form.do.choices = [(do, step_words(owed.workflow.name, do).button) for do in names]
        if len(names) == 1 and not form.do.data:
            form.do.data = names[0]
        form.steps = {}
        for do in names:
            filled = typed if _has_texts(typed) or do == form.do.data else None
            step = form_of(owed.workflow, owed.state, do)(formdata=filled, meta={"csrf": False})
            step.prepare(session, owed.case, owed.rec)
            form.steps[do] = step
        return form

    @property
    def chosen(self) -> StepForm | None:
        """The form of the step that was chosen."""
        return self.steps.get(self.do.data or "")

    def parts(self) -> list[Part]:
        """The fields of all steps, each once: the chosen one's own, where it has it."""
        found: dict[str, list[str]] = {}
        for do, step in self.steps.items():
            for field in step:
                if field.name not in (*OWN, "override_reason"):
                    found.setdefault(field.name, []).append(do)
        parts = []
        for name, dos in found.items():
            having = self.chosen if self.chosen and name in self.chosen else self.steps[dos[0]]
            parts.append(Part(having[name], tuple(dos)))
        return parts

    def takes_files(self) -> tuple[str, ...]:
        """The steps with which files may go."""
        return tuple(do for do, step in self.steps.items() if step.takes_files)

    def __iter__(self) -> Iterator[Field]:
        """The fields that count, in the order in which they are shown: of the steps those of the chosen one."""
        own = {field.name: field for field in super().__iter__()}
        yield own.pop("do")
        yield from (part.field for part in self.parts() if self.do.data in part.steps)
        yield from own.values()

    @property
    def errors(self) -> Mapping[str, Any]:
        """What is wrong with the fields that count."""
        return {**super().errors, **(self.chosen.errors if self.chosen else {})}

    def validate(self, extra_validators: Any = None) -> bool:
        """The choice, the name, and the chosen step as its own form checks it."""
        valid = bool(super().validate(extra_validators))
        return bool(self.chosen and self.chosen.validate()) and valid

    def given(self) -> StepData:
        """What the chosen step is given."""
        assert self.chosen is not None
        return replace(self.chosen.given(), override_reason=self.override_reason.data or "")

    def names(self) -> list[str]:
        """The names under which what is typed comes."""
        texts = [name for part in self.parts() for name in _leaves(part.field)]
        return [*(field.short_name for field in super().__iter__() if field.short_name not in OWN), *texts]


def _has_texts(typed: Mapping[str, str]) -> bool:
    return any(name not in ("csrf_token", "do", "signed", "key", "version") for name in typed)


def _leaves(field: Field) -> Iterator[str]:
    if isinstance(field, FieldList):
        for entry in field:
            yield from _leaves(entry)
    elif isinstance(field, FormField):
        for inner in field.form:
            yield from _leaves(inner)
    else:
        yield str(field.name)
