"""Parent of every form: our catalogue for the library's messages, and no NUL characters."""

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
