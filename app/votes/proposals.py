"""What a vote is about, as it is kept until the vote closes: the data of the step, as JSON and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

from app.concerns.vocabulary import FindingSource
from app.process.data import Decision, FindingDecision, NewDateDecision, plain
from workflows.recommendation import Grade

KIND = "kind"
_KINDS: dict[str, type[Decision]] = {
    kind.__name__: kind for kind in (Decision, NewDateDecision, FindingDecision)
}
_READ: dict[str, Callable[[Any], Any]] = {
    "due_on": date.fromisoformat,
    "grade": Grade,
    "sources": lambda given: tuple(FindingSource(source) for source in given),
    "adopted": tuple,
}


def kept(data: Decision) -> dict[str, Any]:
    """The proposal as JSON. What the vote itself will say, day and manner, is not in it."""
    given = {
        f.name: plain(getattr(data, f.name))
        for f in fields(data)
        if f.name not in ("files", "decided_on", "manner")
    }
    return {
        KIND: type(data).__name__,
        **{name: value for name, value in given.items() if value not in (None, "", [])},
    }


def restored(proposal: dict[str, Any]) -> Decision:
    """The data of the step, as it was when the vote was opened."""
    given = {
        name: _READ.get(name, lambda value: value)(value) for name, value in proposal.items() if name != KIND
    }
    return _KINDS[proposal[KIND]](**given)
