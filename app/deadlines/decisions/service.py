"""What the coordinator's decision on an escalation does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.concerns.clocks import entries_of
from app.concerns.records import Clock, ClockState, Escalated, Extension, ExtensionState
from app.concerns.steps import CaseStep
from app.deadlines.escalation_runs import INSTITUTIONS
from app.deadlines.models import Escalation, EscalationState, Remedy
from app.formal_letters.service import draft_letter
from app.process.data import Reason
from app.process.effects import StepEffects
from workflows.deadlines import EntryKind, extension_to
from workflows.escalation import EscalationAct
from workflows.periods import Period
from workflows.recommendation import RECOMMENDATION, Do
from workflows.workdays import ONE_DAY

effects = StepEffects()


@dataclass(frozen=True)
class EscalationDecision(Reason):
    """What is to be done, and until when where more time is given or the coordinator mediates."""

    remedy: Remedy | None = None
    until: date | None = None


@effects.before(RECOMMENDATION, Do.DECIDE_ESCALATION)
def decide(taking: CaseStep, data: EscalationDecision) -> None:
    """Each open escalation of the recommendation is decided alike."""
    for clock in taking.ledger.open(taking.rec):
        if clock.escalation is not Escalated.OPEN and clock.mediated_until is None:
            continue
        clock.escalation, clock.mediated_until = Escalated.DECIDED, None
        _close(taking, clock, data)
        match data.remedy:
            case Remedy.MEDIATE:
                _mediate(taking, clock, data)
            case Remedy.EXTEND:
                _extend(taking, clock, data)
            case Remedy.RAISE:
                clock.on_agenda = True
            case Remedy.WRITE:
                _write(taking, clock)


def _close(taking: CaseStep, clock: Clock, data: EscalationDecision) -> None:
    rows = taking.session.scalars(
        select(Escalation).where(Escalation.clock_id == clock.id, Escalation.state == EscalationState.OPEN)
    )
    for row in rows:
        row.state, row.remedy = EscalationState.DECIDED, data.remedy
        row.ended_at, row.decided_by_id = taking.at, taking.actor.person_id


def _mediate(taking: CaseStep, clock: Clock, data: EscalationDecision) -> None:
    """The coordinator speaks with both sides, and is asked again when the day has passed and nothing came of it."""
    if data.until is None:
        taking.refuse("until")
    assert data.until
    clock.mediated_until = data.until
    again = data.until + ONE_DAY
    clock.look_on = min(clock.look_on, again) if clock.look_on else again
    taking.params["until"] = data.until.isoformat()


def _extend(taking: CaseStep, clock: Clock, data: EscalationDecision) -> None:
    """More time without having been asked for it; where it was, that is granted with it."""
    if data.until is None:
        taking.refuse("until")
    if clock.state is not ClockState.RUNNING or clock.due_on is None:
        taking.refuse("remedy")
    assert data.until and clock.due_on
    if data.until <= max(clock.due_on, taking.day):
        taking.refuse("until_later")
    asked = taking.session.scalars(
        select(Extension).where(Extension.clock_id == clock.id, Extension.state == ExtensionState.ASKED)
    ).all()
    granted = {"state": ExtensionState.GRANTED, "decided_at": taking.at, "decision": data.reason}
    for extension in asked:
        for name, value in granted.items():
            setattr(extension, name, value)
        extension.decided_by_id = taking.actor.person_id
    if not asked:
        taking.session.add(
            Extension(
                clock_id=clock.id,
                recommendation_id=taking.rec.id,
                asked_at=taking.at,
                asked_by_id=taking.actor.person_id,
                decided_by_id=taking.actor.person_id,
                until=data.until,
                reason=data.reason,
                **granted,
            )
        )
    clock.extension_asked = False
    period = Period(clock.amount, clock.unit, clock.source)
    days = extension_to(entries_of(clock), period, taking.ledger.calendar, data.until)
    taking.ledger.enter(clock, EntryKind.EXTEND, taking.day, days=days, reason=data.reason)
    taking.params["due_on"] = clock.due_on.isoformat()


def _write(taking: CaseStep, clock: Clock) -> None:
    """Only an institution has a head to whom one writes, and only where a date was missed there is something to say."""
    if clock.party not in INSTITUTIONS or clock.due_on is None:
        taking.refuse("remedy")
    draft_letter(taking.session, clock, taking.rec, EscalationAct.HEAD, taking.at)
