"""Parent of every form: our catalogue for the library's messages."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm


class _Translations:
    """WTForms' own messages, through our catalogue."""

    def gettext(self, string: str) -> str:
        return str(gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(ngettext(singular, plural, n))


def renew(field: Any, value: Any) -> None:
    """Give a hidden field a new value: a number field would else show again what was sent."""
    field.data, field.raw_data = value, None


class Form(FlaskForm):
    """A form of this installation."""

    class Meta(FlaskForm.Meta):
        """Messages in the language that is in force."""

        def get_translations(self, form: Any) -> Any:
            """Ours, in place of WTForms' own, which know no Albanian."""
            return _Translations()


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
