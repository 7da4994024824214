"""Which passwords will do: long ones of any kind, but none that comes first to mind (ASVS 6.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from math import prod
from pathlib import Path
from threading import Lock
from typing import Any

from flask import current_app
from flask_security import PasswordUtil
from sqlalchemy import inspect
from sqlalchemy.orm import object_session

from app.accounts.models import Organisation, Person
from app.core.country import folded
from app.core.language import translate as _

SHORTEST, LONGEST = 15, 128  # more than 128 the library takes for too few, and says so
JUDGED = 72  # characters, as many as the library takes
ENOUGH = 10**12  # attempts of somebody who tries what is likely first
COMMON_WORDS = Path(__file__).with_name("common_words.txt")
MOST_READINGS = 8  # ways to read figures and signs as letters: the library tries each with every word
_AS_LETTERS = str.maketrans("@({[<!|$+%", "accccilstx")
_one_at_a_time = Lock()  # the library keeps a person's own words where another's would take their place


class Passwords(PasswordUtil):
    """The library's check of length and form, and ours of what is easy to guess. It asks nobody outside."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """What is wrong with it, or None, and the password in its normal form."""
        if len(self.normalize(password)) > LONGEST:
            return [_("Password must be at most %(length)s characters", length=LONGEST)], password
        errors, normal = super().validate(password, is_register, **kwargs)
        if errors:
            return [str(error) for error in errors], normal
        if not is_hard_to_guess(normal, own_words(kwargs.get("user"))):
            return [_("This password is too easy to guess. A sentence of your own is good.")], normal
        return None, normal


def password_errors(password: str, person: Person) -> tuple[list[str], str]:
    """Why this password will not do for this person, and its normal form."""
    errors, normal = current_app.extensions["security"].password_util.validate(password, False, user=person)
    return errors or [], normal


def is_hard_to_guess(password: str, own: Iterable[str] = ()) -> bool:
    """Whether somebody who tries common words, patterns and these words first needs too many attempts.

    Judged by its beginning: the time that this takes grows with the length.
    """
    from zxcvbn import zxcvbn  # with the first new password: its lists of words take 12 MB

    words, judged = [*common_words(), *own], folded(password)[:JUDGED]
    if not judged:
        return False  # nothing of it is seen, and the library cannot judge nothing
    if _readings(judged) > MOST_READINGS:
        judged = judged.translate(_AS_LETTERS)
    with _one_at_a_time:
        return bool(zxcvbn(judged, user_inputs=words)["guesses"] >= ENOUGH)


def _readings(judged: str) -> int:
    from zxcvbn.matching import L33T_TABLE

    return prod(max(1, sum(sign in judged for sign in signs)) for signs in L33T_TABLE.values())


def own_words(person: Person | None) -> list[str]:
    """What somebody who knows the person would try first: name, address, organisation, whole and in parts."""
    if person is None:
        return []
    known = [folded(person.name), folded(person.email)]
    if name := _organisation_of(person):
        known.append(folded(name))
    closed_up = [re.sub(r"\W", "", text) for text in known]
    return [*known, *closed_up, *known[1].split("@"), *re.findall(r"\w+", " ".join(known))]


def _organisation_of(person: Person) -> str:
    """The name; a person who comes by a link from a mail was found without it."""
    if "organisation" not in inspect(person).unloaded:
        return person.organisation.name
    session = object_session(person)
    row = session.get(Organisation, person.organisation_id) if session else None
    return row.name if row else ""


@cache
def common_words() -> frozenset[str]:
    """The committed list."""
    lines = COMMON_WORDS.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
