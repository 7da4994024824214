"""What the figures read: each of them one statement, whose work ends at a number of rows, however many cases there are.

Nothing of a case before transmission is counted here; the desk itself says how many stand in each stage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from statistics import median_low
from typing import Any

from sqlalchemy import String, and_, bindparam, func, literal, select, true, type_coerce, union_all
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock, Extension
from app.concerns.visibility import UNSENT
from app.core.db import fixed, read_rows
from app.core.paging import MOST, Rows
from app.core.time import now, today
from app.dashboards.models import MonthFigures
from app.dashboards.queries import running, since_latest
from app.deadlines.models import Escalation
from app.directory.queries import ADDRESSEES
from workflows.periods import FOLLOW_UP_REVIEWS, Rule
from workflows.recommendation import RECOMMENDATION
from workflows.roles import Kind, Owner

# What may be awaited of a recommendation, in the order of its life, and whose move it is then.
AWAITED: dict[Rule, Owner] = {
    place.rule: place.owner for place in RECOMMENDATION.places.values() if place.rule is not None
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
        .where(Organisation.kind.in_(ADDRESSEES))
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
    MonthFigures.computed_at,
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


YEAR = timedelta(days=365)
LATEST = 1000  # requests for more time, and escalations: more than an office decides in a year
SINCE: Any = bindparam("since", type_=Recommendation.answered_at.type)


@dataclass(slots=True)
class Answers:
    """How one institution answered. `days` are calendar days until each of its latest answers, the fewest first."""

    institution: int
    name: str
    days: list[int] = field(default_factory=list)
    in_time: int = 0
    late: int = 0
    on_paper: int = 0  # of both
    extensions: dict[str, int] = field(
        default_factory=lambda: defaultdict(int)
    )  # for more time, by what became of them
    escalated: dict[str, int] = field(
        default_factory=lambda: defaultdict(int)
    )  # by state, or what was decided

    @property
    def median(self) -> int | None:
        """At least half of its answers came in so many days or fewer."""
        return median_low(self.days) if self.days else None

    @property
    def worst(self) -> int | None:
        """The longest that an answer took."""
        return self.days[-1] if self.days else None


def institutions(session: Session) -> list[Answers]:
    """The institutions that answered, asked for time or had something escalated within a year. Two queries."""
    found: dict[int, Answers] = {}
    given = {"since": now() - YEAR}
    for row in read_rows(session, _ANSWERS, given):
        one = found.setdefault(row.id, Answers(row.id, row.name))
        one.days.extend([row.answered_days] * row.number)
        one.on_paper += row.number if row.answered_on_paper else 0
        if row.answered_late:
            one.late += row.number
        else:
            one.in_time += row.number
    for row in read_rows(session, _DECIDED, given):
        one = found.setdefault(row.id, Answers(row.id, row.name))
        kinds = one.extensions if row.what == "extension" else one.escalated
        kinds[row.became] += row.number
    for one in found.values():
        one.days.sort()
    return sorted(found.values(), key=lambda one: (-one.late, -(one.median or 0), one.name))


def _answers() -> Rows:
    """The latest hundred answers of each institution: how things go now, and never more to read.

    The moment since when they are counted is the one bound of their range: beside it SQLite would begin at the other.
    """
    since = since_latest("answered_at", SINCE)
    rec = Recommendation
    alike = since.c.id, since.c.name, rec.answered_days, rec.answered_late, rec.answered_on_paper
    return (
        select(*alike, func.count().label("number"))
        .join(rec, and_(rec.addressee_id == since.c.id, rec.answered_at >= since.c.since))
        .where(rec.answered_at.is_not(None), rec.answered_days.is_not(None))
        .group_by(*alike)
    )


def _decided() -> Any:
    """What became of the latest requests for more time, and of the latest escalations."""
    parts, remedy_or_state = [], [type_coerce(c, String) for c in (Escalation.remedy, Escalation.state)]
    for what, model, at, became in (
        ("extension", Extension, Extension.asked_at, type_coerce(Extension.state, String)),
        ("escalation", Escalation, Escalation.opened_at, func.coalesce(*remedy_or_state)),
    ):
        latest: Rows = select(model.recommendation_id, became.label("became")).where(at >= SINCE)
        rows = latest.order_by(at.desc()).limit(LATEST).subquery()
        parts.append(
            select(
                Recommendation.addressee_id,
                literal(what).label("what"),
                rows.c.became,
                func.count().label("number"),
            )
            .join(rows, rows.c.recommendation_id == Recommendation.id)
            .where(Recommendation.transmitted_at.is_not(None), Recommendation.state.not_in(sorted(UNSENT)))
            .group_by(Recommendation.addressee_id, rows.c.became)
        )
    counted = union_all(*parts).subquery()
    return select(
        Organisation.id, Organisation.name, counted.c.what, counted.c.became, counted.c.number
    ).join(counted, counted.c.addressee_id == Organisation.id)


_ANSWERS, _DECIDED = _answers(), _decided()
