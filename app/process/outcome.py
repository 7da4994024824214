"""What comes of an attempt to take a step: taken, or refused with a reason that a person can read."""

from __future__ import annotations

from dataclasses import dataclass


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
