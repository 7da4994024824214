"""Numbers as people write them: with a comma or a point, and in groups of three."""

from __future__ import annotations

import re
from decimal import Decimal

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
