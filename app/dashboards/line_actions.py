"""The one sensible action of a line."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.concerns.page.actions import undecided
from app.concerns.records import ClockState, Escalated
from app.concerns.vocabulary import Naming
from app.core.language import translate as _
from app.dashboards.line_addresses import Addresses
from app.dashboards.waiting import Awaited
from app.deadlines.escalation_runs import INSTITUTIONS
from app.process.step_labels import button
from workflows.concern import ConcernAction
from workflows.periods import Rule
from workflows.recommendation import RecommendationAction
from workflows.roles import Owner


class Action(NamedTuple):
    """A button; `quiet` where it does not press."""

    label: str = ""
    url: str = ""
    quiet: bool = True


NO_ACTION = Action()
# What a clock that waits for somebody asks of them first, where it asks one thing.
STEPS: dict[tuple[Rule, Owner], str] = {
    (Rule.INFORMATION, Owner.FILER): ConcernAction.SUPPLY,
    (Rule.REVIEW, Owner.CHAIR): ConcernAction.ASSIGN,
    (Rule.FACT_CHECK, Owner.ADDRESSEE): ConcernAction.RETURN_FACTS,
    (Rule.TRANSMISSION, Owner.SECRETARIAT): ConcernAction.TRANSMIT,
    (Rule.RESPONSE, Owner.MINISTRY): RecommendationAction.READDRESS,
    (Rule.RESPONSE, Owner.SECRETARIAT): RecommendationAction.READDRESS,
    (Rule.CLARIFICATION, Owner.CHAIR): ConcernAction.ASSIGN,
    (Rule.CLARIFICATION, Owner.RAPPORTEUR): RecommendationAction.CLARIFY,
    (Rule.PLAN, Owner.ADDRESSEE): RecommendationAction.START,
    (Rule.FOLLOW_UP_REVIEW, Owner.GROUP): RecommendationAction.FOLLOW_UP_REVIEW,
    (Rule.LAST_REVIEW, Owner.GROUP): RecommendationAction.LAST_REVIEW,
}
# What leaves a choice leads to the page on which the steps stand side by side, by the first of them.
CHOICES: dict[tuple[Rule, Owner], str] = {
    (Rule.INTAKE, Owner.SECRETARIAT): ConcernAction.ADMIT,
    (Rule.RESPONSE, Owner.ADDRESSEE): RecommendationAction.ACCEPT,
    (Rule.IMPLEMENTATION, Owner.ADDRESSEE): RecommendationAction.PROGRESS,
    (Rule.VERIFICATION, Owner.GROUP): RecommendationAction.VERIFY,
    (Rule.MEDIATION, Owner.COORDINATOR): RecommendationAction.RETURN,
    (Rule.RATIFICATION, Owner.GROUP): ConcernAction.RATIFY,
}
WITHOUT_CLOCK: dict[Awaited, str] = {
    Awaited.NAMING: ConcernAction.NAME_FILER,
    Awaited.CLOSE: ConcernAction.CLOSE,
    Awaited.GO_ON: ConcernAction.GO_ON,
    Awaited.WARN: ConcernAction.WARN,
    Awaited.LAPSE: ConcernAction.LAPSE,
    Awaited.URGENT: ConcernAction.TRANSMIT_URGENT,
    Awaited.SECOND_READER: ConcernAction.SECOND,
}


def my_action(row: Any, to: Addresses) -> Action:
    """What the person does with a clock that waits for them."""
    do = STEPS.get((row.rule, row.owner))
    if row.rule is Rule.REVIEW and row.owner is Owner.RAPPORTEUR:
        do = (
            None
            if row.unread and row.drafted
            else ConcernAction.PROPOSE
            if row.drafted
            else ConcernAction.DRAFT
        )
    if do == ConcernAction.TRANSMIT and row.naming is Naming.ASK:
        do = None  # it waits for the filer's answer
    if do is None:
        first = _first_choice(row)
        where = row.public_id, row.number
        url = undecided(to.step(*where, first), first) if first else to.case(*where)
        return Action(_choice(row.rule), url, quiet=False)
    words = button(to.language, "recommendation" if row.number else "concern", do)
    return Action(words, to.step(row.public_id, row.number, do), quiet=False)


def _first_choice(row: Any) -> str | None:
    """The step whose page has the others beside it; None where the case's own page has to be looked at first."""
    if row.voted_on and row.owner is Owner.GROUP:
        return (
            None  # and of the Group's votes an institution learns nothing, not even by where its line leads
        )
    if row.rule is Rule.DELIBERATION:
        return ConcernAction.ADMIT if row.appeal_open else ConcernAction.ADOPT if row.drafted else None
    if row.rule is Rule.RECONSIDERATION:
        return RecommendationAction.CONCEDE if row.maintained else RecommendationAction.MAINTAIN
    return CHOICES.get((row.rule, row.owner))


def _choice(rule: Rule) -> str:
    """The verb of a clock that leaves a choice."""
    match rule:
        case Rule.RESPONSE:
            return _("Answer it")
        case Rule.INTAKE:
            return _("Decide on admission")
        case Rule.DELIBERATION | Rule.RATIFICATION | Rule.RECONSIDERATION:
            return _("Decide")
        case Rule.MEDIATION:
            return _("Mediate")
        case Rule.IMPLEMENTATION:
            return _("Report")
        case Rule.VERIFICATION:
            return _("Record your finding")
        case _:
            return _("Open it")


def decide_extension(row: Any, to: Addresses) -> Action:
    """More time is asked for."""
    first = RecommendationAction.GRANT_EXTENSION
    return Action(_("Decide"), undecided(to.step(row.public_id, row.number, first), first), quiet=False)


def decide_escalation(row: Any, to: Addresses) -> Action:
    """It is late for so long that the coordinator says how it goes on."""
    do = RecommendationAction.DECIDE_ESCALATION
    words = button(to.language, "recommendation", do)
    return Action(words, to.step(row.public_id, row.number, do), quiet=False)


def coordinator_action(row: Any, to: Addresses) -> Action:
    """What the coordinator does with a clock, whoever owes."""
    if row.extension_asked:
        return decide_extension(row, to)
    if row.escalation is Escalated.OPEN and row.number:
        return decide_escalation(row, to)
    if row.owner is Owner.COORDINATOR:
        return Action(_("Mediate"), to.case(row.public_id, row.number), quiet=False)
    return Action(to.remind_words, to.remind(row.id)) if can_be_reminded(row) else NO_ACTION


def can_be_reminded(row: Any) -> bool:
    """Whether an institution owes it, and its time runs: the Group is reminded by itself."""
    owed = row.owner in INSTITUTIONS and row.number
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
        return Action(_("Open it"), to.access_request(row.public_id), quiet=False)
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
