"""A decision that an escalation asks of the coordinator: one table. Who takes it: `recommendation.py`."""

from __future__ import annotations

from enum import StrEnum

from workflows.engine import StateInfo, Step, Workflow
from workflows.roles import ITSELF, Owner


class Remedy(StrEnum):
    """What the coordinator decides on an escalation."""

    MEDIATE = "mediate"
    EXTEND = "extend"
    RAISE = "raise"  # at the next meeting
    WRITE = "write"  # to the head of the institution


class EscalationState(StrEnum):
    """What became of an escalation."""

    OPEN = "open"
    DECIDED = "decided"
    ENDED = "ended"  # the case went on before anybody decided


class EscalationAction(StrEnum):
    """Every step."""

    DECIDE = "decide"
    END = "end"


PLACES = (
    StateInfo(EscalationState.OPEN, Owner.COORDINATOR),
    StateInfo(EscalationState.DECIDED, Owner.NOBODY, final=True),
    StateInfo(EscalationState.ENDED, Owner.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[None], ...] = (
    #    step                     from                  to                       who may  what it needs
    Step(EscalationAction.DECIDE, EscalationState.OPEN, EscalationState.DECIDED, ITSELF, needs=("remedy",)),
    # what it is about is late no more
    Step(EscalationAction.END,    EscalationState.OPEN, EscalationState.ENDED,   ITSELF),
)
# fmt: on

ESCALATION: Workflow[None] = Workflow("escalation", EscalationState, PLACES, STEPS)
