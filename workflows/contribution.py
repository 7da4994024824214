"""What a ministry asks of an agency before it answers a recommendation: one table. The Group's clock runs on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflows.engine import STAY, Place, Step, Workflow, resets, starts, stops
from workflows.ladder import Act, Audience
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
    EXTEND = "extend"
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
    Step(Do.EXTEND,    State.ASKED,                  STAY,            ASKER,       (), resets(Rule.CONTRIBUTION, until="due_on"), needs=("due_on",)),
    Step(Do.ASK_AGAIN, State.GIVEN,                  State.ASKED,     ASKER,       (), resets(Rule.CONTRIBUTION), needs=("reason",)),
    Step(Do.WITHDRAW,  State.ASKED,                  State.WITHDRAWN, ASKER,       (), stops(Rule.CONTRIBUTION)),
    Step(Do.CLOSE,     (State.ASKED, State.GIVEN),   State.CLOSED,    ITSELF,      (), stops(Rule.CONTRIBUTION)),
)
# fmt: on

TOLD: Mapping[Act, frozenset[Audience]] = {
    Act.REMIND: frozenset({Audience.OWING}),
    Act.LATE: frozenset({Audience.OWING, Audience.ASKER}),
    Act.HEAD: frozenset({Audience.HEAD, Audience.ASKER}),
    # the ministry's own business: it decides itself, and neither the coordinator nor the Group hears of it
    Act.ESCALATE: frozenset({Audience.ASKER}),
    Act.AGENDA: frozenset({Audience.ASKER}),
    Act.MINISTER: frozenset({Audience.MINISTER, Audience.ASKER}),
}
"""Who is told of a rung of its ladder; the minister is who leads the ministry that asks."""

CONTRIBUTION: Workflow[Facts] = Workflow("contribution", State, PLACES, STEPS)
