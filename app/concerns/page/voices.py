"""Whose voice a line of a history has: an institution claims, the Group finds, and all else is neither."""

from __future__ import annotations

from workflows.recommendation import RecommendationAction
from workflows.roles import CaseRole

THEIRS = frozenset({CaseRole.ADDRESSEE, CaseRole.CHECKER, CaseRole.MINISTRY, CaseRole.RECORDER})
FOUND = frozenset(
    {
        RecommendationAction.VERIFY,
        RecommendationAction.VERIFY_IN_PART,
        RecommendationAction.CONTEST,
        RecommendationAction.FOLLOW_UP_REVIEW,
        RecommendationAction.LAST_REVIEW,
        RecommendationAction.NOT_IMPLEMENTED,
        RecommendationAction.SILENCE,
    }
)


def voice_of(standing: str, do: str) -> str:
    """Of a step taken in this capacity: claim, finding or neutral."""
    return "claim" if standing in THEIRS else "finding" if do in FOUND else "neutral"
