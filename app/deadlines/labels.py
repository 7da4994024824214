"""What is awaited, how a clock stands, why each day counted or not; and a due date in a list."""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from app.core import labels
from app.core.language import lazy as _l
from app.process.step_labels import StepWords, register_names, register_steps
from workflows.deadlines import EntryKind, Reading, Rule, Unit, Why
from workflows.escalation import REMINDED, EscalationAct
from workflows.escalation_decision import ESCALATION, EscalationAction, EscalationState
from workflows.extension import EXTENSION, ExtensionAction, ExtensionState
from workflows.periods import (
    INFORMATION_LAW,
    OWN_RULE,
    PROMISED,
    RESPONSE_LAW,
    RULE_OF_GROUP,
    RULE_OF_MINISTRY,
    URGENT_RULE,
)
from workflows.streams import Stream

RULE = {
    Rule.INTAKE: _l("Intake"),
    Rule.INFORMATION: _l("Information asked for"),
    Rule.REVIEW: _l("The rapporteur's proposal"),
    Rule.FACT_CHECK: _l("Fact check"),
    Rule.DELIBERATION: _l("Decision of the Group"),
    Rule.TRANSMISSION: _l("Transmission"),
    Rule.RATIFICATION: _l("Decision on the urgent transmission"),
    Rule.RESPONSE: _l("Answer"),
    Rule.CLARIFICATION: _l("Clarification"),
    Rule.PLAN: _l("Action plan"),
    Rule.RECONSIDERATION: _l("Decision on the refusal"),
    Rule.MEDIATION: _l("Mediation"),
    Rule.IMPLEMENTATION: _l("Implementation report"),
    Rule.VERIFICATION: _l("Verification"),
    Rule.FOLLOW_UP_REVIEW: _l("Follow-up review after 6 months"),
    Rule.LAST_REVIEW: _l("Follow-up review after 12 months"),
    Rule.CONTRIBUTION: _l("Contribution to an answer"),
    Rule.ACCESS_REQUEST: _l("Answer to an access request"),
    Rule.ARRANGEMENT: _l("Arrangement of an access request"),
}
# Names of units, as they follow a number of many; format.period() joins the two.
UNIT = {
    Unit.WORKING_DAYS: _l("working days"),
    Unit.CALENDAR_DAYS: _l("calendar days"),
    Unit.MONTHS: _l("months"),
    Unit.BY_DATE: _l("until the date promised"),
}
READING = {
    Reading.STOPPED: _l("Ended"),
    Reading.PAUSED: _l("Paused"),
    Reading.OVERDUE: _l("Overdue"),
    Reading.DUE_SOON: _l("Due soon"),
    Reading.ON_TIME: _l("On time"),
}
WHY = {
    Why.START: _l("Day of the start, not counted"),
    Why.COUNTED: _l("Counted day"),
    Why.WEEKEND: _l("Weekend"),
    Why.HOLIDAY: _l("Public holiday"),
    Why.PAUSED: _l("Day of a pause"),
    Why.DUE: _l("Due day"),
}
ENTRY_KIND = {
    EntryKind.START: _l("Beginning"),
    EntryKind.PAUSE: _l("Pause"),
    EntryKind.RESUME: _l("Resumption"),
    EntryKind.EXTEND: _l("Extension"),
    EntryKind.RESET: _l("Recalculated"),
    EntryKind.STOP: _l("End"),
}
EXTENSION_STATE = {
    ExtensionState.ASKED: _l("Asked for"),
    ExtensionState.GRANTED: _l("Granted"),
    ExtensionState.REFUSED: _l("Refused"),
    ExtensionState.LAPSED: _l("Never decided"),
}
SOURCES: dict[str, LazyString] = {
    RULE_OF_GROUP: _l("rule of the Group"),
    INFORMATION_LAW: _l("by analogy: law 119/2014, art. 15"),
    RESPONSE_LAW: _l("by analogy: law 8454, art. 22"),
    RULE_OF_MINISTRY: _l("rule of the ministry"),
    PROMISED: _l("date promised by the addressee"),
    URGENT_RULE: _l("rule of the Group for urgent concerns"),
    OWN_RULE: _l("set for this installation"),
}


