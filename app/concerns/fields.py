"""Fields that the forms of steps share, those of a finding among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    Field,
    Form,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.concerns.step_forms import StepForm
from app.concerns.vocabulary import FindingSource
from app.core.forms import DATE, REQUIRED, TOO_LONG, Amount, Day, Filled, sensible
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.core.numbers import WholeField, whole_or_zero
from app.core.time import today
from app.directory.queries import without_account
from app.process.data import Finding
from workflows.recommendation import Grade

__all__ = (
    "CHOOSE",
    "CHOOSE_ONE",
    "REQUIRED",
    "TOO_LONG",
    "WITHOUT_ACCOUNT",
    "amount",
    "confirmation",
    "count",
    "day",
    "files",
    "long_text",
    "not_ahead",
    "not_past",
    "one_of",
    "ordered",
    "pick",
    "several",
    "short_text",
    "who_answers",
    "within_a_year",
)
Offered = list[tuple[str, Any]] | Callable[[], list[tuple[str, Any]]]
LONG, SHORT = 20_000, 200
CHOOSE = _l("Choose one.")
CHOOSE_ONE = _l("Choose one")
WITHOUT_ACCOUNT = _l(
    "Where nobody has an account, the answer comes by a one-time link: "
    "the ministry sends it to a state institution, the secretariat to any other."
)


def long_text(label: Any, help: Any = "", *, required: bool = True, rows: int = 6) -> TextAreaField:
    """Several paragraphs."""
    needed = [Filled()] if required else [Optional()]
    too_long = Length(max=LONG, message=TOO_LONG)
    return TextAreaField(label, [*needed, too_long], description=help, render_kw={"rows": rows}, default="")


def short_text(label: Any, help: Any = "", *, required: bool = True, most: int = SHORT) -> StringField:
    """One line."""
    needed = [Filled()] if required else [Optional()]
    too_long = Length(max=most, message=TOO_LONG)
    return StringField(label, [*needed, too_long], description=help, default="")


def day(label: Any, help: Any = "", *checks: Any, required: bool = True) -> Day:
    """A date."""
    needed = [InputRequired(DATE)] if required else [Optional()]
    return Day(label, [*needed, *checks], description=help)


def count(label: Any, help: Any = "") -> WholeField:
    """A small number, if known."""
    return WholeField(
        label, [Optional(), NumberRange(0, 99, _l("Enter a number from 0 to 99."))], description=help
    )


def amount(label: Any, help: Any = "") -> Amount:
    """A number with at most a few decimals, with a comma or a point."""
    return Amount(label, [InputRequired(_l("Enter a number.")), sensible], description=help)


def one_of(label: Any, choices: Offered, kind: type[StrEnum], help: Any = "") -> RadioField:
    """One of a few."""
    return RadioField(
        label, [InputRequired(CHOOSE)], choices=choices, coerce=_coerced(kind), description=help
    )


def pick(label: Any, help: Any = "", *, required: bool = True) -> SelectField:
    """One of many, filled by the form's `prepare`; 0 stands for nothing chosen."""
    needed = [_Chosen()] if required else [Optional()]
    return SelectField(label, needed, choices=[], coerce=_whole, description=help, validate_choice=True)


class _Chosen:
    field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(CHOOSE)


