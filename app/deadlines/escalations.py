"""The table of escalations as the driver runs it, and what the coordinator's decision on one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.clocks import asked_for, entries_of
from app.concerns.records import Clock, ClockState, Escalated, Extension
from app.concerns.steps import CaseStep
from app.deadlines.escalation_runs import INSTITUTIONS
from app.deadlines.models import Escalation
from app.formal_letters.service import draft_letter
from app.process.data import Reason
from app.process.effects import StepEffects
from app.process.following import Following, FollowingStep, move
from workflows import escalation_decision
from workflows import extension as extension_table
from workflows.deadlines import EntryKind, extension_to
from workflows.escalation import EscalationAct
from workflows.escalation_decision import ESCALATION, EscalationAction, EscalationState, Remedy
from workflows.extension import EXTENSION
from workflows.periods import Period
from workflows.recommendation import RECOMMENDATION, RecommendationAction
from workflows.workdays import ONE_DAY


class EscalationProcess(Following):
    """Something for which the coordinator is asked for a decision."""

    workflow = ESCALATION

    def moved(self, step: FollowingStep, target: StrEnum) -> None:
        """When it was over, and what was decided by whom."""
        step.row.ended_at = step.at
        if target is EscalationState.DECIDED:
            step.row.remedy, step.row.decided_by_id = step.data.remedy, step.person_id


def open_escalations(session: Session, clock: Clock) -> Sequence[Escalation]:
    """What waits for the coordinator on this clock."""
    waiting = Escalation.clock_id == clock.id, Escalation.state == EscalationState.OPEN
    return session.scalars(select(Escalation).where(*waiting).order_by(Escalation.id)).all()


def stand_down(session: Session, clock: Clock, at: datetime) -> None:
    """The lateness is over: nobody is asked to decide on it any more."""
    if clock.escalation is Escalated.OPEN:
        for row in open_escalations(session, clock):
            move(session, at, ESCALATION, row, EscalationAction.END)


effects = StepEffects()


@dataclass(frozen=True)
class EscalationDecision(Reason):
    """What is to be done, and until when where more time is given or the coordinator mediates."""

    remedy: Remedy | None = None
    until: date | None = None


@effects.before(RECOMMENDATION, RecommendationAction.DECIDE_ESCALATION)
def decide(context: CaseStep, data: EscalationDecision) -> None:
    """Each open escalation of the recommendation is decided alike."""
    for clock in context.ledger.open(context.rec):
        if clock.escalation is not Escalated.OPEN and clock.mediated_until is None:
            continue
        clock.escalation, clock.mediated_until = Escalated.DECIDED, None
        _close(context, clock, data)
        match data.remedy:
            case Remedy.MEDIATE:
                _mediate(context, clock, data)
            case Remedy.EXTEND:
                _extend(context, clock, data)
            case Remedy.RAISE:
                clock.on_agenda = True
            case Remedy.WRITE:
                _write(context, clock)


def _close(context: CaseStep, clock: Clock, data: EscalationDecision) -> None:
    do, decider = escalation_decision.EscalationAction.DECIDE, context.actor.person_id
    for row in open_escalations(context.session, clock):
        move(context.session, context.at, ESCALATION, row, do, data, person_id=decider)


def _mediate(context: CaseStep, clock: Clock, data: EscalationDecision) -> None:
    """The coordinator speaks with both sides, and is asked again when the day has passed and nothing came of it."""
    if data.until is None:
        context.refuse("until")
    assert data.until
    clock.mediated_until = data.until
    again = data.until + ONE_DAY
    clock.next_check_on = min(clock.next_check_on, again) if clock.next_check_on else again
    context.params["until"] = data.until.isoformat()


def _extend(context: CaseStep, clock: Clock, data: EscalationDecision) -> None:
    """More time without having been asked for it; where it was, that is granted with it."""
    if data.until is None:
        context.refuse("until")
    if clock.state is not ClockState.RUNNING or clock.due_on is None:
        context.refuse("remedy")
    assert data.until and clock.due_on
    if data.until <= max(clock.due_on, context.day):
        context.refuse("until_later")
    do, decider = extension_table.ExtensionAction.GRANT, context.actor.person_id
    for extension in asked_for(context.session, clock) or [_given(context, clock, data)]:
        move(context.session, context.at, EXTENSION, extension, do, data, person_id=decider)
    clock.extension_asked = False
    period = Period(clock.amount, clock.unit, clock.source)
    days = extension_to(entries_of(clock), period, context.ledger.calendar, data.until)
    context.ledger.enter(clock, EntryKind.EXTEND, context.day, days=days, reason=data.reason)
    context.params["due_on"] = clock.due_on.isoformat()


def _given(context: CaseStep, clock: Clock, data: EscalationDecision) -> Extension:
    assert data.until
    extension = Extension(
        clock_id=clock.id,
        recommendation_id=context.rec.id,
        asked_at=context.at,
        asked_by_id=context.actor.person_id,
        until=data.until,
        reason=data.reason,
    )
    context.session.add(extension)
    context.session.flush()
    return extension


def _write(context: CaseStep, clock: Clock) -> None:
    """Only an institution has a head to whom one writes, and only where a date was missed there is something to say."""
    if clock.owner not in INSTITUTIONS or clock.due_on is None:
        context.refuse("remedy")
    draft_letter(context.session, clock, context.rec, EscalationAct.HEAD, context.at)
