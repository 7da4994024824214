"""Forms of the pages behind a link, and of sending one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import EmailField, Field, FieldList, FormField, RadioField
from wtforms.validators import Email, InputRequired, Length

from app.answers.links.service import Said
from app.answers.links.steps import Owed
from app.cases import fields
from app.cases.forms import StepForm, form_of
from app.core.forms import TOO_LONG, Form
from app.web.words import step_words

SIGNED = _l("Your name and function")
SIGNED_HELP = _l("So that the answer says who gave it.")
FILES_HELP = _l(
    "At most five, if they show what you write. PDF, Word, Excel, OpenDocument, JPEG, PNG, text or CSV."
)
OWN = ("csrf_token", "key", "version", "uploads")  # of a form, what is no text of its person


class LinkContributionForm(Form):
    """A contribution by a link."""

    contribution = fields.long_text(_l("Your contribution"), _l("The ministry reads it."), rows=10)
    signed = fields.short_text(SIGNED, SIGNED_HELP)
    uploads = fields.files(help=FILES_HELP)

    def names(self) -> list[str]:
        """The names under which what is typed comes."""
        return ["contribution", "signed"]


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a step's form, and for which of the steps that are offered it stands there."""

    field: Field
    steps: tuple[str, ...]


class LinkStepForm(Form):
    """The steps that are owed, in one form: which, and the fields of each as its own form has them.

    A field that several steps ask for stands there once. Only what belongs to the chosen step is checked.
    """

    do = RadioField(_l("What do you say?"), [InputRequired(fields.CHOOSE)])
    signed = fields.short_text(SIGNED, SIGNED_HELP)
    uploads = fields.files(help=FILES_HELP)

    steps: dict[str, StepForm]

    @classmethod
    def of(cls, session: Session, owed: Owed, typed: MultiDict[str, str], **kwargs: Any) -> LinkStepForm:
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
                if field.name not in OWN:
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
        """Every field in the order in which it is shown; those of the link last."""
        own = {field.name: field for field in super().__iter__()}
        yield own.pop("do")
        yield from (part.field for part in self.parts())
        yield from own.values()

    @property
    def errors(self) -> Mapping[str, Any]:
        """What is wrong with the fields that count."""
        return {**super().errors, **(self.chosen.errors if self.chosen else {})}

    def validate(self, extra_validators: Any = None) -> bool:
        """The choice, the name, and the chosen step as its own form checks it."""
        valid = bool(super().validate(extra_validators))
        return bool(self.chosen and self.chosen.validate()) and valid

    def names(self) -> list[str]:
        """The names under which what is typed comes."""
        texts = [name for part in self.parts() for name in _leaves(part.field)]
        return ["do", "signed", *texts]

    def said(self) -> Said:
        """The step that was chosen, and what it was given."""
        assert self.chosen is not None
        return Said(self.do.data, self.chosen.given(), self.chosen.takes_files)


def _has_texts(typed: Mapping[str, str]) -> bool:
    return any(name not in ("csrf_token", "do", "signed") for name in typed)


def _leaves(field: Field) -> Iterator[str]:
    if isinstance(field, FieldList):
        for entry in field:
            yield from _leaves(entry)
    elif isinstance(field, FormField):
        for inner in field.form:
            yield from _leaves(inner)
    else:
        yield str(field.name)


class CodeForm(Form):
    """The code of the second mail."""

    identifiers_allowed = True  # an address

    code = fields.short_text(_l("Code"), _l("Six digits, from the mail that was sent just now."), most=12)


class SendForm(Form):
    """To which address a link goes."""

    identifiers_allowed = True  # an address

    email = EmailField(
        _l("E-mail address"),
        [
            InputRequired(fields.REQUIRED),
            Length(max=200, message=TOO_LONG),
            Email(_l("This is no e-mail address.")),
        ],
        description=_l("The link and the code go to this address alone."),
    )
