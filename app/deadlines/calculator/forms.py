"""The form of the calculator; it changes nothing, so it stands in the address."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, ValidationError
from wtforms.validators import NumberRange, Optional

from app.concerns import fields
from app.core.forms import Form
from app.core.labels import choices_of
from app.core.numbers import WholeField
from app.core.time import today
from workflows.deadlines import Entry, EntryKind
from workflows.periods import Rule

FURTHEST = timedelta(days=2 * 365)  # from today: so far the calendar is known
LONGEST = 400


def _near(_form: Form, field: DateField) -> None:
    if field.data is not None and abs(field.data - today()) > FURTHEST:
        raise ValidationError(_("Give a day within two years of today."))


class CalculatorForm(Form):
    """A start, a rule, and what may come between."""

    class Meta(Form.Meta):
        """Looked at and not sent: no token is needed."""

        csrf = False

    start = fields.day(_l("Begins on"), "", _near)
    rule = SelectField(_l("What is awaited"), choices=choices_of(Rule))
    urgent = BooleanField(_l("An urgent concern"))
    until = fields.day(_l("Date promised"), _l("For an implementation report alone."), _near, required=False)
    pause = fields.day(_l("Paused from"), _l("The day itself does not count."), _near, required=False)
    resumed = fields.day(_l("Goes on from"), _l("This day counts again."), _near, required=False)
    extended = WholeField(
        _l("Extended by, in days"),
        [Optional(), NumberRange(1, LONGEST, _l("Give a number from 1 to 400."))],
        description=_l("In the unit of the rule."),
    )

    def validate_rule(self, field: SelectField) -> None:
        """A promised date has to be given."""
        if field.data == Rule.IMPLEMENTATION and self.until.data is None:
            self.until.errors = [_("Give the date that was promised.")]
            raise ValidationError(_("An implementation report is due on the date promised."))

    def validate_until(self, field: DateField) -> None:
        """Not before the start."""
        self._after(field, self.start.data)

    def validate_pause(self, field: DateField) -> None:
        """Not before the start, and with an end."""
        self._after(field, self.start.data)
        if field.data and not self.resumed.data:
            raise ValidationError(_("Say from when on it goes on."))

    def validate_resumed(self, field: DateField) -> None:
        """After its beginning."""
        if field.data and not self.pause.data:
            raise ValidationError(_("Say from when on it is paused."))
        self._after(field, self.pause.data)

    def _after(self, field: DateField, earlier: object) -> None:
        if field.data and isinstance(earlier, type(field.data)) and field.data < earlier:
            raise ValidationError(_("This day lies before the one it follows."))

    def ledger(self) -> list[Entry]:
        """The clock that this describes."""
        assert self.start.data
        entries = [Entry(EntryKind.START, self.start.data, until=self.until.data)]
        if self.extended.data:
            entries.append(Entry(EntryKind.EXTEND, self.start.data, days=self.extended.data))
        if self.pause.data and self.resumed.data:
            entries.append(Entry(EntryKind.PAUSE, self.pause.data))
            entries.append(Entry(EntryKind.RESUME, self.resumed.data))
        return entries
