"""A member asks the ministry for access to an institution: a contact, a visit, data, a meeting. One table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflows.engine import STAY, StateInfo, Step, Workflow, resets, starts, stops, then
from workflows.escalation import Audience, EscalationAct
from workflows.periods import Rule
from workflows.roles import ASKER, COORDINATOR, MINISTRY, Owner


class AccessKind(StrEnum):
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


class AccessRequestAction(StrEnum):
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


PLACES = (
    StateInfo(State.NEW, Owner.GROUP),
    StateInfo(State.ASKED, Owner.MINISTRY, Rule.ACCESS_REQUEST),
    StateInfo(State.ACCEPTED, Owner.MINISTRY, Rule.ARRANGEMENT),
    StateInfo(State.ARRANGED, Owner.GROUP),
    StateInfo(State.DONE, Owner.NOBODY, final=True),
    StateInfo(State.REFUSED, Owner.NOBODY, final=True),
    StateInfo(State.WITHDRAWN, Owner.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step                              from             to               who may   what must hold, the clock, what it needs
    Step(AccessRequestAction.ASK,          State.NEW,       State.ASKED,     ASKER,    (), starts(Rule.ACCESS_REQUEST), needs=("kind", "agency", "purpose")),
    Step(AccessRequestAction.ACCEPT,       State.ASKED,     State.ACCEPTED,  MINISTRY, (), then(Rule.ACCESS_REQUEST, Rule.ARRANGEMENT)),
    Step(AccessRequestAction.REFUSE,       State.ASKED,     State.REFUSED,   MINISTRY, (), stops(Rule.ACCESS_REQUEST), needs=("reason",)),
    Step(AccessRequestAction.EXTEND,       State.ASKED,     STAY,            COORDINATOR, (), resets(Rule.ACCESS_REQUEST, until="due_on"), needs=("due_on", "reason")),
    Step(AccessRequestAction.EXTEND,       State.ACCEPTED,  STAY,            COORDINATOR, (), resets(Rule.ARRANGEMENT, until="due_on"), needs=("due_on", "reason")),
    Step(AccessRequestAction.ARRANGE,      State.ACCEPTED,  State.ARRANGED,  MINISTRY, (), stops(Rule.ARRANGEMENT), needs=("how",)),
    Step(AccessRequestAction.CONFIRM,      State.ARRANGED,  State.DONE,      ASKER),
    Step(AccessRequestAction.FELL_THROUGH, State.ARRANGED,  State.ACCEPTED,  ASKER,    (), starts(Rule.ARRANGEMENT), needs=("reason",)),
    Step(AccessRequestAction.WITHDRAW,     (State.ASKED, State.ACCEPTED, State.ARRANGED), State.WITHDRAWN, ASKER, (), stops(Rule.ACCESS_REQUEST, Rule.ARRANGEMENT)),
)
# fmt: on

AUDIENCES: Mapping[EscalationAct, frozenset[Audience]] = {
    EscalationAct.REMIND: frozenset({Audience.OWING}),
    EscalationAct.LATE: frozenset({Audience.OWING, Audience.ASKER, Audience.COORDINATOR}),
    EscalationAct.HEAD: frozenset({Audience.HEAD, Audience.COORDINATOR}),
    EscalationAct.ESCALATE: frozenset({Audience.COORDINATOR}),
    EscalationAct.AGENDA: frozenset({Audience.CONVENERS}),
    EscalationAct.MINISTER: frozenset({Audience.HEAD, Audience.COORDINATOR}),
}
"""Who is told of a level of its escalation. The ministry owes: its head is the highest there is."""

ACCESS_REQUEST: Workflow[Facts] = Workflow("access_request", State, PLACES, STEPS)
