"""Parent of every form, with our catalogue for the library's messages, and fields that forms share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, ClassVar

import wtforms
from babel.numbers import get_decimal_symbol
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DecimalField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms import Form as AnyForm
from wtforms.form import BaseForm
from wtforms.validators import Length, StopValidation, ValidationError

from app.core.identifiers import find_identifiers, is_in_words
from app.core.language import catalogue, current_language
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.core.numbers import NoNumber, TwoReadings, read_number
from app.core.time import earliest_day, latest_day
from workflows.text import lines, one_line, shows

LONGEST, LONGEST_LINE, LONGEST_REASON = 20_000, 1_000, 2_000
LARGEST = 2**31 - 1  # that a column of numbers holds
TOO_LONG = _l("This is too long: at most %(max)d characters.")
IDENTIFYING = _l(
    "This looks as if it could identify a person: take it out. If it names nobody, say in “Why it may stay” why."
)


class _Translations:
    """WTForms' own messages, through our catalogue."""

    def gettext(self, string: str) -> str:
        return _(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """WTForms puts its values in itself: ours, which puts `num` in, would miss them."""
        if "valid choice" in singular:
            return self.gettext("Not a valid choice.")
        return str(catalogue(current_language()).ungettext(singular, plural, n))


def renew(field: Any, value: Any) -> None:
    """Give a hidden field a new value: a number field would else show again what was sent."""
    field.data, field.raw_data = value, None


class _OurMeta:
    """What holds for every form, whether it stands alone or is a row of another one."""

    def get_translations(self, form: Any) -> Any:
        """Our catalogue, in place of WTForms' own, which knows no Albanian."""
        return _Translations()

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        """Clean what is typed into the field, and hold it to a length, whatever the form says itself."""
        made = unbound_field.bind(form=form, **options)
        if isinstance(made, IntegerField):
            made.filters = (*made.filters, partial(_kept_number, made))
        elif isinstance(made, StringField):
            if not isinstance(made, PasswordField | HiddenField):
                clean = lines if isinstance(made, TextAreaField) else one_line
                made.filters = (partial(_cleaned, clean), *made.filters)
            if not any(isinstance(check, Length) for check in made.validators):
                longest = LONGEST if isinstance(made, TextAreaField) else LONGEST_LINE
                made.validators = (*made.validators, Length(max=longest, message=TOO_LONG))
        return made


def _cleaned(clean: Callable[[str], str], typed: Any) -> Any:
    return clean(typed) if isinstance(typed, str) else typed


def _kept_number(field: Any, typed: Any) -> Any:
    if isinstance(typed, int) and abs(typed) > LARGEST:
        field.data = None
        raise ValueError(_("This number is too large."))
    return typed


class Translated(FlaskForm):
    """A form whose messages are ours: of the library of accounts, for one."""

    is_filled: bool = False  # with what was sent

    class Meta(_OurMeta, FlaskForm.Meta):
        """Messages in the language that is in force, and text without what nobody sees."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent."""
            found = super().wrap_formdata(form, formdata)
            form.is_filled = found is not None
            return found


class Row(wtforms.Form):
    """A row of a form."""

    class Meta(_OurMeta, wtforms.Form.Meta):
        """As of every form."""


class Form(Translated):
    """A form of this installation. What is typed into it is refused where it looks as if it could identify a person."""

    identifiers_allowed: ClassVar[bool] = (
        False  # what is typed stays in its organisation, or is an address book's
    )

    override_reason = TextAreaField(
        _l("Why it may stay"),
        [Length(max=LONGEST_REASON, message=TOO_LONG)],
        description=_l("Only where what was found names nobody, as the number of an office. In words."),
        render_kw={"rows": 2},
        default="",
    )
    why_it_may_stay: bool = False  # whether the page asks for that reason

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.identifiers_allowed:
            cls.override_reason = None  # type: ignore[assignment]  # how WTForms drops a field

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that no text could identify a person unless a reason says why it may stay."""
        valid = bool(super().validate(extra_validators))
        return self._identifies_nobody() and valid

    def may_be_kept(self) -> bool:
        """Check what holds of a draft as well, which may lack what a step needs: that each text has its bounds."""
        for field in self:
            field.errors = list(field.process_errors)
            for check in field.validators:
                if isinstance(check, Length):
                    try:
                        check(self, field)
                    except ValidationError as error:
                        field.errors.append(str(error))
        return not self.errors

    def ask_why_it_may_stay(self) -> None:
        """Let the page ask for a reason beside what was found."""
        self.why_it_may_stay = True

    def _identifies_nobody(self) -> bool:
        if self.identifiers_allowed:
            return True
        found = [f for f in _texts(self) if len(f.data or "") <= LONGEST and find_identifiers(f.data or "")]
        self.why_it_may_stay = bool(found or self.override_reason.data)
        if not found or is_in_words(self.override_reason.data or ""):
            return True
        for field in found:
            field.errors = [*field.errors, IDENTIFYING]
        return False


def _texts(form: Any) -> Iterator[Field]:
    """The fields of this form, and of the rows in it, that take text."""
    for field in form:
        if isinstance(field, FieldList):
            yield from _texts(field)
        elif isinstance(field, FormField):
            yield from _texts(field.form)
        elif type(field) in (StringField, TextAreaField) and field.short_name != "override_reason":
            yield field


def N_(text: str) -> str:
    """Mark words for the catalogue."""
    return text


SAID_BY_WTFORMS = (
    N_("This field is required."),
    N_("Not a valid choice."),
    N_("Invalid Choice: could not coerce."),
    N_("Not a valid integer value."),
    N_("Not a valid date value."),
    N_("Invalid value, must be one of: %(values)s."),
)


REQUIRED = _l("Fill this in.")
DATE = _l("Enter a date: day, month and year.")
MOST_AMOUNT = 10**9


class Filled:
    """Something that can be seen was typed."""

    field_flags = {"required": True}

    def __call__(self, form: AnyForm, field: Field) -> None:
        """Raise StopValidation for blanks and for what nobody sees."""
        if not shows(field.data):
            raise StopValidation(REQUIRED)


class Day(DateField):
    """A date between the floor and the ceiling of all dates; a form may allow less."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("This is not a date. Enter day, month and year.")) from None

    def pre_validate(self, form: BaseForm) -> None:
        """Raise StopValidation for a year that is rather a slip of the pen."""
        if not isinstance(self.data, date):
            return
        if self.data < earliest_day():
            raise StopValidation(_l("This is more than fifty years ago. Is the year right?"))
        if self.data > latest_day():
            raise StopValidation(_l("This is more than ten years ahead. Is the year right?"))


class Amount(DecimalField):
    """A number with at most a few decimals, as people write it and as pages show it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        self.data = None
        try:
            self.data = read_number(valuelist[0], get_decimal_symbol(current_language()))
        except TwoReadings:
            raise ValueError(
                _l(
                    "This could be read in two ways: give it without a point, or with a comma before the decimals."
                )
            ) from None
        except NoNumber:
            raise ValueError(_l("This is not a number. Enter figures only.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:f}"


def sensible(_form: AnyForm, field: Any) -> None:
    """Not beyond what is ever counted."""
    if field.data is not None and not abs(field.data) < MOST_AMOUNT:
        raise ValidationError(_l("This number is too large."))
