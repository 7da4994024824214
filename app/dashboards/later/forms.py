"""Until when work is put off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from app.concerns.fields import CHOOSE
from app.core.formats import day
from app.core.forms import Day, Form
from app.core.language import lazy as _l
from app.core.language import translate as _

OTHER = "other"
WEEK = 7  # days


class LaterForm(Form):
    """One of the days that are near, or another."""

    when = RadioField(_l("Until when?"), [InputRequired(CHOOSE)])
    until = Day(_l("Another day"), [Optional()])

    def offer(self, today: date, last: date | None) -> None:
        """The days to choose from: none beyond the `last`, on which it is due."""
        self.today, self.last = today, last
        monday = today + timedelta(days=WEEK - today.weekday())
        near = {
            "tomorrow": (today + timedelta(days=1), _("Tomorrow")),
            "monday": (monday, _("Next Monday")),
        }
        self.days = {name: on for name, (on, _words) in near.items() if last is None or on <= last}
        self.when.choices = [
            *((name, f"{near[name][1]}, {day(on)}") for name, on in self.days.items()),
            (OTHER, _("Another day")),
        ]

    def chosen(self) -> date:
        """The day on which it comes back; of a form that is valid."""
        chosen = self.days.get(self.when.data or "") or self.until.data
        assert chosen is not None
        return chosen

    def validate(self, extra_validators: Any = None) -> bool:
        """Another day is one from tomorrow to the last."""
        valid = bool(super().validate(extra_validators))
        if self.when.data == OTHER and not self.until.errors and (why := self._why_not(self.until.data)):
            self.until.errors = [why]
            valid = False
        return valid

    def _why_not(self, on: date | None) -> str:
        if on is None:
            return _("Give the day on which it is to come back.")
        if on <= self.today:
            return _("Choose a day from tomorrow on.")
        if self.last is not None and on > self.last:
            return _("It is due by %(day)s: it cannot be put off beyond that.", day=day(self.last))
        return ""
