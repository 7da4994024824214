"""Which passwords will do: long ones of any kind, but none that comes first to mind (ASVS 6.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_security import PasswordUtil

from app.accounts.models import Person
from app.core.collation import folded

SHORTEST, LONGEST = 15, 128  # more than 128 the library takes for too few, and says so
SURPRISES = 8  # characters that do not follow from those before them
SHORTEST_WORD = 3
COMMON_WORDS = Path(__file__).with_name("common_words.txt")
KEYBOARD = ("qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "1234567890")
NEIGHBOURS = frozenset(pair for row in KEYBOARD for a, b in pairwise(row) for pair in (a + b, b + a))


class Passwords(PasswordUtil):
    """The library's check of length and form, and ours of what is easy to guess. It asks nobody outside."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """What is wrong with it, or None, and the password in its normal form."""
        if len(self.normalize(password)) > LONGEST:
            return [_("Password must be at most %(length)s characters", length=LONGEST)], password
        errors, normal = super().validate(password, is_register, **kwargs)
        if errors:
            return [str(error) for error in errors], normal
        if surprises(normal, own_words(kwargs.get("user"))) < SURPRISES:
            return [_("This password is too easy to guess. A sentence of your own is good.")], normal
        return None, normal


def password_errors(password: str, person: Person) -> tuple[list[str], str]:
    """Why this password will not do for this person, and its normal form."""
    errors, normal = current_app.extensions["security"].password_util.validate(password, False, user=person)
    return errors or [], normal


def own_words(person: Person | None) -> list[str]:
    """Words that somebody who knows the person would try first."""
    if person is None:
        return []
    return re.findall(r"\w+", folded(f"{person.name} {person.email}"))


def surprises(password: str, own: Iterable[str] = ()) -> int:
    """How many characters neither belong to a known word nor follow from the one before.

    A character follows if it repeats its neighbour, counts on from it, lies beside it on the keyboard, or came
    after the same one before.
    """
    text = folded(password)
    for word in sorted({*common_words(), *own}, key=len, reverse=True):
        if len(word) >= SHORTEST_WORD:
            text = text.replace(word, "\n")
    seen: set[str] = set()
    found = 0
    for before, here in zip("\n" + text, text, strict=False):
        pair = before + here
        follows = abs(ord(before) - ord(here)) <= 1 or pair in NEIGHBOURS or pair in seen
        seen.add(pair)
        found += here != "\n" and not follows
    return found


@cache
def common_words() -> frozenset[str]:
    """The committed list."""
    lines = COMMON_WORDS.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
