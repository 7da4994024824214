"""A month in numbers, from what only grows: ledgers of clocks and the history.

Counted is what the coordinator may see: clocks of recommendations that were transmitted, and nothing before that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, not_, or_, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from app.concerns.models import Recommendation
from app.concerns.periods import load_calendar
from app.concerns.records import Clock, ClockEntry, ClockState
from app.concerns.visibility import UNSENT
from app.core.db import db, read_rows, unit_of_work
from app.core.time import ZONE, local_day, now, today
from app.dashboards.models import MonthFigures
from app.process.models import Event
from workflows.deadlines import Entry, EntryKind, due
from workflows.periods import Period, Rule
from workflows.recommendation import RECOMMENDATION, RecommendationAction, State
from workflows.workdays import Calendar

ANSWERS = (
    RecommendationAction.ACCEPT,
    RecommendationAction.ACCEPT_IN_PART,
    RecommendationAction.REJECT,
    RecommendationAction.CLAIM_DONE,
)
COUNTED = and_(Clock.outside == true(), Clock.recommendation_id.is_not(None))
# A ledger with other lines than its start and its stop had another date before than it has now.
_LINE = aliased(ClockEntry)
RETOLD = (
    select(_LINE.id)
    .where(_LINE.clock_id == Clock.id, _LINE.kind.not_in([EntryKind.START, EntryKind.STOP]))
    .correlate(Clock)
    .exists()
)


@dataclass(frozen=True, slots=True)
class Month:
    """A month, of which `last` is its last day, or today where it still runs."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The instant at which its first day begins in the country."""
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The instant at which its last day is over."""
        return _midnight(self.last + timedelta(days=1))


def months_until(day: date, number: int) -> list[Month]:
    """The month of this day and those before it, the oldest first."""
    found, first = [], day.replace(day=1)
    last = day
    for _ in range(number):
        found.append(Month(first, last))
        last = first - timedelta(days=1)
        first = last.replace(day=1)
    return found[::-1]


def compute(session: Session, months: Sequence[Month], calendar: Calendar) -> Iterator[dict[str, Any]]:
    """Each of these months in numbers."""
    retold = list(_retold(session, months, calendar))
    for month in months:
        in_time, late = _answered(session, month)
        yield {
            "month": month.first,
            "sent": _number(session, _sent(month)),
            "in_time": in_time,
            "late": late,
            "concluded": _number(session, _concluded(month)),
            "overdue": _number(session, _overdue(month.last))
            + sum(late_on(month.last) for late_on in retold),
        }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE).astimezone(UTC)


def _number(session: Session, query: Any) -> int:
    return session.scalar(query) or 0


def _sent(month: Month) -> Any:
    at = Recommendation.transmitted_at
    return select(func.count()).where(
        at >= month.begins, at < month.ends, Recommendation.state.not_in(sorted(UNSENT))
    )


def _answered(session: Session, month: Month) -> tuple[int, int]:
    """Answers in time and late: the time for an answer that an answer ended, and not silence or a new decision."""
    query = (
        select(
            func.count(case((Clock.stopped_on <= Clock.due_on, 1))),
            func.count(case((Clock.stopped_on > Clock.due_on, 1))),
        )
        .join(ClockEntry, and_(ClockEntry.clock_id == Clock.id, ClockEntry.kind == EntryKind.STOP))
        .join(Event, Event.id == ClockEntry.event_id)
        .where(
            COUNTED,
            Clock.rule == Rule.RESPONSE,
            Clock.stopped_on >= month.first,
            Clock.stopped_on <= month.last,
            Event.do.in_(ANSWERS),
        )
    )
    in_time, late = session.execute(query).one()
    return in_time, late


def _concluded(month: Month) -> Any:
    return select(func.count()).where(
        Event.at >= month.begins,
        Event.at < month.ends,
        Event.machine == RECOMMENDATION.name,
        Event.target == State.CONCLUDED,
        Event.source != State.CONCLUDED,
    )


# --- what was overdue ----------------------------------------------------------------


def _still_there(day: date) -> ColumnElement[bool]:
    return or_(Clock.state != ClockState.STOPPED, Clock.stopped_on > day)


def _overdue(day: date) -> Any:
    """Clocks whose date never was another."""
    return select(func.count()).where(
        COUNTED, not_(RETOLD), Clock.started_on <= day, Clock.due_on < day, _still_there(day)
    )


@dataclass(slots=True)
class _Retold:
    """A clock whose date was moved or paused: how it stood on a day is read from the ledger up to that day."""

    period: Period
    entries: list[Entry]
    calendar: Calendar
    told: dict[int, date | None]

    def __call__(self, day: date) -> bool:
        """Whether it was overdue on this day."""
        until = sum(entry.on <= day for entry in self.entries)
        if until not in self.told:
            found = due(self.entries[:until], self.period, self.calendar, listed=0)
            self.told[until] = found.date if found.stopped_on is None else None
        on = self.told[until]
        return on is not None and on < day


def _retold(session: Session, months: Sequence[Month], calendar: Calendar) -> Iterator[_Retold]:
    query = (
        select(
            Clock.id,
            Clock.amount,
            Clock.unit,
            ClockEntry.kind,
            ClockEntry.on,
            ClockEntry.until,
            ClockEntry.days,
        )
        .join(ClockEntry, ClockEntry.clock_id == Clock.id)
        .where(COUNTED, RETOLD, Clock.started_on <= months[-1].last, _still_there(months[0].first))
        .order_by(Clock.id, ClockEntry.id)
    )
    for _, found in groupby(session.execute(query), key=lambda row: row.id):
        rows = list(found)
        entries = [Entry(r.kind, r.on, days=r.days, until=r.until) for r in rows]
        yield _Retold(Period(rows[0].amount, rows[0].unit, ""), entries, calendar, {})


KEPT_MONTHS = 12


def save_months() -> bool:
    """Reckon the months that are not kept as they ended, and the one that runs once a day; False when none is.

    Called by any number of workers: where two reckon the same month, both come to the same.
    """
    session = db.session()
    wanted = _wanted(session)
    if wanted:
        _keep(session, wanted)
    session.rollback()  # nothing is held while a worker waits
    return bool(wanted)


def rebuild_months() -> int:
    """Reckon all months anew; returns how many."""
    wanted = months_until(today(), KEPT_MONTHS)
    _keep(db.session(), wanted, anew=True)
    return len(wanted)


def _wanted(session: Session) -> list[Month]:
    rows = read_rows(session, select(MonthFigures.month, MonthFigures.computed_at))
    kept = {row.month: local_day(row.computed_at) for row in rows}
    day = today()
    return [
        month
        for month in months_until(day, KEPT_MONTHS)
        if month.first not in kept
        or kept[month.first] < day == month.last
        or kept[month.first] <= month.last < day
    ]


def _keep(session: Session, wanted: list[Month], *, anew: bool = False) -> None:
    """Read first and write then: a long reckoning keeps nobody from writing meanwhile."""
    found = list(compute(session, wanted, load_calendar(session, today())))
    at = now()
    try:
        with unit_of_work() as work:
            if anew:
                work.execute(delete(MonthFigures))
            for numbers in found:
                work.merge(MonthFigures(**numbers, computed_at=at))
    except IntegrityError:  # another worker has kept the same months in this moment
        return
