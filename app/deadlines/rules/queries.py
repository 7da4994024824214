"""What the rules of dates are here, and what other periods would do to the dates that run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.concerns.periods import load_calendar, period_of, with_amount
from app.core.time import today
from app.deadlines.calendar.queries import Effect, summed
from app.deadlines.models import escalation_rules
from app.deadlines.recompute import foresee_periods
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
