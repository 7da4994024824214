"""What a ministry asks of an agency before it answers a recommendation: one table. The Group's clock runs on meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.engine import STAY, Place, Step, Workflow, resets, starts, stops
from workflows.periods import Rule
from workflows.standing import Party, Standing


class State(StrEnum):
    """Where a request to an agency stands."""

    NEW = "new"
    ASKED = "asked"
    GIVEN = "given"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Do(StrEnum):
    """Every step of a request."""

    FORWARD = "forward"
    GIVE = "give"
    REMIND = "remind"
    ASK_AGAIN = "ask_again"
    WITHDRAW = "withdraw"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Facts:
    """Nothing of a request has to hold besides who acts and what is given."""


ASKER = frozenset({Standing.MINISTRY})
CONTRIBUTOR = frozenset({Standing.CONTRIBUTOR})
ITSELF = frozenset({Standing.SYSTEM})

PLACES = (
    Place(State.NEW, Party.MINISTRY),
    Place(State.ASKED, Party.ADDRESSEE, Rule.CONTRIBUTION),
    Place(State.GIVEN, Party.MINISTRY),
    Place(State.CLOSED, Party.NOBODY, final=True),
    Place(State.WITHDRAWN, Party.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step          from                          to               who may      what must hold, the clock, what it needs
    Step(Do.FORWARD,   State.NEW,                    State.ASKED,     ASKER,       (), starts(Rule.CONTRIBUTION), needs=("agency", "question", "due_on")),
    Step(Do.GIVE,      State.ASKED,                  State.GIVEN,     CONTRIBUTOR, (), stops(Rule.CONTRIBUTION), needs=("contribution",)),
    Step(Do.REMIND,    State.ASKED,                  STAY,            ASKER),
    Step(Do.ASK_AGAIN, State.GIVEN,                  State.ASKED,     ASKER,       (), resets(Rule.CONTRIBUTION), needs=("reason",)),
    Step(Do.WITHDRAW,  State.ASKED,                  State.WITHDRAWN, ASKER,       (), stops(Rule.CONTRIBUTION)),
    Step(Do.CLOSE,     (State.ASKED, State.GIVEN),   State.CLOSED,    ITSELF,      (), stops(Rule.CONTRIBUTION)),
)
# fmt: on

CONTRIBUTION: Workflow[Facts] = Workflow("contribution", State, PLACES, STEPS)
