"""More time that was asked for: one table. Who asks and decides: `recommendation.py`, from which it follows."""

from __future__ import annotations

from enum import StrEnum

from workflows.engine import StateInfo, Step, Workflow
from workflows.roles import ITSELF, Owner


class ExtensionState(StrEnum):
    """What became of a wish for more time."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"  # the case went on before it was decided


class ExtensionAction(StrEnum):
    """Every step."""

    GRANT = "grant"
    REFUSE = "refuse"
    LAPSE = "lapse"


PLACES = (
    StateInfo(ExtensionState.ASKED, Owner.COORDINATOR),
    StateInfo(ExtensionState.GRANTED, Owner.NOBODY, final=True),
    StateInfo(ExtensionState.REFUSED, Owner.NOBODY, final=True),
    StateInfo(ExtensionState.LAPSED, Owner.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[None], ...] = (
    #    step                    from                  to                      who may  what it needs
    # by the coordinator, also as the decision on an escalation
    Step(ExtensionAction.GRANT,  ExtensionState.ASKED, ExtensionState.GRANTED, ITSELF),
    Step(ExtensionAction.REFUSE, ExtensionState.ASKED, ExtensionState.REFUSED, ITSELF, needs=("reason",)),
    # its clock has stopped
    Step(ExtensionAction.LAPSE,  ExtensionState.ASKED, ExtensionState.LAPSED,  ITSELF),
)
# fmt: on

EXTENSION: Workflow[None] = Workflow("extension", ExtensionState, PLACES, STEPS)
