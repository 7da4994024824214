"""A wording that is suggested for a draft: one table. Who decides on it: `recommendation.py`, from which it follows."""

from __future__ import annotations

from enum import StrEnum

from workflows.engine import StateInfo, Step, Workflow
from workflows.roles import ITSELF, Owner


class SuggestionState(StrEnum):
    """What became of a suggested wording."""

    OPEN = "open"
    TAKEN = "taken"
    REFUSED = "refused"


class SuggestionAction(StrEnum):
    """Every step."""

    TAKE = "take"
    REFUSE = "refuse"


PLACES = (
    StateInfo(SuggestionState.OPEN, Owner.RAPPORTEUR),
    StateInfo(SuggestionState.TAKEN, Owner.NOBODY, final=True),
    StateInfo(SuggestionState.REFUSED, Owner.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[None], ...] = (
    #    step                     from                  to                       who may  what it needs
    Step(SuggestionAction.TAKE,   SuggestionState.OPEN, SuggestionState.TAKEN,   ITSELF),
    Step(SuggestionAction.REFUSE, SuggestionState.OPEN, SuggestionState.REFUSED, ITSELF, needs=("reason",)),
)
# fmt: on

SUGGESTION: Workflow[None] = Workflow("suggestion", SuggestionState, PLACES, STEPS)
