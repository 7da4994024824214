"""Whose voice a line of a history has: an institution claims, the Group finds, and all else is neither."""

from __future__ import annotations

from workflows.recommendation import Do
from workflows.roles import CaseRole

THEIRS = frozenset({CaseRole.ADDRESSEE, CaseRole.CHECKER, CaseRole.MINISTRY, CaseRole.RECORDER})
FOUND = frozenset(
    {
        Do.VERIFY,
        Do.VERIFY_IN_PART,
        Do.CONTEST,
        Do.FOLLOW_UP_REVIEW,
        Do.LAST_REVIEW,
        Do.NOT_IMPLEMENTED,
        Do.SILENCE,
    }
)


def voice_of(standing: str, do: str) -> str:
    """Of a step taken in this capacity: claim, finding or neutral."""
    return "claim" if standing in THEIRS else "finding" if do in FOUND else "neutral"
