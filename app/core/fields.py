"""Fields that forms share: each date has a floor and a ceiling, each number is read as it is written."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.numbers import get_decimal_symbol
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, Field, Form
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from app.core.numbers import NoNumber, TwoReadings, read_number
from app.core.time import earliest_day, latest_day
from workflows.text import shows

REQUIRED = _l("Fill this in.")
DATE = _l("Give a date, as day, month and year.")
MOST_AMOUNT = 10**9


class Filled:
    """Something that can be seen was typed."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
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
            raise ValueError(_l("This is no date. Give it as day, month and year.")) from None

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
            self.data = read_number(valuelist[0], get_decimal_symbol(get_locale()))
        except TwoReadings:
            raise ValueError(
                _l(
                    "This could be read in two ways: give it without a point, or with a comma before the decimals."
                )
            ) from None
        except NoNumber:
            raise ValueError(_l("This is no number. Give it in figures alone.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:f}"


def sensible(_form: Form, field: Any) -> None:
    """Not beyond what is ever counted."""
    if field.data is not None and not abs(field.data) < MOST_AMOUNT:
        raise ValidationError(_l("This number is too large."))
