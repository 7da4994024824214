"""Numbers as people write them: with a comma or a point, and in groups of three."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from werkzeug.routing import IntegerConverter, ValidationError
from wtforms import IntegerField

from workflows.text import without_unseen

LONGEST = 40
_PLAIN = re.compile(r"\d+|\d*[.]\d+|\d+[.]")
_GROUPED = {sign: re.compile(rf"\d{{1,3}}(?:[{sign}]\d{{3}})+") for sign in ".,"}
_MINUS = re.compile(r"\A[-\u2212]")


class NoNumber(ValueError):
    """It is no number."""


class TwoReadings(NoNumber):
    """It could be a number with decimals or one in groups of three."""


def read_number(text: str, decimal: str = ",") -> Decimal:
    """The number that is written; `decimal` is the sign of the page's language, and the other one groups.

    Blanks of every kind group in both languages. Raises NoNumber, and TwoReadings where a thousandfold mistake
    would be possible: "1.234" on a page that writes 1,5 for one and a half.
    """
    written = "".join(without_unseen(text).split())
    negative = _MINUS.match(written)
    digits = written[1:] if negative else written
    if not digits or len(digits) > LONGEST:
        raise NoNumber(text[:LONGEST])
    plain = _with_point(digits, decimal)
    if not _PLAIN.fullmatch(plain):
        raise NoNumber(text)
    return -Decimal(plain) if negative else Decimal(plain)


def _with_point(digits: str, decimal: str) -> str:
    """The digits with a point before the decimals and no other sign."""
    grouping = "." if decimal == "," else ","
    used = {sign for sign in ".," if sign in digits}
    if len(used) == 2:
        last = max(used, key=digits.rfind)
        whole, _, rest = digits.rpartition(last)
        other = "." if last == "," else ","
        if not _GROUPED[other].fullmatch(whole):
            raise NoNumber(digits)
        return f"{whole.replace(other, '')}.{rest}"
    for sign in used:
        if digits.count(sign) > 1:
            if not _GROUPED[sign].fullmatch(digits):
                raise NoNumber(digits)
            return digits.replace(sign, "")
        if sign == grouping and _GROUPED[sign].fullmatch(digits) and digits[0] != "0":
            if sign == ".":
                raise TwoReadings(digits)
            return digits.replace(sign, "")
    return digits.replace(",", ".")


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
