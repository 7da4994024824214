"""An answer before it leaves its organisation: prepared by one person, signed off by another. One table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.engine import Guard, StateInfo, Step, Workflow
from workflows.roles import ADDRESSEE, ITSELF, Owner


class State(StrEnum):
    """Where a prepared answer stands."""

    DRAFT = "draft"
    TO_SIGN = "to_sign"
    RETURNED = "returned"
    SENT = "sent"
    DROPPED = "dropped"
    LAPSED = "lapsed"


class AnswerAction(StrEnum):
    """Every step of a prepared answer."""

    PROPOSE = "propose"
    SIGN = "sign"
    RETURN = "return"
    DROP = "drop"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a prepared answer its guards look at."""

    another: bool = False  # who acts is not who prepared it


another_person: Guard[Facts] = Guard("another_person", lambda f: f.another)

UNSENT = (State.DRAFT, State.TO_SIGN, State.RETURNED)

PLACES = (
    StateInfo(State.DRAFT, Owner.ADDRESSEE),
    StateInfo(State.TO_SIGN, Owner.ADDRESSEE),
    StateInfo(State.RETURNED, Owner.ADDRESSEE),
    StateInfo(State.SENT, Owner.NOBODY, final=True),
    StateInfo(State.DROPPED, Owner.NOBODY, final=True),
    StateInfo(State.LAPSED, Owner.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step                  from                             to              who may    what must hold, what it needs
    Step(AnswerAction.PROPOSE, (State.DRAFT, State.RETURNED),   State.TO_SIGN,  ADDRESSEE),
    Step(AnswerAction.SIGN,    State.TO_SIGN,                   State.SENT,     ADDRESSEE, (another_person,)),
    Step(AnswerAction.RETURN,  State.TO_SIGN,                   State.RETURNED, ADDRESSEE, (another_person,), needs=("reason",)),
    Step(AnswerAction.DROP,    UNSENT,                          State.DROPPED,  ADDRESSEE),
    # the recommendation was answered or taken back otherwise
    Step(AnswerAction.LAPSE,   UNSENT,                          State.LAPSED,   ITSELF),
)
# fmt: on

ANSWER: Workflow[Facts] = Workflow("answer", State, PLACES, STEPS)
