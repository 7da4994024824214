"""Fields that the forms of steps share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    Field,
    Form,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.cases.directory import without_account
from app.core.time import today

LONG, SHORT = 20_000, 200
MOST_AMOUNT = 10**9
REQUIRED = _l("Fill this in.")
CHOOSE = _l("Choose one.")
CHOOSE_ONE = _l("Choose one")
WITHOUT_ACCOUNT = _l(
    "Where nobody has an account, the answer comes by a one-time link: "
    "the ministry sends it to a state institution, the secretariat to any other."
)


class Filled:
    """Something other than blanks was typed."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Raise ValidationError for blanks."""
        if not (field.data or "").strip():
            raise ValidationError(REQUIRED)


def long_text(label: Any, help: Any = "", *, required: bool = True, rows: int = 6) -> TextAreaField:
    """Several paragraphs."""
    needed = [Filled()] if required else [Optional()]
    too_long = Length(max=LONG, message=_l("This is too long: at most %(max)d characters."))
    return TextAreaField(label, [*needed, too_long], description=help, render_kw={"rows": rows}, default="")


def short_text(label: Any, help: Any = "", *, required: bool = True, most: int = SHORT) -> StringField:
    """One line."""
    needed = [Filled()] if required else [Optional()]
    too_long = Length(max=most, message=_l("This is too long: at most %(max)d characters."))
    return StringField(label, [*needed, too_long], description=help, default="")


def day(label: Any, help: Any = "", *checks: Any, required: bool = True) -> DateField:
    """A date."""
    needed = [InputRequired(_l("Give a date, as day, month and year."))] if required else [Optional()]
    return _Date(label, [*needed, *checks], description=help)


class _Date(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("This is no date. Give it as day, month and year.")) from None


def count(label: Any, help: Any = "") -> IntegerField:
    """A small number, if known."""
    return IntegerField(
        label, [Optional(), NumberRange(0, 99, _l("Give a number from 0 to 99."))], description=help
    )


def amount(label: Any, help: Any = "") -> DecimalField:
    """A number with at most a few decimals, with a comma or a point."""
    return _Amount(label, [InputRequired(_l("Give a number.")), _Sensible()], description=help)


class _Amount(DecimalField):
    def process_formdata(self, valuelist: list[str]) -> None:
        given = [value.replace(" ", "").replace(",", ".") for value in valuelist]
        try:
            super().process_formdata(given)
        except ValueError:
            raise ValueError(_l("This is no number. Give it in figures alone.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:f}"


class _Sensible:
    def __call__(self, form: Form, field: Field) -> None:
        if field.data is not None and not (field.data.is_finite() and abs(field.data) < MOST_AMOUNT):
            raise ValidationError(_l("This is no number. Give it in figures alone."))


def one_of(label: Any, choices: list[tuple[str, Any]], kind: type[StrEnum], help: Any = "") -> RadioField:
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


def several(
    label: Any, choices: list[tuple[str, Any]], kind: type[StrEnum], help: Any = ""
) -> SelectMultipleField:
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


def files(label: Any = "", help: Any = "") -> MultipleFileField:
    """Files to go with the step."""
    return MultipleFileField(
        label or _l("Files"),
        description=help or _l("PDF, Word, Excel, OpenDocument, JPEG, PNG, text or CSV."),
    )


def not_past(_form: Form, field: Field) -> None:
    """A date from today on."""
    if isinstance(field.data, date) and field.data < today():
        raise ValidationError(_l("Give a date that is not past."))


def not_ahead(_form: Form, field: Field) -> None:
    """A date up to today."""
    if isinstance(field.data, date) and field.data > today():
        raise ValidationError(_l("Give a date that is not in the future."))


def _whole(value: Any) -> int:
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        return 0


def _coerced(kind: type[StrEnum]) -> Any:
    def coerce(value: Any) -> Any:
        return kind(value) if value else None

    return coerce
