"""The form of reminders."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.concerns import fields
from app.core.forms import Form
from app.core.numbers import whole

LONGEST_NOTE = 300


class RemindForm(Form):
    """What the coordinator adds to a reminder. The lines are ticked beside it."""

    note = fields.short_text(
        _l("Your note"),
        _l(
            "One sentence, if you wish. It stands in each mail and in the history, and the institutions read it."
        ),
        required=False,
        most=LONGEST_NOTE,
    )
    key = HiddenField()

    @property
    def words(self) -> str:
        """The note."""
        return (self.note.data or "").strip()


def numbers(given: Collection[str]) -> list[int]:
    """The lines that are ticked; what is no number of a line is none."""
    return sorted({number for value in given if (number := whole(value)) is not None and number > 0})


def seen_of(given: Collection[str]) -> dict[int, str]:
    """How each line stood when it was looked at."""
    return {number: value for value in given for number in numbers([value.partition(".")[0]])}