def rule_source(source: str) -> LazyString | str:
    """Whose rule a period is; what an installation has set itself stays as it is."""
    return SOURCES.get(source, source)


def _words(title: LazyString, explain: LazyString, done: LazyString, notice: LazyString) -> StepWords:
    return StepWords(button=title, title=title, explain=explain, done=done, notice=notice)


ESCALATING = {
    EscalationAct.REMIND: _words(
        _l("Reminder"),
        _l("The responsible party is reminded before the deadline."),
        _l("the responsible party was reminded"),
        _l("A deadline is approaching: action is needed from you"),
    ),
    EscalationAct.LATE: _words(
        _l("Reminder after the date"),
        _l("The responsible party and the coordinator are notified that the deadline has passed."),
        _l("the deadline has passed, the responsible party was reminded"),
        _l("The deadline has passed, and action is needed"),
    ),
    EscalationAct.HEAD: _words(
        _l("To the head of the institution"),
        _l("The head of the institution is notified, and a letter is drafted."),
        _l("it was referred to the head of the institution"),
        _l("Overdue: referred to the head of the institution"),
    ),
    EscalationAct.ESCALATE: _words(
        _l("Escalation"),
        _l("The coordinator is asked for a decision."),
        _l("it was escalated"),
        _l("Overdue: it was escalated"),
    ),
    EscalationAct.AGENDA: _words(
        _l("To the next meeting"),
        _l("It is proposed for the agenda of the next meeting."),
        _l("it was proposed for the next meeting"),
        _l("Overdue: it was proposed for the next meeting"),
    ),
    EscalationAct.MINISTER: _words(
        _l("To the minister"),
        _l("A letter to the minister is drafted."),
        _l("it was escalated to the highest level"),
        _l("Long overdue: escalated to the highest level"),
    ),
    EscalationAct.PAUSED: _words(
        _l("Long pause"),
        _l("Somebody has to look at a pause that lasts too long."),
        _l("the pause has lasted for long"),
        _l("A pause has lasted for long: please look at it"),
    ),
    EscalationAct.MEDIATED: _words(
        _l("End of the talks"),
        _l("The coordinator is asked for a decision again."),
        _l("the talks brought no result in time: the coordinator decides again"),
        _l("The period of your talks is over without a result: please decide again"),
    ),
}
ESCALATION_STATE = {
    EscalationState.OPEN: _l("Escalated, not decided yet"),
    EscalationState.DECIDED: _l("Decided by the coordinator"),
    EscalationState.ENDED: _l("Ended without a decision"),
}
ESCALATION_STEPS = {
    EscalationAction.DECIDE: _l("Decide on the escalation"),
    EscalationAction.END: _l("It is late no more"),
}
EXTENSION_STEPS = {
    ExtensionAction.GRANT: _l("Grant the extension"),
    ExtensionAction.REFUSE: _l("Refuse the extension"),
    ExtensionAction.LAPSE: _l("It lapses"),
}
REMINDING = {
    REMINDED: _words(
        _l("Reminder by the coordinator"),
        _l("The responsible party is reminded. Nothing moves, and no deadline changes."),
        _l("the responsible party was reminded by the coordinator"),
        _l("A reminder from the National Coordinator: action is needed from you"),
    ),
}


def register_labels() -> None:
    """Make these words known."""
    labels.register(RULE, UNIT, READING, WHY, ENTRY_KIND, EXTENSION_STATE, ESCALATION_STATE)
    register_steps(Stream.CLOCK, {**ESCALATING, **REMINDING})
    register_names(ESCALATION.name, ESCALATION_STEPS)
    register_names(EXTENSION.name, EXTENSION_STEPS)
