"""The one sensible action of a line: a step, or the case itself where there is a choice to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.concerns.records import ClockState, Escalated
from app.concerns.vocabulary import Naming
from app.core.language import translate as _
from app.dashboards.addresses import Addresses
from app.dashboards.waiting import Awaited
from app.deadlines.escalation_runs import INSTITUTIONS
from app.process.step_labels import button
from workflows.concern import Do
from workflows.periods import Rule
from workflows.recommendation import Do as RecommendationDo
from workflows.roles import Owner


@dataclass(frozen=True, slots=True)
class Action:
    """A button; `quiet` where it does not press."""

    label: str = ""
    url: str = ""
    quiet: bool = True


NO_ACTION = Action()
# What a clock that waits for somebody asks of them first, where it asks one thing.
STEPS: dict[tuple[Rule, Owner], str] = {
    (Rule.INTAKE, Owner.SECRETARIAT): Do.ADMIT,
    (Rule.INFORMATION, Owner.FILER): Do.SUPPLY,
    (Rule.REVIEW, Owner.CHAIR): Do.ASSIGN,
    (Rule.FACT_CHECK, Owner.ADDRESSEE): Do.RETURN_FACTS,
    (Rule.TRANSMISSION, Owner.SECRETARIAT): Do.TRANSMIT,
    (Rule.RESPONSE, Owner.MINISTRY): RecommendationDo.READDRESS,
    (Rule.RESPONSE, Owner.SECRETARIAT): RecommendationDo.READDRESS,
    (Rule.CLARIFICATION, Owner.CHAIR): Do.ASSIGN,
    (Rule.CLARIFICATION, Owner.RAPPORTEUR): RecommendationDo.CLARIFY,
    (Rule.PLAN, Owner.ADDRESSEE): RecommendationDo.START,
    (Rule.FOLLOW_UP_REVIEW, Owner.GROUP): RecommendationDo.FOLLOW_UP_REVIEW,
    (Rule.LAST_REVIEW, Owner.GROUP): RecommendationDo.LAST_REVIEW,
}
WITHOUT_CLOCK: dict[Awaited, str] = {
    Awaited.NAMING: Do.NAME_FILER,
    Awaited.CLOSE: Do.CLOSE,
    Awaited.GO_ON: Do.GO_ON,
    Awaited.WARN: Do.WARN,
    Awaited.LAPSE: Do.LAPSE,
    Awaited.URGENT: Do.TRANSMIT_URGENT,
    Awaited.SECOND_READER: Do.SECOND,
}


def my_action(row: Any, to: Addresses) -> Action:
    """What the person does with a clock that waits for them."""
    do = STEPS.get((row.rule, row.party))
    if row.rule is Rule.REVIEW and row.party is Owner.RAPPORTEUR:
        do = None if row.unread and row.drafted else Do.PROPOSE if row.drafted else Do.DRAFT
    if do == Do.TRANSMIT and row.naming is Naming.ASK:
        do = None  # it waits for the filer's answer
    if do is None:
        return Action(_choice(row.rule), to.case(row.public_id, row.number), quiet=False)
    words = button(to.language, "recommendation" if row.number else "concern", do)
    return Action(words, to.step(row.public_id, row.number, do), quiet=False)


def _choice(rule: Rule) -> str:
    """The verb of a clock that leaves a choice."""
    match rule:
        case Rule.RESPONSE:
            return _("Answer")
        case Rule.DELIBERATION | Rule.RATIFICATION | Rule.RECONSIDERATION:
            return _("Decide")
        case Rule.MEDIATION:
            return _("Mediate")
        case Rule.IMPLEMENTATION:
            return _("Report")
        case Rule.VERIFICATION:
            return _("Record your finding")
        case _:
            return _("Open")


def decide_extension(row: Any, to: Addresses) -> Action:
    """More time is asked for."""
    return Action(
        _("Decide"), to.step(row.public_id, row.number, RecommendationDo.GRANT_EXTENSION), quiet=False
    )


def decide_escalation(row: Any, to: Addresses) -> Action:
    """It is late for so long that the coordinator says how it goes on."""
    do = RecommendationDo.DECIDE_ESCALATION
    words = button(to.language, "recommendation", do)
    return Action(words, to.step(row.public_id, row.number, do), quiet=False)


def coordinator_action(row: Any, to: Addresses) -> Action:
    """What the coordinator does with a clock, whoever owes."""
    if row.extension_asked:
        return decide_extension(row, to)
    if row.escalation is Escalated.OPEN and row.number:
        return decide_escalation(row, to)
    if row.party is Owner.COORDINATOR:
        return Action(_("Mediate"), to.case(row.public_id, row.number), quiet=False)
    return Action(_("Remind"), to.remind(row.id)) if can_be_reminded(row) else NO_ACTION


def can_be_reminded(row: Any) -> bool:
    """Whether an institution owes it, and its time runs: the Group is reminded by itself."""
    owed = row.party in INSTITUTIONS and row.number
    return bool(owed and row.state is ClockState.RUNNING)


def action_without_clock(what: Awaited, row: Any, to: Addresses) -> Action:
    """What the person does where no clock of theirs runs."""
    if what is Awaited.DRAFT:
        return Action(_("Go on"), to.filing(row.public_id), quiet=False)
    if what is Awaited.CONTRIBUTE:
        return Action(_("Contribute"), to.request(row.public_id), quiet=False)
    if what is Awaited.LATE_CONTRIBUTION:
        return Action(_("Decide"), to.request(row.public_id), quiet=False)
    if what is Awaited.LATE_ACCESS_REQUEST:
        return Action(_("Decide"), to.access_request(row.public_id), quiet=False)
    if what in (Awaited.OPEN_ACCESS_REQUEST, Awaited.CONFIRM_ACCESS_REQUEST):
        return Action(_("Open"), to.access_request(row.public_id), quiet=False)
    if what is Awaited.SIGN:
        return Action(_("Sign off"), to.signing, quiet=False)
    if what is Awaited.EXTENSION:
        return decide_extension(row, to)
    if what in (Awaited.ESCALATION, Awaited.TALKS):
        return decide_escalation(row, to)
    if what is Awaited.VIEW:
        return Action(_("Note your view"), to.papers(row.public_id), quiet=False)
    do = WITHOUT_CLOCK[what]
    return Action(button(to.language, "concern", do), to.step(row.public_id, None, do), quiet=False)
