"""Setting a rule: the dates that run by it follow in the same transaction, each change in its case's history."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.concerns.models import Concern
from app.concerns.periods import PeriodSetting, load_calendar
from app.concerns.records import Clock, ClockState
from app.core.time import today
from app.deadlines.calendar.queries import Effect, summed
from app.deadlines.calendar.service import Changed, alone
from app.deadlines.models import EscalationSetting
from app.deadlines.recompute import foresee_periods, look_again, move
from app.deadlines.rules.queries import Amounts
from workflows.escalation import DEFAULT_ESCALATION, EscalationRule
from workflows.periods import Period, Rule, period_for


def set_rule(rule: Rule, amounts: Amounts, escalation_rule: EscalationRule, shown: str) -> Effect:
    """Set how long a rule gives and its escalation. `shown` is the key of the effect that the person was shown.

    Raises Changed, Busy; nothing is changed then.
    """
    with alone() as session:
        calendar = load_calendar(session, today())
        periods = amounts.periods(rule)
        shifts = foresee_periods(session, rule, periods, calendar)
        effect = summed(shifts, calendar)
        if effect.key != shown:
            raise Changed
        for urgent, period in periods.items():
            _keep_period(session, rule, urgent, period)
        _save_escalation_rule(session, rule, escalation_rule)
        session.flush()
        move(session, shifts)
        look_again(session, rule)
        return effect


def _keep_period(session: Session, rule: Rule, urgent: bool, period: Period) -> None:
    """For clocks to come, and for those that run or stand still; what has ended keeps what it was measured by."""
    own = session.get(PeriodSetting, (rule, urgent))
    if period == period_for(rule, urgent):
        if own is not None:
            session.delete(own)
    elif own is None:
        session.add(PeriodSetting(rule=rule, urgent=urgent, amount=period.amount))
    else:
        own.amount = period.amount
    of_kind = select(Concern.id).where(Concern.urgent == urgent)
    session.execute(
        update(Clock)
        .where(Clock.rule == rule, Clock.state != ClockState.STOPPED, Clock.concern_id.in_(of_kind))
        .values(amount=period.amount, source=period.source)
        .execution_options(synchronize_session=False)
    )


def _save_escalation_rule(session: Session, rule: Rule, escalation_rule: EscalationRule) -> None:
    own = session.get(EscalationSetting, rule)
    if escalation_rule == DEFAULT_ESCALATION:
        if own is not None:
            session.delete(own)
        return
    if own is None:
        own = EscalationSetting(rule=rule)
        session.add(own)
    own.levels = [[str(level.day), level.act.value] for level in escalation_rule.levels]
    own.every, own.pause = escalation_rule.every, escalation_rule.pause
