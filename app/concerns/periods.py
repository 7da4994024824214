"""What is set here of days: the installation's own dates, and how long each rule gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.country import OwnDate as CountryDate
from app.core.country import OwnKind, build_calendar
from app.core.db import Base, read_rows, short
from workflows.deadlines import Entry, EntryKind, due
from workflows.periods import OWN_RULE, Period, Rule, Unit, period_for
from workflows.workdays import Calendar

YEARS_BACK, YEARS_AHEAD = 4, 4


class OwnDate(Base):
    """A day that the installation knows better than the library: a holiday decided late, or a working Saturday."""

    __tablename__ = "own_date"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))

    __table_args__ = (CheckConstraint("kind IN ('holiday', 'working')", name="kind"),)


class PeriodSetting(Base):
    """How long a rule gives here, where that is not what the workflow says; in the unit of its default."""

    __tablename__ = "period_setting"

    rule: Mapped[Rule] = mapped_column(short(Rule), primary_key=True)
    urgent: Mapped[bool] = mapped_column(primary_key=True)
    amount: Mapped[int]

    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)


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


def load_calendar(session: Session, day: date) -> Calendar:
    """Working days around this day: the library's holidays and the installation's own dates."""
    rows = read_rows(session, _OWN_DATES).all()
    return _calendar(day.year, tuple((r.day, r.kind, r.name) for r in rows))


_OWN_DATES = select(OwnDate.day, OwnDate.kind, OwnDate.name).order_by(OwnDate.day)


@lru_cache(maxsize=16)
def _calendar(year: int, own: tuple[tuple[date, str, str], ...]) -> Calendar:
    return build_calendar(
        range(year - YEARS_BACK, year + YEARS_AHEAD),
        [CountryDate(day, OwnKind(kind), name) for day, kind, name in own],
    )


def due_by(session: Session, rule: Rule, day: date, *, urgent: bool = False) -> date:
    """When what begins on this day is due by this rule; for what has a date of its own and no ledger."""
    found = due(
        [Entry(EntryKind.START, day)], period_of(session, rule, urgent), load_calendar(session, day)
    ).date
    assert found is not None
    return found
