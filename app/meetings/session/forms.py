"""Forms of a meeting that sits."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.concerns import fields
from app.core.forms import Form
from app.core.numbers import a_choice
from app.group.queries import SeatHolder


class AttendanceForm(Form):
    """Which organisations are there."""

    present = SelectMultipleField(
        _l("Present"), coerce=a_choice, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, seats: Iterable[SeatHolder]) -> None:
        """One tick for each seat."""
        self.present.choices = [(h.seat.organisation_id, h.organisation.name) for h in seats]


class ResolutionForm(Form):
    """What was decided."""

    text = fields.long_text(_l("Decision"), _l("In words. What a vote decided stands beside it by itself."))


class ActionForm(Form):
    """Who does what until when."""

    what = fields.long_text(_l("What is to be done"), rows=3)
    owner = fields.pick(
        _l("Who does it"),
        _l(
            "It stands on this person's “My work” until it is done. A guest of the item may be given something too."
        ),
    )
    due_on = fields.day(_l("Until"), "", fields.not_past)
