"""A blind first round of a review: one table. Who opens and closes it: `concern.py`, from which both follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.engine import STAY, Guard, StateInfo, Step, Workflow
from workflows.roles import ITSELF, CaseRole, Owner


class RoundState(StrEnum):
    """Whether views are taken, and each organisation sees its own alone."""

    OPEN = "open"
    CLOSED = "closed"


class FirstRoundAction(StrEnum):
    """Every step."""

    NOTE = "note_view"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a round its guard looks at."""

    in_time: bool = True


in_time: Guard[Facts] = Guard("in_time", lambda f: f.in_time)

ACTING = frozenset({CaseRole.GROUP})  # who acts today for a seat that notes a view

PLACES = (
    StateInfo(RoundState.OPEN, Owner.GROUP),
    StateInfo(RoundState.CLOSED, Owner.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step                    from             to                 who may  what must hold
    # in place of an earlier one of the same organisation
    Step(FirstRoundAction.NOTE,  RoundState.OPEN, STAY,              ACTING,  (in_time,)),
    # with the chair's step, with the last view, as its time is over, or as the review ends
    Step(FirstRoundAction.CLOSE, RoundState.OPEN, RoundState.CLOSED, ITSELF),
)
# fmt: on

FIRST_ROUND: Workflow[Facts] = Workflow("first_round", RoundState, PLACES, STEPS)
