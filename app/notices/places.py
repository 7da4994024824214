"""What a notice says, and where what it tells of is to be seen."""

from __future__ import annotations

from typing import Any

from app.votes.models import MACHINE as VOTE
from app.web.words import rung_subject, step_words
from workflows.ladder import Act
from workflows.periods import Rule


def said_of(row: Any) -> str:
    """What happened, in the language that is in force; of a contribution or a way, what became of its date."""
    if row.request or row.way:
        return rung_subject(Rule(row.params["rule"]), Act(row.do))
    return str(step_words(row.machine, row.do).notice)


def place_of(row: Any) -> str:
    """The address, on this host: a request, a way, a vote, a recommendation, or the history of the case."""
    if row.request:
        return f"/requests/{row.request}"
    if row.way:
        return f"/ways/{row.way}"
    if row.machine == VOTE and "vote" in row.params:
        return f"/votes/{row.params['vote']}"
    if "channel" in row.params:
        return f"/concerns/{row.public_id}#{row.params['channel']}"
    return place_in_case(row.public_id, row.number)


def place_in_case(public_id: str, number: int | None) -> str:
    """A recommendation of the case, or its history."""
    place = f"recommendation-{number}" if number else "history"
    return f"/concerns/{public_id}#{place}"
