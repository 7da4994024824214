"""What comes of an attempt to take a step: taken, or refused with a reason that people read; and its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.core.forms import Form
from app.core.language import translate as _
from app.process.refusal_labels import missing


@dataclass(frozen=True, slots=True)
class Taken:
    """The step was taken; `repeated` when the same form had been sent before."""

    target: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else acted meanwhile; `since` is the version that the form was made from."""

    since: int


@dataclass(frozen=True, slots=True)
class NotNow:
    """The step is not open in this stage."""

    state: str


@dataclass(frozen=True, slots=True)
class NotYours:
    """The step is open, but not to this person."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What must hold does not: names of guards and of fields."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Busy:
    """The database was locked for too long; nothing was changed, and it can be tried again."""


Refusal = Stale | NotNow | NotYours | Missing | Busy
Outcome = Taken | Refusal


STATUS: dict[type[Any], int] = {Stale: 409, NotNow: 409, NotYours: 403, Missing: 422, Busy: 503}
DAYS = frozenset({"date_ahead", "before_own", "year"})  # what is wrong with a day


def refused(outcome: Outcome, form: Form | None) -> tuple[int, list[str]] | None:
    """None where the step was taken, else the status of the page and what it says above its forms.

    What is wrong with a field is said beside it.
    """
    if isinstance(outcome, Taken):
        return None
    if isinstance(outcome, Missing):
        return STATUS[Missing], [str(missing(name)) for name in beside_fields(form, outcome)]
    if isinstance(outcome, NotYours):
        return STATUS[NotYours], [_("This step is not yours to take")]
    if isinstance(outcome, Busy):
        return STATUS[Busy], [
            _("Nothing was changed and nothing you typed was lost. Send it again in a moment.")
        ]
    return STATUS[type(outcome)], [_("This case changed while you were writing")]


def beside_fields(form: Form | None, refusal: Missing) -> list[str]:
    """Say beside its field what is missing or wrong there; gives the names of the rest."""
    if form is None:
        return list(refusal.names)
    if {"unnamed", "goes_with_it"} & set(refusal.names):
        form.ask_why_it_may_stay()
    rest = []
    for name in refusal.names:
        field = "due_on" if name in DAYS and "due_on" in form else name
        if field in form:
            form[field].errors = [*form[field].errors, missing(name)]
        else:
            rest.append(name)
    return rest
