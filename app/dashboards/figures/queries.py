"""What the figures read: each of them one statement, whose work ends at a number of rows, however many cases there are.

Nothing of a case before transmission is counted here; the desk itself says how many stand in each stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person
from app.concerns.models import Concern
from app.concerns.records import Clock
from app.core.columns import fixed
from app.core.db import read_rows
from app.core.paging import MOST, Rows
from app.core.time import today
from app.dashboards.coordinator import ADDRESSED
from app.dashboards.figures.models import MonthFigures
from app.dashboards.queries import running
from workflows.periods import FOLLOW_UP_REVIEWS, Rule
from workflows.recommendation import RECOMMENDATION
from workflows.roles import Kind, Owner

# What may be awaited of a recommendation, in the order of its life, and whose move it is then.
AWAITED: dict[Rule, Owner] = {
    place.rule: place.party for place in RECOMMENDATION.places.values() if place.rule is not None
} | dict.fromkeys(sorted(FOLLOW_UP_REVIEWS), Owner.GROUP)


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is overdue in the recommendations to one institution, by what is awaited; no number is above `MOST`."""

    institution: int
    name: str
    numbers: dict[Rule, int]

    @property
    def whole(self) -> int:
        """All of it."""
        return sum(self.numbers.values())


def overdue(session: Session) -> list[Overdue]:
    """The institutions with something overdue, the most burdened first."""
    rows = read_rows(session, _overdue(today()))
    found = [_overdue_with(*tuple(row)) for row in rows]
    return sorted((row for row in found if row.numbers), key=lambda row: -row.whole)


def _overdue_with(institution: int, name: str, *numbers: int) -> Overdue:
    counted = zip(AWAITED, numbers, strict=True)
    return Overdue(institution, name, {rule: number for rule, number in counted if number})


@lru_cache(maxsize=2)
def _overdue(day: date) -> Rows:
    return (
        select(Organisation.id, Organisation.name, *(_late_by(rule, day) for rule in AWAITED))
        .where(Organisation.kind.in_(ADDRESSED))
        .order_by(Organisation.sort_key)
    )


def _late_by(rule: Rule, day: date) -> Any:
    """How many clocks of this rule are overdue: one range of one index for each institution."""
    late = select(Clock.id).where(
        Clock.addressee_id == Organisation.id,
        Clock.rule == fixed(rule),
        Clock.outside == true(),
        running(),
        Clock.due_on < day,
    )
    return _capped(late, Organisation).label(rule.value)


def _capped(rows: Rows, of: Any) -> Any:
    """How many rows there are of this organisation or person, counted no further than `MOST`."""
    some = rows.correlate(of).limit(MOST).subquery()
    return select(func.count()).select_from(some).correlate(of).scalar_subquery()


# --- month by month ------------------------------------------------------------------


def months(session: Session) -> Sequence[Any]:
    """The months that are kept, the oldest first."""
    return read_rows(session, _MONTHS).all()


_MONTHS = select(
    MonthFigures.month,
    MonthFigures.sent,
    MonthFigures.in_time,
    MonthFigures.late,
    MonthFigures.concluded,
    MonthFigures.overdue,
    MonthFigures.reckoned_at,
).order_by(MonthFigures.month)


# --- rapporteurs ---------------------------------------------------------------------


@dataclass(slots=True)
class Load:
    """The rapporteurs who carry the same number of open cases after transmission.

    Nobody is named: whose rapporteur somebody is, is the Group's own affair, also after transmission (docs/adr/0034).
    """

    cases: int  # of each of them, at most `MOST`
    rapporteurs: int = 0
    late: int = 0  # of their cases, those in which something is overdue, whoever owes it
    asked: int = 0  # questions of institutions that wait for them


def loads(session: Session) -> list[Load]:
    """Who carries most first."""
    found: dict[int, Load] = {}
    for row in read_rows(session, _loads(today())):
        if row.cases:
            load = found.setdefault(row.cases, Load(row.cases))
            load.rapporteurs += 1
            load.late += row.late
            load.asked += row.asked
    return sorted(found.values(), key=lambda load: -load.cases)


@lru_cache(maxsize=2)
def _loads(day: date) -> Rows:
    """Of each of the members' people: a case before transmission is in none of the ranges that are counted."""
    asked = Clock.person_id == Person.id, Clock.rule == fixed(Rule.CLARIFICATION), Clock.outside == true()
    return (
        select(
            _carried().label("cases"),
            _carried(Concern.due_on < day).label("late"),
            _capped(select(Clock.id).where(*asked, running()), Person).label("asked"),
        )
        .select_from(Person)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Organisation.kind == Kind.MEMBER)
    )


def _carried(*more: Any) -> Any:
    """How many open cases of the person: one range of one index."""
    of_it = Concern.rapporteur_id == Person.id, Concern.transmitted_at.is_not(None), Concern.is_open == true()
    return _capped(select(Concern.id).where(*of_it, *more), Person)
