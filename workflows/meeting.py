"""A meeting of the Group, from its calling until its minutes are adopted: one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.engine import STAY, Guard, StateInfo, Step, Workflow
from workflows.roles import CHAIR, COORDINATOR, SECRETARIAT, CaseRole, Owner


class MeetingState(StrEnum):
    """Where a meeting stands. No meeting that is stored is new."""

    NEW = "new"
    CALLED = "called"
    HELD = "held"  # from its opening on
    CIRCULATED = "circulated"  # its minutes are before the members
    ADOPTED = "adopted"
    CANCELLED = "cancelled"


class MeetingAction(StrEnum):
    """Every step. What several of them add is a row of its own, and moves nothing."""

    CALL = "call"
    CHANGE = "change"
    ARRANGE = "arrange"
    OPEN = "open"
    CANCEL = "cancel"
    RECORD = "record"
    WRITE = "write"
    CIRCULATE = "circulate"
    CORRECT = "correct"
    ADOPT = "adopt"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a meeting its guards look at."""

    day_has_come: bool = True
    adopting: bool = True  # a later one that is open has its minutes on the agenda


its_day: Guard[Facts] = Guard("its_day", lambda f: f.day_has_come)
next_meeting: Guard[Facts] = Guard("next_meeting", lambda f: f.adopting)

CONVENERS = CHAIR | SECRETARIAT
CALLERS = CONVENERS | COORDINATOR  # a meeting that there is: the coordinator whose office called it
THE_GROUP = SECRETARIAT | {CaseRole.GROUP}

PLACES = (
    StateInfo(MeetingState.NEW, Owner.SECRETARIAT),
    StateInfo(MeetingState.CALLED, Owner.SECRETARIAT),
    StateInfo(MeetingState.HELD, Owner.SECRETARIAT),
    StateInfo(MeetingState.CIRCULATED, Owner.CHAIR),
    StateInfo(MeetingState.ADOPTED, Owner.NOBODY, final=True),
    StateInfo(MeetingState.CANCELLED, Owner.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step                     from                     to                       who may      what must hold
    Step(MeetingAction.CALL,      MeetingState.NEW,        MeetingState.CALLED,     CALLERS),
    Step(MeetingAction.CHANGE,    MeetingState.CALLED,     STAY,                    CALLERS),
    Step(MeetingAction.CANCEL,    MeetingState.CALLED,     MeetingState.CANCELLED,  CALLERS),
    # the agenda and its guests
    Step(MeetingAction.ARRANGE,   MeetingState.CALLED,     STAY,                    CONVENERS),
    Step(MeetingAction.OPEN,      MeetingState.CALLED,     MeetingState.HELD,       CONVENERS,   (its_day,)),
    # attendance, decisions and action items: what is circulated stands
    Step(MeetingAction.RECORD,    MeetingState.HELD,       STAY,                    CONVENERS),
    Step(MeetingAction.WRITE,     (MeetingState.HELD, MeetingState.CIRCULATED), STAY, SECRETARIAT),
    Step(MeetingAction.CIRCULATE, MeetingState.HELD,       MeetingState.CIRCULATED, SECRETARIAT),
    Step(MeetingAction.CORRECT,   MeetingState.CIRCULATED, STAY,                    THE_GROUP),
    Step(MeetingAction.ADOPT,     MeetingState.CIRCULATED, MeetingState.ADOPTED,    CHAIR,       (next_meeting,)),
)
# fmt: on

ADDS = frozenset({MeetingAction.ARRANGE, MeetingAction.RECORD, MeetingAction.WRITE, MeetingAction.CORRECT})
"""Steps that add to a meeting: what was on a page before them is as it was."""

MEETING: Workflow[Facts] = Workflow("meeting", MeetingState, PLACES, STEPS)
