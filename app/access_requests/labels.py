"""An access request: asked for by a member, opened by the ministry."""

from __future__ import annotations

from app.core import labels
from app.core.language import lazy as _l
from app.process.step_labels import StepWords, register_steps
from workflows.access_request import ACCESS_REQUEST, AccessKind, AccessRequestAction, State

KINDS = {
    AccessKind.CONTACT: _l("A contact"),
    AccessKind.VISIT: _l("A visit"),
    AccessKind.DATA: _l("Data"),
    AccessKind.MEETING: _l("A joint meeting"),
}
STATES = {
    State.NEW: _l("To be asked"),
    State.ASKED: _l("Asked of the ministry"),
    State.ACCEPTED: _l("Taken on"),
    State.ARRANGED: _l("Arranged"),
    State.DONE: _l("Took place"),
    State.REFUSED: _l("Refused by the ministry"),
    State.WITHDRAWN: _l("Withdrawn by the member"),
}
ACCESS_STEPS = {
    AccessRequestAction.ASK: StepWords(
        button=_l("Ask the ministry"),
        title=_l("Make an access request"),
        explain=_l("The ministry has %(period)s to take it on or to refuse."),
        done=_l("An access request was made."),
        notice=_l("A member sends you an access request"),
    ),
    AccessRequestAction.ACCEPT: StepWords(
        button=_l("Take it on"),
        title=_l("Take it on"),
        explain=_l("You have %(period)s to arrange it."),
        done=_l("The ministry took it on."),
        notice=_l("The ministry takes on what you asked for"),
    ),
    AccessRequestAction.REFUSE: StepWords(
        button=_l("Refuse"),
        title=_l("Refuse"),
        explain=_l("The member and the coordinator read why."),
        done=_l("The ministry refused."),
        notice=_l("The ministry refuses your access request"),
    ),
    AccessRequestAction.EXTEND: StepWords(
        button=_l("Extend the deadline"),
        title=_l("Extend the deadline of the ministry"),
        explain=_l("The ministry and the member are told why. Reminders start again with the new deadline."),
        done=_l("The coordinator extended the deadline of the ministry."),
        notice=_l("The coordinator extended the deadline of an access request"),
    ),
    AccessRequestAction.ARRANGE: StepWords(
        button=_l("It is arranged"),
        title=_l("It is arranged"),
        explain=_l("The member is told with whom, where and when."),
        done=_l("What was asked for was arranged."),
        notice=_l("What you asked for in an access request is arranged"),
    ),
    AccessRequestAction.CONFIRM: StepWords(
        button=_l("It took place"),
        title=_l("It took place"),
        explain=_l("The request is closed."),
        done=_l("It took place."),
        notice=_l("What you arranged took place"),
    ),
    AccessRequestAction.FELL_THROUGH: StepWords(
        button=_l("It did not take place"),
        title=_l("It did not take place"),
        explain=_l("The ministry arranges it again, in %(period)s."),
        done=_l("It did not take place."),
        notice=_l("What you arranged did not take place"),
    ),
    AccessRequestAction.WITHDRAW: StepWords(
        button=_l("Withdraw the request"),
        title=_l("Withdraw the request"),
        explain=_l("The ministry is notified that it is not needed any more."),
        done=_l("The request was withdrawn."),
        notice=_l("An access request was withdrawn"),
    ),
}


def register_labels() -> None:
    """Make these words known."""
    labels.register(KINDS, STATES)
    register_steps(ACCESS_REQUEST.name, ACCESS_STEPS)
