"""Dates that somebody owes and that stand in a row of their own, without a ledger: they escalate and move as clocks do.

A feature declares how its rows are found, told of and noted: escalation, the calendar and the settings ask it alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from sqlalchemy import ColumnElement, Index, and_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.concerns.periods import load_calendar, period_of
from app.core.db import db, unit_of_work
from app.core.time import now, today
from app.deadlines.models import escalation_rules
from app.notifications.queue import Occasion, notify_people
from workflows.deadlines import Entry, EntryKind, due
from workflows.engine import ClockEffect
from workflows.escalation import Audience, EscalationAct, levels_due, next_day
from workflows.notifications import Topic
from workflows.periods import PROMISED, Period, Rule, Unit
from workflows.workdays import Calendar

GIVEN = Period(0, Unit.BY_DATE, PROMISED)


class Dated:
    """The columns of such a row. `until` is the date that a person gave; without one the rule gives it."""

    id: Mapped[int]
    if TYPE_CHECKING:
        due_on: Mapped[Any]  # a date; whether it may be missing, the row's own table says
    started_on: Mapped[date]
    until: Mapped[date | None]
    # escalation, as a clock has it: which date this is, since when it stands, the highest level taken, the next check
    date_version: Mapped[int] = mapped_column(default=0)
    set_on: Mapped[date]
    escalation_level: Mapped[int | None]
    next_check_on: Mapped[date | None]
    escalated: Mapped[bool] = mapped_column(default=False)


def next_check_index(table: str) -> Index:
    """The index by which an escalation run finds what is to be checked."""
    there = text("next_check_on IS NOT NULL")
    return Index(f"ix_{table}_next_check", "next_check_on", "id", sqlite_where=there, postgresql_where=there)


D = TypeVar("D", bound=Dated)


class Dates(ABC, Generic[D]):
    """What is to be known of one kind of such rows. There is one object of each kind, registered by its feature."""

    table: type[D]
    locks: type[Any]  # whose row whoever writes to one of these locks first
    audiences: ClassVar[Mapping[EscalationAct, frozenset[Audience]]]

    @abstractmethod
    def owed(self, rule: Rule | None = None) -> ColumnElement[bool]:
        """The rows whose date runs; by this rule, or by any."""

    @abstractmethod
    def rule_of(self, row: D) -> Rule:
        """The rule that gives the row its date now."""

    @abstractmethod
    def with_lock(self, query: Any) -> Any:
        """The query of rows, joined to what is locked."""

    @abstractmethod
    def note(self, session: Session, row: D, do: str, **said: Any) -> Mapping[str, int]:
        """Add to the history what nobody did: a level (`days`), or a date that moved (`before`, `after`).

        Gives the columns of a notice that point to it.
        """

    @abstractmethod
    def recipients(self, session: Session, row: D, audiences: frozenset[Audience]) -> set[int]:
        """The ids of the people who are these audiences of the row, and for whom it exists."""

    def notify_others(self, _session: Session, _row: D, _audiences: frozenset[Audience], _key: str) -> None:
        """Queue mails of a level to addresses without an account; `key` is the same for the same level of a date."""

    def reaches(self, day: date) -> ColumnElement[bool]:
        """The rows whose date may be another where this day becomes another."""
        return and_(self.table.started_on <= day, self.table.due_on >= day)

    def is_urgent(self, _session: Session, _row: D) -> bool:
        """Whether the shorter period holds."""
        return False

    def name_of(self, _session: Session, row: D) -> str:
        """How the command that reckons anew names the row."""
        return f"{self.table.__name__} {row.id}"

    def apply(self, session: Session, row: D, effects: Iterable[ClockEffect], data: Any) -> None:
        """Do to the row's date what a step declares; the row has the state that the step leads to.

        Raises ValueError where the table declares what such a date cannot do.
        """
        for effect in effects:
            until: date | None = getattr(data, effect.until, None) if effect.until else None
            if effect.kind is EntryKind.STOP:
                self.end(row)
            elif effect.kind in (EntryKind.START, EntryKind.RESET) and effect.rule is self.rule_of(row):
                self.begin(session, row, until)
            else:
                raise ValueError(
                    f"{self.table.__name__}: {effect.kind} of {effect.rule} in {self.rule_of(row)}"
                )

    def begin(self, session: Session, row: D, until: date | None = None) -> None:
        """The row's date begins today: until the day that a person gave, else by the rule."""
        row.started_on, row.until = today(), until
        with session.no_autoflush:  # what the row is and its date are written together
            row.due_on = self.compute(session, row, load_calendar(session, today()))
        self.arm(row)

    def end(self, row: D) -> None:
        """Nobody owes it any more."""
        row.next_check_on = None
        self.forget(row)

    def arm(self, row: D) -> None:
        """A date that changed escalates anew, with what is to come; the end of lateness ends what it asked."""
        day = today()
        row.date_version = (row.date_version or 0) + 1
        row.escalation_level, row.set_on, row.next_check_on = None, day, day
        if row.due_on is None or row.due_on >= day:
            self.forget(row)

    def keep(self, row: D, acts: Collection[EscalationAct]) -> None:
        """What of these acts, taken together, stays with the row until it is met or its date changes."""
        row.escalated = row.escalated or EscalationAct.ESCALATE in acts

    def forget(self, row: D) -> None:
        """What was kept is over."""
        row.escalated = False

    def compute(
        self, session: Session, row: D, calendar: Calendar, periods: Mapping[bool, Period] | None = None
    ) -> date:
        """When it is due, as a clock with this one entry would be; `periods` in place of those that are set."""
        rule, urgent = self.rule_of(row), self.is_urgent(session, row)
        period = GIVEN
        if row.until is None:
            period = periods[urgent] if periods is not None else period_of(session, rule, urgent)
        found = due(
            [Entry(EntryKind.START, row.started_on, until=row.until)], period, calendar, listed=0
        ).date
        assert found is not None  # nothing pauses it
        return found

    def held(self, session: Session, *conditions: ColumnElement[bool], skip_locked: bool = False) -> D | None:
        """The first row of these, locked as whoever writes to it locks, and read anew after that."""
        query = self.with_lock(select(self.table)).where(*conditions)
        row: D | None = session.scalars(
            query.order_by(self.table.next_check_on, self.table.id)
            .limit(1)
            .with_for_update(of=self.locks, skip_locked=skip_locked)
        ).one_or_none()
        if row is None:
            return None
        again = select(self.table).where(self.table.id == row.id, *conditions)
        return session.scalars(again.execution_options(populate_existing=True)).one_or_none()

    def rows(self, session: Session, *conditions: ColumnElement[bool]) -> Sequence[D]:
        """Rows whose date runs."""
        return session.scalars(
            select(self.table).where(self.owed(), *conditions).order_by(self.table.id)
        ).all()


