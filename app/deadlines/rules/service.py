"""The rules of dates as they are here, what other periods would do to dates that run, and the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.concerns.models import Concern
from app.concerns.periods import PeriodSetting, load_calendar, period_of, with_amount
from app.concerns.records import Clock, ClockState
from app.core.time import today
from app.deadlines.calendar.service import Changed, Effect, alone, summed
from app.deadlines.models import EscalationSetting, escalation_rules
from app.deadlines.recompute import foresee_periods, look_again, move
from workflows.escalation import DEFAULT_ESCALATION, EscalationRule
from workflows.periods import Period, Rule, Unit, period_for


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as it is here; `usual` says that nothing of it was changed."""

    rule: Rule
    period: Period
    urgent: Period
    escalation_rule: EscalationRule
    usual: bool

    @property
    def promised(self) -> bool:
        """Whether its dates are promised, so that there is no period to set."""
        return self.period.unit is Unit.BY_DATE


@dataclass(frozen=True, slots=True)
class Amounts:
    """How long a rule is to give, in its unit; none for a promised date."""

    normal: int | None
    urgent: int | None

    def periods(self, rule: Rule) -> Mapping[bool, Period]:
        """The periods that these make, by whether a concern is urgent."""
        given = {False: self.normal, True: self.urgent}
        return {
            urgent: with_amount(period_for(rule, urgent), amount)
            for urgent, amount in given.items()
            if amount is not None
        }


def rule_line(session: Session, rule: Rule) -> RuleLine:
    """One rule."""
    escalation_rule = escalation_rules(session)[rule]
    period, urgent = period_of(session, rule, False), period_of(session, rule, True)
    usual = (period, urgent, escalation_rule) == (
        period_for(rule, False),
        period_for(rule, True),
        DEFAULT_ESCALATION,
    )
    return RuleLine(rule, period, urgent, escalation_rule, usual)


def all_rules(session: Session) -> list[RuleLine]:
    """Every rule, in the order of a case's way."""
    return [rule_line(session, rule) for rule in Rule]


def effect_of(session: Session, rule: Rule, amounts: Amounts) -> Effect:
    """What these periods would do to the dates that run."""
    calendar = load_calendar(session, today())
    return summed(foresee_periods(session, rule, amounts.periods(rule), calendar), calendar)


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
            _save_period(session, rule, urgent, period)
        _save_escalation_rule(session, rule, escalation_rule)
        session.flush()
        move(session, shifts)
        look_again(session, rule)
        return effect


def _save_period(session: Session, rule: Rule, urgent: bool, period: Period) -> None:
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
