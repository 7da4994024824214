"""A vote of the Group, from its opening to its count: one table. How ballots are counted: `voting.py`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.engine import Guard, StateInfo, Step, Workflow
from workflows.roles import CHAIR_OR_ITSELF, Owner
from workflows.voting import Did


class VoteState(StrEnum):
    """Whether ballots are taken. No vote that is stored is new."""

    NEW = "new"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a vote its guards look at."""

    voting: bool = False  # a vote on the same is open
    seats: bool = False  # somebody could vote
    ends_ahead: bool = True  # of a written procedure
    over: bool = False  # the time for ballots, or the chair says so


no_vote_open: Guard[Facts] = Guard("no_vote_open", lambda f: not f.voting)
seats: Guard[Facts] = Guard("seats", lambda f: f.seats)
ends_on: Guard[Facts] = Guard("ends_on", lambda f: f.ends_ahead)
over: Guard[Facts] = Guard("over", lambda f: f.over)

PLACES = (
    StateInfo(VoteState.NEW, Owner.CHAIR),
    StateInfo(VoteState.OPEN, Owner.GROUP),
    StateInfo(VoteState.CLOSED, Owner.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step         from             to                who may          what must hold
    # by itself: with a follow-up review that proposes to reopen what was found implemented
    Step(Did.OPENED,  VoteState.NEW,   VoteState.OPEN,   CHAIR_OR_ITSELF, (no_vote_open, seats, ends_on)),
    # by itself: at the end of a written procedure
    Step(Did.CLOSED,  VoteState.OPEN,  VoteState.CLOSED, CHAIR_OR_ITSELF, (over,)),
)
# fmt: on

VOTE: Workflow[Facts] = Workflow("vote", VoteState, PLACES, STEPS)
