"""What a ministry asks of an agency before it answers a recommendation: one table. The Group's clock runs on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.engine import STAY, StateInfo, Step, Workflow, resets, starts, stops
from workflows.escalation import Audience, EscalationAct
from workflows.periods import Rule
from workflows.roles import CONTRIBUTOR, ITSELF, MINISTRY, Owner
from workflows.workdays import Calendar


class State(StrEnum):
    """Where a request to an agency stands."""

    NEW = "new"
    ASKED = "asked"
    GIVEN = "given"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ContributionAction(StrEnum):
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


PLACES = (
    StateInfo(State.NEW, Owner.MINISTRY),
    StateInfo(State.ASKED, Owner.ADDRESSEE, Rule.CONTRIBUTION),
    StateInfo(State.GIVEN, Owner.MINISTRY),
    StateInfo(State.CLOSED, Owner.NOBODY, final=True),
    StateInfo(State.WITHDRAWN, Owner.NOBODY, final=True),
)

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step                          from                          to               who may      what must hold, the clock, what it needs
    Step(ContributionAction.FORWARD,   State.NEW,                    State.ASKED,     MINISTRY,    (), starts(Rule.CONTRIBUTION, until="due_on"), needs=("agency", "question", "due_on")),
    Step(ContributionAction.GIVE,      State.ASKED,                  State.GIVEN,     CONTRIBUTOR, (), stops(Rule.CONTRIBUTION), needs=("contribution",)),
    Step(ContributionAction.REMIND,    State.ASKED,                  STAY,            MINISTRY),
    Step(ContributionAction.EXTEND,    State.ASKED,                  STAY,            MINISTRY,    (), resets(Rule.CONTRIBUTION, until="due_on"), needs=("due_on",)),
    Step(ContributionAction.ASK_AGAIN, State.GIVEN,                  State.ASKED,     MINISTRY,    (), resets(Rule.CONTRIBUTION), needs=("reason",)),
    Step(ContributionAction.WITHDRAW,  State.ASKED,                  State.WITHDRAWN, MINISTRY,    (), stops(Rule.CONTRIBUTION)),
    Step(ContributionAction.CLOSE,     (State.ASKED, State.GIVEN),   State.CLOSED,    ITSELF,      (), stops(Rule.CONTRIBUTION)),
)
# fmt: on

AUDIENCES: Mapping[EscalationAct, frozenset[Audience]] = {
    EscalationAct.REMIND: frozenset({Audience.OWING}),
    EscalationAct.LATE: frozenset({Audience.OWING, Audience.ASKER}),
    EscalationAct.HEAD: frozenset({Audience.HEAD, Audience.ASKER}),
    # the ministry's own business: it decides itself, and neither the coordinator nor the Group hears of it
    EscalationAct.ESCALATE: frozenset({Audience.ASKER}),
    EscalationAct.AGENDA: frozenset({Audience.ASKER}),
    EscalationAct.MINISTER: frozenset({Audience.MINISTER, Audience.ASKER}),
}
"""Who is told of a level of its escalation; the minister is who leads the ministry that asks."""

MARGIN, CHOSEN = (
    2,
    1,
)  # working days kept before the asker's own date: by the rule, and where a person chose the day


def last_day(own: date | None, asked_on: date, margin: int, calendar: Calendar) -> date | None:
    """The last day that a contribution may have: so many working days before its asker's own date.

    Where that has come too near, or is over, it is the working day after the one on which it is asked for. Without an
    own date, as in a pause, there is none.
    """
    if own is None:
        return None
    return max(calendar.add_working(own, -margin), calendar.add_working(asked_on, 1))


def last_chosen(own: date | None, asked_on: date, calendar: Calendar) -> date | None:
    """The last day that a person may choose; none where the asker's own date is over: it cannot be kept any more."""
    return None if own is None or own <= asked_on else last_day(own, asked_on, CHOSEN, calendar)


def kept_before(found: date, last: date | None, asked_on: date, calendar: Calendar) -> date:
    """The date that a rule or a person gave, and no later than the last day; always a working day after the asking."""
    if last is None or found <= last:
        return found
    if calendar.is_working(last):
        return last
    before = calendar.add_working(last, -1)  # a day off since
    return before if before > asked_on else calendar.next_working(last)


CONTRIBUTION: Workflow[Facts] = Workflow("contribution", State, PLACES, STEPS)
