"""The tables of first rounds and of suggested wordings, as the driver runs them."""

from __future__ import annotations

from enum import StrEnum

from app.process.following import Following, FollowingStep
from workflows.first_round import FIRST_ROUND, Facts, RoundState
from workflows.suggestion import SUGGESTION


class RoundProcess(Following):
    """A blind first round. A view is noted by who acts for a seat; else it moves with its concern."""

    workflow = FIRST_ROUND

    def facts(self, step: FollowingStep) -> Facts:
        """Whether its last day is over, though nobody has come to close it."""
        return Facts(in_time=step.row.ends_at > step.at)

    def moved(self, step: FollowingStep, target: StrEnum) -> None:
        """When it was closed, and by whom if not by itself."""
        if target is RoundState.CLOSED:
            step.row.closed_at, step.row.closed_by_id = step.at, step.person_id


class SuggestionProcess(Following):
    """A suggested wording. It is decided on with a step of its draft."""

    workflow = SUGGESTION

    def moved(self, step: FollowingStep, target: StrEnum) -> None:
        """Who decided, and why not."""
        step.row.decided_at, step.row.decided_by_id = step.at, step.person_id
        step.row.reason = step.data.reason if step.data else ""
