"""Whole numbers as they come from outside: in forms, in addresses, in what follows the question mark."""

from __future__ import annotations

from typing import Any

from werkzeug.routing import IntegerConverter, ValidationError
from wtforms import IntegerField

MOST = 2**31 - 1  # what a column of numbers holds on PostgreSQL
MOST_DIGITS = len(str(MOST))


def whole(given: object) -> int | None:
    """The number that is written here in plain digits; None for anything else, or one that no column holds.

    `str.isdigit` and `int` would also take ², the digits of other scripts, and numbers of any length.
    """
    text = str(given).strip(" ")
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits.lstrip("0")) > MOST_DIGITS:
        return None
    number = int(text)
    return number if abs(number) <= MOST else None


def whole_or_zero(given: object) -> int:
    """The same where 0 stands for nothing that there is."""
    return whole(given) or 0


def a_choice(given: object) -> int:
    """The key of a choice. Raises ValueError, which a field says in words."""
    number = whole(given)
    if number is None:
        raise ValueError(f"{given!r} is no number")
    return number


class WholeField(IntegerField):
    """A whole number, or nothing where nothing was sent: a hidden field may be empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raise ValueError, in words, for what is no number."""
        if not valuelist:
            return
        self.data = None
        if given := str(valuelist[0]).strip():
            self.data = whole(given)
            if self.data is None:
                raise ValueError(self.gettext("Not a valid integer value."))


class WholePart(IntegerConverter):
    """A number in the path: what no column holds is no address."""

    regex = rf"[0-9]{{1,{MOST_DIGITS}}}"

    def to_python(self, value: str) -> Any:
        """The number. Raises ValidationError, which is no address, where it is too large."""
        if whole(value) is None:
            raise ValidationError
        return super().to_python(value)
