"""Where in a case an event is to be seen."""

from __future__ import annotations

from typing import Any

from app.votes.models import MACHINE as VOTE


def place_of(public_id: str, machine: str, params: dict[str, Any], number: int | None) -> str:
    """The address, on this host: a vote, a recommendation, or the history of the case."""
    if machine == VOTE and "vote" in params:
        return f"/votes/{params['vote']}"
    if "channel" in params:
        return f"/concerns/{public_id}#{params['channel']}"
    place = f"recommendation-{number}" if number else "history"
    return f"/concerns/{public_id}#{place}"
