"""Parent of every form: our catalogue for the library's messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import Length

from app.core.identifiers import find_identifiers, is_in_words

LONGEST_REASON = 2000
IDENTIFYING = _l(
    "This looks as if it could identify a person: take it out. If it names nobody, say in “Why it may stay” why."
)


class _Translations:
    """WTForms' own messages, through our catalogue."""

    def gettext(self, string: str) -> str:
        return str(gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(ngettext(singular, plural, n))


def renew(field: Any, value: Any) -> None:
    """Give a hidden field a new value: a number field would else show again what was sent."""
    field.data, field.raw_data = value, None


class Translated(FlaskForm):
    """A form whose messages are ours: of the library of accounts, for one."""

    class Meta(FlaskForm.Meta):
        """Messages in the language that is in force."""

        def get_translations(self, form: Any) -> Any:
            """Ours, in place of WTForms' own, which know no Albanian."""
            return _Translations()


class Form(Translated):
    """A form of this installation. What is typed into it is refused where it looks as if it could identify a person."""

    identifiers_allowed: ClassVar[bool] = (
        False  # what is typed stays in its organisation, or is an address book's
    )

    override_reason = TextAreaField(
        _l("Why it may stay"),
        [Length(max=LONGEST_REASON, message=_l("This is too long: at most %(max)d characters."))],
        description=_l("Only where what was found names nobody, as the number of an office. In words."),
        render_kw={"rows": 2},
        default="",
    )
    why_it_may_stay: bool = False  # whether the page asks for that reason

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that no text could identify a person unless a reason says why it may stay."""
        valid = bool(super().validate(extra_validators))
        return self._identifies_nobody() and valid

    def ask_why_it_may_stay(self) -> None:
        """Let the page ask for a reason beside what was found."""
        self.why_it_may_stay = True

    def _identifies_nobody(self) -> bool:
        if self.identifiers_allowed:
            return True
        found = [field for field in _texts(self) if find_identifiers(field.data or "")]
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
