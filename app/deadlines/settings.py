"""What the installation has set itself about dates: how long a rule gives, and which rungs its ladder has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import JSON, CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.columns import short
from app.core.db import Base
from workflows.escalation import LADDER, Act, Ladder, Rung
from workflows.periods import OWN_RULE, Period, Rule, Unit, period_for


class PeriodSetting(Base):
    """How long a rule gives here, where that is not what the workflow says; in the unit of its default."""

    __tablename__ = "period_setting"

    rule: Mapped[Rule] = mapped_column(short(Rule), primary_key=True)
    urgent: Mapped[bool] = mapped_column(primary_key=True)
    amount: Mapped[int]

    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)


class LadderSetting(Base):
    """The ladder of a rule, where it is not the one of all: pairs of a day and what is done on it."""

    __tablename__ = "ladder_setting"

    rule: Mapped[Rule] = mapped_column(short(Rule), primary_key=True)
    rungs: Mapped[list[list[str]]] = mapped_column(JSON)
    every: Mapped[int]
    pause: Mapped[int]

    __table_args__ = (CheckConstraint("every >= 0 AND pause >= 0", name="days"),)

    def as_ladder(self) -> Ladder:
        """As the workflow reads it."""
        return Ladder(tuple(Rung(int(day), Act(act)) for day, act in self.rungs), self.every, self.pause)


def period_of(session: Session, rule: Rule, urgent: bool) -> Period:
    """How long a rule gives here."""
    usual = period_for(rule, urgent)
    if usual.unit is Unit.BY_DATE:
        return usual
    own = session.get(PeriodSetting, (rule, urgent))
    return usual if own is None else with_amount(usual, own.amount)


def with_amount(usual: Period, amount: int) -> Period:
    """The period with another amount; whose rule it is then is said as well."""
    return usual if amount == usual.amount else replace(usual, amount=amount, source=OWN_RULE)


def ladders(session: Session) -> Mapping[Rule, Ladder]:
    """The ladder of each rule."""
    own = {row.rule: row.as_ladder() for row in session.scalars(select(LadderSetting))}
    return {rule: own.get(rule, LADDER) for rule in Rule}
