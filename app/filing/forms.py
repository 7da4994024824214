"""The five short pages of a filing. A draft may be as unfinished as it is: what is missing is said before filing."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.concerns import fields
from app.concerns.vocabulary import (
    SUBJECTS,
    Affected,
    CaseRange,
    County,
    Exploitation,
    Extent,
    Naming,
    Source,
    Subject,
)
from app.core.forms import Form
from app.core.labels import choices, choices_of, label
from app.core.numbers import WholeField, a_choice
from workflows.roles import Kind, Level

LEVELS = [
    (Level.GROUP.value, _l("The Group: members who are not recused, and the secretariat, read everything")),
    (
        Level.RESTRICTED.value,
        _l("Restricted: only rapporteur, second reader, chair and secretariat read the narrative"),
    ),
    (
        Level.SHARED.value,
        _l("Shared: at transmission the ministry and the institution get the whole narrative"),
    ),
]
KINDS = [
    (Kind.STATE_AGENCY.value, _l("State institution")),
    (Kind.NON_STATE_AGENCY.value, _l("Non-state institution")),
]
YES_NO = [("yes", _l("Yes")), ("no", _l("No"))]


def _choose(text: Any, values: Any, help: Any = "") -> RadioField:
    return RadioField(text, [Optional()], choices=values, description=help, coerce=_given)


def _given(value: Any) -> Any:
    return None if value in (None, "", "None") else value


def _ticks(text: Any, values: Any, help: Any = "", coerce: Any = str) -> SelectMultipleField:
    return SelectMultipleField(
        text,
        [Optional()],
        choices=values,
        coerce=coerce,
        description=help,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class FilingForm(Form):
    """One page of a filing."""

    identifiers_allowed = True  # found passages are shown before it is filed

    version = WholeField(widget=HiddenInput())


class WhatForm(FilingForm):
    """What is wrong."""

    title = fields.short_text(
        _l("What should not be so, in one line"), _l("No names of persons."), required=False
    )
    narrative = fields.long_text(
        _l("What happened, or regularly happens?"),
        _l("Tell it so that nobody can be recognised. Never write a victim's name, number or address."),
        required=False,
        rows=8,
    )
    where_when = fields.long_text(_l("Where and when?"), required=False, rows=3)
    duty = fields.long_text(
        _l("Which duty is not met?"),
        _l("The law, order or procedure, if you know it."),
        required=False,
        rows=3,
    )
    how_known = fields.long_text(_l("How is it known?"), required=False, rows=3)


class SubjectForm(FilingForm):
    """What it is about."""

    subject = SelectField(
        _l("Category"),
        [Optional()],
        choices={},
        coerce=_given,
        description=_l("The pillar, and the subject within it."),
    )
    exploitation = SelectField(_l("Form of exploitation concerned"), [Optional()], choices=[], coerce=_given)
    affected = _ticks(_l("Groups concerned"), choices_of(Affected))
    extent = _choose(_l("A single event, or a pattern?"), choices_of(Extent))
    frequency = fields.short_text(_l("How often?"), required=False)
    case_range = _choose(
        _l("How many cases?"),
        choices_of(CaseRange),
        _l("A range, never a count, so that nobody can be recognised."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject.choices = {
            "": [("", _l("Choose one"))],
            **{str(label(p)): [(s.value, label(s)) for s in subjects] for p, subjects in SUBJECTS.items()},
        }
        self.exploitation.choices = [("", _l("none")), *choices(Exploitation)]


class WhereForm(FilingForm):
    """Whom it concerns, where, since when."""

    institutions = _ticks(_l("Institutions concerned"), [], _l("One or more."), a_choice)
    new_institution = fields.short_text(
        _l("An institution that is not listed"), _l("The secretariat confirms it."), required=False
    )
    new_institution_kind = _choose(_l("Its kind"), KINDS)
    county = SelectField(_l("County"), [Optional()], choices=[], coerce=_given)
    municipality = fields.short_text(
        _l("Municipality"), _l("Only if it is safe to say; never a village."), required=False, most=80
    )
    period_from = fields.day(_l("From"), "", fields.not_ahead, required=False)
    period_to = fields.day(_l("To"), "", fields.not_ahead, required=False)
    ongoing = BooleanField(_l("It is still going on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county.choices = [("", _l("Choose one")), *choices(County)]

    def validate(self, extra_validators: Any = None) -> bool:
        """It does not end before it begins."""
        valid = bool(super().validate(extra_validators))
        return fields.ordered(self.period_from, self.period_to) and valid


class UrgencyForm(FilingForm):
    """Whether somebody is in danger now."""

    urgent = _choose(
        _l("Is a person in imminent danger?"), YES_NO, _l("If yes, the next page says whom to call at once.")
    )
    urgency_reason = fields.long_text(_l("Why it is urgent"), _l("If yes."), required=False, rows=3)


class StopForm(FilingForm):
    """The danger was reported: only then does the filing go on."""

    danger_reported = BooleanField(
        _l("I confirm that the danger was reported to the police or the child protection worker."),
        [InputRequired(_l("First report the danger: this form helps nobody today."))],
    )
    coordinator_told = BooleanField(
        _l("The National Coordinator may see this concern at once."),
        description=_l("Otherwise only after transmission."),
    )


class SourceForm(FilingForm):
    """How you know, what you ask for, and who may read it."""

    source = _choose(_l("Source"), choices_of(Source))
    first_hand = _choose(_l("Did you see it yourselves?"), YES_NO)
    tried = fields.long_text(
        _l("What was tried already?"), _l("Letters, meetings, answers."), required=False, rows=3
    )
    asks_for = fields.long_text(_l("What should change, by whom, until when?"), required=False, rows=4)
    naming = _choose(
        _l("May your organisation be named to the ministry and the institution?"), choices_of(Naming)
    )
    level = _choose(_l("Who reads it"), LEVELS)
    unidentifiable = BooleanField(
        _l("Nobody can be recognised; who told it has agreed; risks of reprisal were considered.")
    )


PAGES: dict[str, type[FilingForm]] = {
    "what": WhatForm,
    "subject": SubjectForm,
    "where": WhereForm,
    "urgency": UrgencyForm,
    "source": SourceForm,
}
OPTIONAL = frozenset(
    {
        "exploitation",
        "affected",
        "frequency",
        "new_institution",
        "new_institution_kind",
        "municipality",
        "period_to",
        "urgency_reason",
        "tried",
    }
)
TITLES = {
    "what": _l("What is wrong"),
    "subject": _l("What it is about"),
    "where": _l("Whom, where, when"),
    "urgency": _l("Urgency"),
    "source": _l("Source and reading"),
    "check": _l("Check and file"),
}
# Which page asks for what, so that what is missing leads to its field.
ASKED_ON = {name: page for page, form in PAGES.items() for name in form.__dict__ if not name.startswith("_")}
ASKED_ON |= {"pillar": "subject", "institutions_text": "where", "period_order": "where"}
TYPES: dict[str, type[Any]] = {
    "extent": Extent,
    "case_range": CaseRange,
    "county": County,
    "exploitation": Exploitation,
    "source": Source,
    "naming": Naming,
    "level": Level,
    "new_institution_kind": Kind,
}
PILLAR_OF = {subject: pillar for pillar, subjects in SUBJECTS.items() for subject in subjects}


def field_names(kind: type[FilingForm]) -> list[str]:
    """Names of the fields that a page asks for."""
    return [
        name for name in dir(kind) if not name.startswith("_") and hasattr(getattr(kind, name), "field_class")
    ]


def values_of(form: FilingForm, given: set[str]) -> dict[str, Any]:
    """What was typed, as the draft keeps it: of the fields given, those that could be understood."""
    values: dict[str, Any] = {}
    for field in form:
        name = field.name
        if name in ("csrf_token", "version") or name not in given or field.errors:
            continue
        values[name] = _value(name, field.data)
    if "subject" in values:
        subject = values["subject"]
        values["subject"] = Subject(subject) if subject else None
        values["pillar"] = PILLAR_OF[values["subject"]] if subject else None
    if values.get("level", "") is None:
        values["level"] = Level.GROUP
    return values


def _value(name: str, value: Any) -> Any:
    if name in TYPES:
        return TYPES[name](value) if value else None
    if name in ("urgent", "first_hand"):
        return None if value is None and name == "first_hand" else value == "yes"
    return value


def shown(name: str, value: Any) -> Any:
    """A kept value as the form shows it."""
    if name in ("urgent", "first_hand"):
        return None if value is None else "yes" if value else "no"
    return value.value if hasattr(value, "value") else value
