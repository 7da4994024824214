"""How long each rule gives, and whose rule it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Rule(StrEnum):
    """What a clock measures."""

    INTAKE = "intake"
    INFORMATION = "information"
    REVIEW = "review"
    FACT_CHECK = "fact_check"
    DELIBERATION = "deliberation"
    TRANSMISSION = "transmission"
    RATIFICATION = "ratification"
    RESPONSE = "response"
    CLARIFICATION = "clarification"
    PLAN = "plan"
    RECONSIDERATION = "reconsideration"
    MEDIATION = "mediation"
    IMPLEMENTATION = "implementation"
    VERIFICATION = "verification"
    FOLLOW_UP_REVIEW = "follow_up_review"
    LAST_REVIEW = "last_review"
    CONTRIBUTION = "contribution"
    ACCESS_REQUEST = "access_request"
    ARRANGEMENT = "arrangement"


class Unit(StrEnum):
    """What a period is counted in, and its extensions too; months and promised dates gain calendar days."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    BY_DATE = "by_date"  # a promised date: the entry that starts the clock carries it


@dataclass(frozen=True, slots=True)
class Period:
    """How long a rule gives; `amount` is not read for a promised date. `source` is a msgid."""

    amount: int
    unit: Unit
    source: str


RULE_OF_GROUP = "rule of the Group"
INFORMATION_LAW = "by analogy: law 119/2014, art. 15"
RESPONSE_LAW = "by analogy: law 8454, art. 22"
RULE_OF_MINISTRY = "rule of the ministry"
PROMISED = "date promised by the addressee"
URGENT_RULE = "rule of the Group for urgent concerns"
OWN_RULE = "set for this installation"


def _working(amount: int, source: str = RULE_OF_GROUP) -> Period:
    return Period(amount, Unit.WORKING_DAYS, source)


PERIODS: Mapping[Rule, Period] = MappingProxyType(
    {
        Rule.INTAKE: _working(5),
        Rule.INFORMATION: _working(10, INFORMATION_LAW),
        Rule.REVIEW: _working(20),
        Rule.FACT_CHECK: _working(10),
        Rule.DELIBERATION: _working(10),
        Rule.TRANSMISSION: _working(3),
        Rule.RATIFICATION: _working(10),
        Rule.RESPONSE: Period(30, Unit.CALENDAR_DAYS, RESPONSE_LAW),
        Rule.CLARIFICATION: _working(5),
        Rule.PLAN: _working(20),
        Rule.RECONSIDERATION: _working(20),
        Rule.MEDIATION: _working(10),
        Rule.IMPLEMENTATION: Period(0, Unit.BY_DATE, PROMISED),
        Rule.VERIFICATION: _working(30),
        Rule.FOLLOW_UP_REVIEW: Period(6, Unit.MONTHS, RULE_OF_GROUP),
        Rule.LAST_REVIEW: Period(12, Unit.MONTHS, RULE_OF_GROUP),
        Rule.CONTRIBUTION: _working(10, RULE_OF_MINISTRY),
        Rule.ACCESS_REQUEST: _working(10),
        Rule.ARRANGEMENT: _working(15),
    }
)

URGENT_PERIODS: Mapping[Rule, Period] = MappingProxyType(
    {
        **PERIODS,
        Rule.INTAKE: _working(1, URGENT_RULE),
        Rule.INFORMATION: _working(2, URGENT_RULE),
        Rule.REVIEW: _working(3, URGENT_RULE),
        Rule.FACT_CHECK: _working(1, URGENT_RULE),
        Rule.DELIBERATION: _working(2, URGENT_RULE),
        Rule.TRANSMISSION: _working(1, URGENT_RULE),
        Rule.RESPONSE: _working(3, URGENT_RULE),
        Rule.PLAN: _working(5, URGENT_RULE),
        Rule.VERIFICATION: _working(5, URGENT_RULE),
        Rule.CONTRIBUTION: _working(1, URGENT_RULE),
    }
)


# What was implemented is reviewed again; both begin when it is concluded, and outlast its concern.
FOLLOW_UP_REVIEWS = frozenset({Rule.FOLLOW_UP_REVIEW, Rule.LAST_REVIEW})
FOLLOW_UP_REVIEW_OPENS = 30  # days before its date at which it may be taken


def period_for(rule: Rule, urgent: bool) -> Period:
    """The default period; an installation's settings may replace it."""
    return (URGENT_PERIODS if urgent else PERIODS)[rule]
