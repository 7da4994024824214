"""A member asks the ministry to open a way to an institution: a contact, a visit, data, a meeting. One table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflows.engine import STAY, Place, Step, Workflow, resets, starts, stops, then
from workflows.escalation import Act, Audience
from workflows.periods import Rule
from workflows.roles import Party, Standing


class Way(StrEnum):
    """What is asked for."""

    CONTACT = "contact"
    VISIT = "visit"
    DATA = "data"
    MEETING = "meeting"


class State(StrEnum):
    """Where it stands."""

    NEW = "new"
    ASKED = "asked"
    ACCEPTED = "accepted"
    ARRANGED = "arranged"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Do(StrEnum):
    """Every step."""

    ASK = "ask"
    ACCEPT = "accept"
    REFUSE = "refuse"
    EXTEND = "extend"
    ARRANGE = "arrange"
    CONFIRM = "confirm"
    FELL_THROUGH = "fell_through"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Facts:
    """Nothing has to hold besides who acts and what is given."""


ASKER = frozenset({Standing.ASKER})
MINISTRY = frozenset({Standing.MINISTRY})
COORDINATOR = frozenset({Standing.COORDINATOR})

PLACES = (
    Place(State.NEW, Party.GROUP),
    Place(State.ASKED, Party.MINISTRY, Rule.FACILITATION),
    Place(State.ACCEPTED, Party.MINISTRY, Rule.ARRANGEMENT),
    Place(State.ARRANGED, Party.GROUP),
    Place(State.DONE, Party.NOBODY, final=True),
    Place(State.REFUSED, Party.NOBODY, final=True),
    Place(State.WITHDRAWN, Party.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step             from             to               who may   what must hold, the clock, what it needs
    Step(Do.ASK,          State.NEW,       State.ASKED,     ASKER,    (), starts(Rule.FACILITATION), needs=("way", "agency", "purpose")),
    Step(Do.ACCEPT,       State.ASKED,     State.ACCEPTED,  MINISTRY, (), then(Rule.FACILITATION, Rule.ARRANGEMENT)),
    Step(Do.REFUSE,       State.ASKED,     State.REFUSED,   MINISTRY, (), stops(Rule.FACILITATION), needs=("reason",)),
    Step(Do.EXTEND,       State.ASKED,     STAY,            COORDINATOR, (), resets(Rule.FACILITATION, until="due_on"), needs=("due_on", "reason")),
    Step(Do.EXTEND,       State.ACCEPTED,  STAY,            COORDINATOR, (), resets(Rule.ARRANGEMENT, until="due_on"), needs=("due_on", "reason")),
    Step(Do.ARRANGE,      State.ACCEPTED,  State.ARRANGED,  MINISTRY, (), stops(Rule.ARRANGEMENT), needs=("how",)),
    Step(Do.CONFIRM,      State.ARRANGED,  State.DONE,      ASKER),
    Step(Do.FELL_THROUGH, State.ARRANGED,  State.ACCEPTED,  ASKER,    (), starts(Rule.ARRANGEMENT), needs=("reason",)),
    Step(Do.WITHDRAW,     (State.ASKED, State.ACCEPTED, State.ARRANGED), State.WITHDRAWN, ASKER, (), stops(Rule.FACILITATION, Rule.ARRANGEMENT)),
)
# fmt: on

TOLD: Mapping[Act, frozenset[Audience]] = {
    Act.REMIND: frozenset({Audience.OWING}),
    Act.LATE: frozenset({Audience.OWING, Audience.ASKER, Audience.COORDINATOR}),
    Act.HEAD: frozenset({Audience.HEAD, Audience.COORDINATOR}),
    Act.ESCALATE: frozenset({Audience.COORDINATOR}),
    Act.AGENDA: frozenset({Audience.CONVENERS}),
    Act.MINISTER: frozenset({Audience.HEAD, Audience.COORDINATOR}),
}
"""Who is told of a rung of its ladder. The ministry owes: its head is the highest there is."""

FACILITATION: Workflow[Facts] = Workflow("facilitation", State, PLACES, STEPS)
