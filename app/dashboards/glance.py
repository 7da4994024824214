"""The coordinator's desk at a glance: what is awaited and how late it is, and how answers came in the last months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, cast, literal, literal_column, select, union_all
from sqlalchemy.orm import Session

from app.concerns.records import Clock, ClockState
from app.core.actor import Actor
from app.core.db import asker, fixed, made_once, read_rows
from app.core.paging import Rows, count_of
from app.core.time import today
from app.dashboards.coordinator import seen_by
from app.dashboards.figures.queries import AWAITED
from app.dashboards.models import MonthFigures
from app.dashboards.queries import running
from workflows.periods import FOLLOW_UP_REVIEWS, Rule

LAST_MONTHS = 6
# follow-up reviews are months ahead, and wait for nobody until they are due
SHOWN = [rule for rule in AWAITED if rule not in FOLLOW_UP_REVIEWS]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many recommendations wait for one thing, each number at most `MOST`."""

    rule: Rule
    late: int
    soon: int
    later: int
    paused: int

    @property
    def whole(self) -> int:
        """All of them."""
        return self.late + self.soon + self.later + self.paused


@dataclass(frozen=True, slots=True)
class Month:
    """The answers of institutions in one month."""

    month: date
    in_time: int
    late: int


@dataclass(frozen=True, slots=True)
class Glance:
    """What the two charts of the desk show."""

    standing: Sequence[Standing]
    months: Sequence[Month]


def glance(session: Session, actor: Actor, soon: date) -> Glance:
    """All of it in one query: of cases that exist for this coordinator."""
    standing, months = [], []
    for row in read_rows(session, _glance(actor, today(), soon), asker(actor)):
        if row.what == "month":
            months.append(Month(date.fromisoformat(row.name), row.first, row.second))
        else:
            one = Standing(Rule(row.name), row.first, row.second, row.third, row.fourth)
            standing += [one] if one.whole else []
    return Glance(standing, sorted(months, key=lambda each: each.month))


@made_once
def _glance(actor: Actor, day: date, soon: date) -> Any:
    parts = [_standing(actor, rule, day, soon) for rule in SHOWN]
    latest = select(MonthFigures).order_by(MonthFigures.month.desc()).limit(LAST_MONTHS).subquery().c
    nothing: Any = literal_column("0")
    month = literal("month"), cast(latest.month, String), latest.in_time, latest.late, nothing, nothing
    return union_all(*parts, select(*month))


def _standing(actor: Actor, rule: Rule, day: date, soon: date) -> Rows:
    """Each number is one range of one index."""
    of_rule = Clock.rule == fixed(rule), *seen_by(actor)
    return select(
        literal("rule").label("what"),
        literal(rule.value).label("name"),
        count_of(*of_rule, running(), Clock.due_on < day, of=Clock.id).label("first"),
        count_of(*of_rule, running(), Clock.due_on.between(day, soon), of=Clock.id).label("second"),
        count_of(*of_rule, running(), Clock.due_on > soon, of=Clock.id).label("third"),
        count_of(*of_rule, Clock.state == fixed(ClockState.PAUSED), of=Clock.id).label("fourth"),
    )
