"""The form of an own date, and what its confirmation carries."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, ValidationError

from app.concerns import fields
from app.core.country import OwnKind
from app.core.forms import Form
from app.deadlines.calendar.service import BACK, first_day, last_day

KINDS = [
    (OwnKind.HOLIDAY.value, _l("Day off")),
    (OwnKind.WORKING.value, _l("Working day")),
]
LONGEST_NAME = 120


class OwnDateForm(Form):
    """A day that the installation knows better than the library."""

    day = fields.day(_l("Day"))
    kind = fields.one_of(
        _l("What it is"),
        KINDS,
        OwnKind,
        _l("A working day lifts a weekend or an official holiday, as when a Saturday is worked in exchange."),
    )
    name = fields.short_text(
        _l("Name"),
        _l("As it is announced, for instance “Bridge day”. Everybody reads it."),
        most=LONGEST_NAME,
    )

    def validate_day(self, field: DateField) -> None:
        """Not long past, and no further ahead than the page shows."""
        if not isinstance(field.data, date):
            return
        if field.data < first_day():
            raise ValidationError(
                _("This is more than %(days)d days ago. Is the year right?", days=BACK.days)
            )
        if field.data > last_day():
            raise ValidationError(
                _("The calendar is kept until the end of %(year)d. Is the year right?", year=last_day().year)
            )


class ConfirmForm(Form):
    """What the person was shown before saying yes."""

    shown = HiddenField()
