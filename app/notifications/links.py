"""What a notice says, and where what it tells of is to be seen."""

from __future__ import annotations

from typing import Any

from app.core.labels import label
from app.core.language import lazy as _l
from app.meetings.models import Said
from app.process.step_labels import step_words
from app.votes.group import GROUP
from app.votes.labels import voted_on
from workflows.periods import Rule
from workflows.streams import Stream

OF_A_MEETING = {
    Said.INVITED: _l("You are invited to a meeting of the Group"),
    Said.CHANGED: _l("The meeting of the Group has changed"),
    Said.CANCELLED: _l("The meeting of the Group is cancelled"),
}
ON_PAPER = _l("(on paper)")


def said_of(row: Any) -> str:
    """What happened, in the language in force; of a contribution or an access request, what became of its date."""
    if row.vote:
        return f"{step_words(Stream.VOTE, row.do).notice}: {voted_on(GROUP, row.question)}"
    if row.meeting:
        return str(OF_A_MEETING[Said(row.do)])
    if row.request or row.access_request:
        return f"{label(Rule(row.params['rule']))}: {step_words(Stream.CLOCK, row.do).notice}"
    said = str(step_words(row.machine, row.do).notice)
    return f"{said} {ON_PAPER}" if row.params and "paper" in row.params else said


def place_of(row: Any) -> str:
    """The address, on this host: a request, a vote, a meeting, a recommendation, or the history of the case."""
    if row.vote:
        return f"/votes/{row.vote}"
    if row.meeting:
        return f"/meetings/{row.meeting}"
    if row.request:
        return f"/requests/{row.request}"
    if row.access_request:
        return f"/access-requests/{row.access_request}"
    if row.machine == Stream.VOTE and "vote" in row.params:
        return f"/votes/{row.params['vote']}"
    if "channel" in row.params:
        return f"/concerns/{row.public_id}#{row.params['channel']}"
    return place_in_case(row.public_id, row.number)


def place_in_case(public_id: str, number: int | None) -> str:
    """A recommendation of the case, or its history."""
    place = f"recommendation-{number}" if number else "history"
    return f"/concerns/{public_id}#{place}"
