"""What a view does where something may be refused."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort

from app.core.not_found import NotFound
from app.core.refusals import Refusal


def refusal_of(act: Callable[[], object]) -> str | None:
    """Do it; None when it was done, else the name of the refusal. What does not exist is no page."""
    try:
        act()
    except NotFound:
        abort(404)
    except Refusal as refusal:
        return refusal.name
    return None
