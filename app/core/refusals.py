"""Why something is not done, that something is not there, and what a view does then."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort


class Refusal(Exception):
    """Nothing was changed. `name` is the key of its words, `field` the field beside which they stand."""

    def __init__(self, name: str, field: str = "") -> None:
        super().__init__(name)
        self.name, self.field = name, field


def refusal_of(act: Callable[[], object]) -> str | None:
    """Do it; None when it was done, else the name of the refusal. What does not exist is no page."""
    try:
        act()
    except NotFound:
        abort(404)
    except Refusal as refusal:
        return refusal.name
    return None


class NotFound(Exception):
    """There is no such thing for this person; whether it exists at all is not said."""
