"""Forms of seats."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.core.forms import DATE, TOO_LONG, Day, Filled, Form
from app.core.language import lazy as _l
from app.core.numbers import WholeField, a_choice


class OnForm(Form):
    """Of which day the composition is asked."""

    class Meta(Form.Meta):
        """It only looks: no token."""

        csrf = False

    on = Day(_l("As it was on"), [Optional()])

    def day(self) -> date | None:
        """The day that was given."""
        return self.on.data if isinstance(self.on.data, date) else None


class SeatForm(Form):
    """Parent of what the secretariat changes about a seat."""

    what = HiddenField()
    version = WholeField(widget=HiddenInput())


class RenewForm(SeatForm):
    """A later last day of the mandate."""

    to_on = Day(_l("New last day of the mandate"), [InputRequired(DATE)])
    reason = StringField(_l("Reasons"), [Filled(), Length(max=500, message=TOO_LONG)])


class AppointForm(SeatForm):
    """Who is representative or alternate from today."""

    person = SelectField(_l("Who"), coerce=a_choice, choices=[])

    def offer(self, people: list[tuple[int, str]], nobody: Any = None) -> None:
        """The choices; `nobody` where the place may stay empty."""
        self.person.choices = [*([(0, nobody)] if nobody else []), *people]


class HandOverForm(Form):
    """On which days the alternate acts."""

    from_on = Day(_l("First day"), [InputRequired(DATE)])
    to_on = Day(_l("Last day"), [InputRequired(DATE)])