KINDS: list[Dates[Any]] = []


def register_dates(dates: Dates[Any]) -> None:
    """Let escalation, the calendar and the settings ask this kind."""
    if dates not in KINDS:
        KINDS.append(dates)


def escalate_dated(day: date, calendar: Calendar) -> bool:
    """Take what has come of one row; False when nothing has. It is within working hours."""
    return any(_escalate(dates, day, calendar) for dates in KINDS)


def _escalate(dates: Dates[Any], day: date, calendar: Calendar) -> bool:
    come = dates.table.next_check_on <= day
    waits = db.session.scalar(select(dates.table.id).where(come).limit(1))
    db.session.rollback()
    if waits is None:
        return False
    with unit_of_work() as session:
        row = dates.held(session, come, skip_locked=True)
        if row is None:
            return False
        _look(session, dates, row, day, calendar)
    return True


def _look(session: Session, dates: Dates[Any], row: Dated, day: date, calendar: Calendar) -> None:
    escalation_rule = escalation_rules(session)[dates.rule_of(row)]
    when = escalation_rule, row.due_on, row.set_on, day
    come = levels_due(*when, row.escalation_level, calendar)
    if come:
        top, acts = come[-1], {level.act for level in come}
        row.escalation_level = top.day
        dates.keep(row, acts)
        about = dates.note(session, row, top.act.value, days=top.day)
        audiences = frozenset(who for act in acts for who in dates.audiences[act])
        key = f"escalation-{dates.table.__tablename__}-{row.id}-{row.date_version}-{top.day}"
        notify_people(
            session, Occasion(key, now(), None, about), dates.recipients(session, row, audiences), Topic.DATE
        )
        dates.notify_others(session, row, audiences, key)
    row.next_check_on = next_day(*when, row.escalation_level, calendar)
