"""How a person wants to be told."""

from __future__ import annotations

from functools import partial
from typing import Any

from wtforms import RadioField, SelectField, TimeField
from wtforms.validators import Optional, ValidationError

from app.concerns import fields
from app.core.forms import Form
from app.core.labels import label
from app.core.language import lazy as _l
from app.core.numbers import a_choice
from app.notifications.models import Preferences
from app.notifications.service import PreferencesData
from workflows.notifications import NEVER_SILENT, Frequency, Topic, allowed


class _Time(TimeField):
    def process_formdata(self, valuelist: list[str]) -> None:
        if not any(valuelist):
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("This is not a time. Enter hours and minutes.")) from None


class PreferencesForm(Form):
    """Mail by topic, quiet hours, absence."""

    quiet_from = _Time(
        _l("Quiet from"), [Optional()], description=_l("No notices are sent by e-mail in these hours.")
    )
    quiet_to = _Time(_l("Quiet until"), [Optional()])
    away_from = fields.day(_l("Away from"), required=False)
    away_to = fields.day(_l("Away until, that day included"), required=False)
    deputy = SelectField(
        _l("Who else is notified while I am away"),
        coerce=a_choice,
        description=_l(
            "A colleague of your organisation. They are notified of cases that they may see themselves."
        ),
    )

    def prepare(self, colleagues: Any) -> None:
        """Give the choices of who is there, and each kind of event its words."""
        for topic in Topic:
            words = str(label(topic))
            self[topic.value].label.text = words[0].upper() + words[1:]
        self.deputy.choices = [(0, _l("nobody")), *((row.id, row.name) for row in colleagues)]

    # An empty field is not asked: of a pair, the one that is filled in says that the other is missing.

    def validate_quiet_from(self, _field: Any) -> None:
        """Hours that begin end."""
        self._both(self.quiet_to, _l("Enter both times, or none."))

    def validate_quiet_to(self, _field: Any) -> None:
        """Hours that end begin."""
        self._both(self.quiet_from, _l("Enter both times, or none."))

    def validate_away_from(self, _field: Any) -> None:
        """Days that begin end."""
        self._both(self.away_to, _l("Enter both days, or none."))

    def validate_away_to(self, field: Any) -> None:
        """Days that end begin, and in this order."""
        self._both(self.away_from, _l("Enter both days, or none."))
        if field.data is not None and self.away_from.data > field.data:  # else it was no date
            raise ValidationError(_l("The last day is before the first."))

    def _both(self, other: Any, words: Any) -> None:
        if other.data is None:
            raise ValidationError(words)

    def validate_deputy(self, field: Any) -> None:
        """A deputy needs an absence."""
        if field.data and self.away_from.data is None:
            raise ValidationError(_l("Say from when until when you are away."))

    def chosen(self) -> PreferencesData:
        """What was filled in."""
        return PreferencesData(
            {topic: Frequency(self[topic.value].data) for topic in Topic},
            self.quiet_from.data,
            self.quiet_to.data,
            self.away_from.data,
            self.away_to.data,
            self.deputy.data or None,
        )


def _offered(topic: Topic) -> list[tuple[str, Any]]:
    return [(f.value, label(f)) for f in allowed(topic)]


for _topic in Topic:  # one question for each, named after it
    setattr(
        PreferencesForm,
        _topic.value,
        RadioField(
            choices=partial(_offered, _topic),
            description=_l(
                "Nobody else can act on this: you can have these e-mails less often, but not switch them off."
            )
            if _topic in NEVER_SILENT
            else "",
        ),
    )


def filled(preferences: Preferences) -> dict[str, Any]:
    """What the form shows at first."""
    return {
        **{topic.value: preferences.frequency(topic).value for topic in Topic},
        "quiet_from": preferences.quiet_from,
        "quiet_to": preferences.quiet_to,
        "away_from": preferences.away_from,
        "away_to": preferences.away_to,
        "deputy": preferences.deputy_id or 0,
    }