def several(label: Any, choices: Offered, kind: type[StrEnum], help: Any = "") -> SelectMultipleField:
    """Any of a few, at least one."""
    return SelectMultipleField(
        label,
        [InputRequired(_l("Choose at least one."))],
        choices=choices,
        coerce=_coerced(kind),
        description=help,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def confirmation(label: Any, help: Any = "", message: Any = "") -> BooleanField:
    """A statement that the person makes."""
    return BooleanField(label, [InputRequired(message or _l("Confirm this to go on."))], description=help)


def who_answers(session: Session, institutions: Sequence[tuple[int, str]]) -> list[tuple[int, Any]]:
    """Institutions to choose from; of those in which nobody has an account to answer with, it is said at once."""
    silent = without_account(session)
    return [
        (0, CHOOSE_ONE),
        *(
            (key, _("%(name)s (nobody there has an account)", name=name) if key in silent else name)
            for key, name in institutions
        ),
    ]


class Files(MultipleFileField):
    """Files that go with what is sent; `waiting` are those that have gone up for it (`app/concerns/uploads.py`)."""

    waiting: Any = None


def files(label: Any = "", help: Any = "") -> Files:
    """Files to go with the step."""
    return Files(
        label or _l("Files"),
        description=help or _l("PDF, Word, Excel, OpenDocument, JPEG, PNG, text or CSV."),
    )


def not_past(_form: Form, field: Field) -> None:
    """A date from today on."""
    if isinstance(field.data, date) and field.data < today():
        raise ValidationError(_l("Enter today's date or a later one."))


def within_a_year(_form: Form, field: Field) -> None:
    """A date that the Group can mean when it calls together or asks in writing."""
    if isinstance(field.data, date) and field.data > today() + timedelta(days=366):
        raise ValidationError(_l("This is more than a year ahead. Is the year right?"))


def not_ahead(_form: Form, field: Field) -> None:
    """A date up to today."""
    if isinstance(field.data, date) and field.data > today():
        raise ValidationError(_l("Enter today's date or an earlier one."))


def ordered(first: Field, last: Field) -> bool:
    """Whether an end is not before its beginning; where it is, that is said beside the second field."""
    if isinstance(first.data, date) and isinstance(last.data, date) and last.data < first.data:
        last.errors = [*last.errors, _l("This day lies before the one it follows.")]
        return False
    return True


def _whole(value: Any) -> int:
    return whole_or_zero(value or 0)


def _coerced(kind: type[StrEnum]) -> Any:
    def coerce(value: Any) -> Any:
        return kind(value) if value else None

    return coerce


SOURCES = [
    (FindingSource.DOCUMENT.value, _l("Document")),
    (FindingSource.DATA_SERIES.value, _l("Series of data")),
    (FindingSource.FIELD_VISIT.value, _l("Field visit")),
    (FindingSource.PRACTITIONERS.value, _l("Interview with practitioners")),
    (FindingSource.PEOPLE_CONCERNED.value, _l("Interview with people concerned, with their consent")),
    (FindingSource.COURT_MONITORING.value, _l("Court monitoring")),
    (FindingSource.STATEMENT_ALONE.value, _l("The institution's statement alone")),
]
GRADES = {
    Grade.A: _l("A · largely satisfactory"),
    Grade.B: _l("B · partial"),
    Grade.C: _l("C · unsatisfactory"),
    Grade.D: _l("D · no cooperation"),
    Grade.E: _l("E · contrary to the recommendation"),
}


def grades(allowed: Iterable[Grade]) -> list[tuple[str, Any]]:
    """The grades that a step may give, as choices."""
    return [(grade.value, GRADES[grade]) for grade in Grade if grade in set(allowed)]


def sources_field() -> Any:
    """What a finding rests on."""
    return several(
        _l("What it rests on"),
        SOURCES,
        FindingSource,
        _l("The institution's statement alone never suffices for “implemented”."),
    )


class FindingFields(StepForm):
    """What a member of the Group found, beside what the institution claims."""

    data_class = Finding
    takes_files = True

    finding = long_text(
        _l("What you found"),
        _l("It is shown beside the institution's claim, and the institution reads it. Name nobody."),
    )
    sources = sources_field()
    seen_on = day(
        _l("Day of the visit or interview"),
        _l("If it rests on one; the last one, if there were several."),
        not_ahead,
        required=False,
    )
    consent = BooleanField(
        _l("The people concerned agreed to be asked, and nothing here says who they are."),
        description=_l("Only where you have asked people concerned. What they said is not recorded here."),
    )
    independent = confirmation(
        _l("My organisation is not the addressee, and is not paid by it for this matter."),
        message=_l("Only an independent finding counts: confirm that yours is."),
    )
    uploads = files()

    def validate(self, extra_validators: Any = None) -> bool:
        """People concerned are asked with their consent alone."""
        valid = bool(super().validate(extra_validators))
        if FindingSource.PEOPLE_CONCERNED in (self.sources.data or ()) and not self.consent.data:
            self.consent.errors = [_l("Without their consent it is no source: confirm it, or leave it out.")]
            return False
        return valid
