"""A formal letter, from its draft until it is noted as sent or needed no more: one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.engine import STAY, StateInfo, Step, Workflow
from workflows.roles import COORDINATOR, ITSELF, SECRETARIAT, Owner


class LetterState(StrEnum):
    """Where a formal letter stands."""

    DRAFTED = "drafted"
    SENT = "sent"
    ENDED = "ended"  # no longer needed, or a later one stands in its place


class FormalLetterAction(StrEnum):
    """Every step of a letter. What drafts it is escalation, or a decision on an escalation."""

    EDIT = "edit"
    SENT = "sent"
    END = "end"


@dataclass(frozen=True, slots=True)
class Facts:
    """Nothing of a letter has to hold besides who acts and what is given."""


WRITERS = COORDINATOR | SECRETARIAT

PLACES = (
    StateInfo(LetterState.DRAFTED, Owner.COORDINATOR),
    StateInfo(LetterState.SENT, Owner.NOBODY, final=True),
    StateInfo(LetterState.ENDED, Owner.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step                     from                 to                 who may   what it needs
    Step(FormalLetterAction.EDIT, LetterState.DRAFTED, STAY,              WRITERS),
    # it left on paper: nothing of it changes any more
    Step(FormalLetterAction.SENT, LetterState.DRAFTED, LetterState.SENT,  WRITERS,
         needs=("protocol", "sent_on"), public=True),
    # what it is about is late no more, or another letter stands in its place
    Step(FormalLetterAction.END,  LetterState.DRAFTED, LetterState.ENDED, ITSELF),
)
# fmt: on

FORMAL_LETTER: Workflow[Facts] = Workflow("letter", LetterState, PLACES, STEPS)
