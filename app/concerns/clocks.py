"""The clocks of a case: ledger entries in, stored due dates out; and the table of extensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.concerns.models import Concern, Recommendation
from app.concerns.periods import period_of
from app.concerns.records import Clock, ClockEntry, ClockState, Extension
from app.core.time import local_day, now
from app.process.following import Following, FollowingStep, move
from workflows import extension as extensions
from workflows.deadlines import LISTED, Due, Entry, EntryKind, Rule, due
from workflows.engine import ClockEffect
from workflows.extension import EXTENSION, ExtensionState
from workflows.periods import FOLLOW_UP_REVIEWS, Period
from workflows.roles import Owner
from workflows.workdays import Calendar

Ended = Callable[[Session, Clock, datetime], None]
_LATENESS_OVER: list[Ended] = []


def register_end_of_lateness(function: Ended) -> None:
    """Let this end what the lateness of a clock has brought about, once it is late no more."""
    if function not in _LATENESS_OVER:
        _LATENESS_OVER.append(function)


def entries_of(clock: Clock) -> list[Entry]:
    """The clock's ledger as the workflow reads it."""
    return [Entry(e.kind, e.on, days=e.days, until=e.until, reason=e.reason) for e in clock.entries]


def compute(clock: Clock, calendar: Calendar, listed: int = LISTED) -> Due:
    """The clock's due date and the days that lead to it. Pure; nothing is stored."""
    return due(entries_of(clock), Period(clock.amount, clock.unit, clock.source), calendar, listed)


@dataclass(slots=True)
class Ledger:
    """All open clocks of one concern, held while a step is taken."""

    session: Session
    concern: Concern
    calendar: Calendar
    clocks: list[Clock]

    @classmethod
    def of(cls, session: Session, concern: Concern, calendar: Calendar) -> Ledger:
        """Read the open clocks of a locked concern."""
        rows = session.scalars(
            select(Clock)
            .where(Clock.concern_id == concern.id, Clock.state != ClockState.STOPPED)
            .options(selectinload(Clock.entries))
            .order_by(Clock.id)
            .execution_options(populate_existing=True)
        )
        return cls(session, concern, calendar, list(rows))

    def open(self, recommendation: Recommendation | None, rule: Rule | None = None) -> list[Clock]:
        """Open clocks of the concern itself, or of one recommendation; of one rule, or all."""
        owner = recommendation.id if recommendation else None
        return [
            c
            for c in self.clocks
            if c.recommendation_id == owner
            and c.state is not ClockState.STOPPED
            and (rule is None or c.rule is rule)
        ]

    def apply(
        self,
        effects: Iterable[ClockEffect],
        recommendation: Recommendation | None,
        day: date,
        data: Any,
        event_id: int,
    ) -> None:
        """Do to the case's clocks what the step declares."""
        for effect in effects:
            until: date | None = getattr(data, effect.until, None) if effect.until else None
            if effect.until and until is None:
                continue  # the step leads elsewhere this time: no date was promised
            if effect.kind is EntryKind.START and effect.rule is not None:
                self._start(effect.rule, recommendation, day, until, event_id)
                continue
            for clock in self.open(recommendation, effect.rule):
                if _applies(effect.kind, clock):
                    self.enter(clock, effect.kind, day, until=until, event_id=event_id)

    def _start(
        self, rule: Rule, recommendation: Recommendation | None, day: date, until: date | None, event_id: int
    ) -> None:
        period = period_of(self.session, rule, self.concern.urgent)
        clock = Clock(
            concern_id=self.concern.id,
            recommendation_id=recommendation.id if recommendation else None,
            rule=rule,
            amount=period.amount,
            unit=period.unit,
            source=period.source,
            state=ClockState.RUNNING,
            version=0,
            started_on=day,
            set_on=day,
            moved=0,
            moved_days=0,
            owner=Owner.NOBODY,
            addressee_id=recommendation.addressee_id if recommendation else None,
            entries=[],
        )
        if rule is Rule.IMPLEMENTATION and recommendation is not None:
            self._go_on_counting(clock)
        self.session.add(clock)
        self.clocks.append(clock)
        self.enter(clock, EntryKind.START, day, until=until, event_id=event_id)

    def enter(
        self,
        clock: Clock,
        kind: EntryKind,
        day: date,
        *,
        until: date | None = None,
        days: int = 0,
        reason: str = "",
        event_id: int | None = None,
    ) -> None:
        """Add one line to the clock's ledger, and reckon and store its due date anew."""
        if clock.entries:
            day = max(
                day, clock.entries[-1].on
            )  # a clock on the wall that was set back does not rewrite a ledger
        waits_for = self.concern.owner if kind is EntryKind.PAUSE else None
        clock.entries.append(
            ClockEntry(
                kind=kind,
                on=day,
                until=until,
                days=days,
                reason=reason,
                waits_for=waits_for,
                event_id=event_id,
            )
        )
        if kind is EntryKind.STOP:
            self._lapse_extension(clock)
        self.store(clock)

    def store(self, clock: Clock) -> bool:
        """Reckon the due date and keep it; whether a date that stood before was moved."""
        before, found = clock.due_on, compute(clock, self.calendar, listed=0)
        clock.due_on, clock.paused_since, clock.stopped_on = found.date, found.paused_since, found.stopped_on
        if found.stopped_on:
            clock.state, clock.paused_since = ClockState.STOPPED, None
        else:
            clock.state = ClockState.PAUSED if found.paused_since else ClockState.RUNNING
            self._count_promise(clock)
        if before != found.date or found.stopped_on:
            self._arm(clock, before)
        return before is not None and found.date is not None and before != found.date

    def _count_promise(self, clock: Clock) -> None:
        """Another date than stood before is counted, also where a pause lay between the two."""
        if clock.due_on is None:
            return
        if clock.stood_on is not None and clock.stood_on != clock.due_on:
            clock.moved += 1
            clock.moved_days += (clock.due_on - clock.stood_on).days
        clock.stood_on = clock.due_on

    def _go_on_counting(self, clock: Clock) -> None:
        """What is to be done by a new date was promised for an earlier one before: each promise counts."""
        earlier = self.session.scalars(
            select(Clock)
            .where(Clock.recommendation_id == clock.recommendation_id, Clock.rule == clock.rule)
            .order_by(Clock.id.desc())
            .limit(1)
        ).one_or_none()
        if earlier is not None:
            clock.moved, clock.moved_days, clock.stood_on = earlier.moved, earlier.moved_days, earlier.due_on

    def _arm(self, clock: Clock, before: date | None) -> None:
        """A date that changed escalates anew, with what is to come; the end of lateness ends what it asked."""
        day = local_day(now())
        clock.version += 1
        clock.escalation_level, clock.set_on = None, day
        clock.next_check_on = day if clock.state is not ClockState.STOPPED else None
        late = clock.state is ClockState.RUNNING and clock.due_on is not None and clock.due_on < day
        if not late and (clock.escalation or clock.on_agenda or (before is not None and before < day)):
            for end in _LATENESS_OVER:
                end(self.session, clock, now())
            clock.escalation, clock.mediated_until, clock.on_agenda = None, None, False

    def _lapse_extension(self, clock: Clock) -> None:
        if not clock.extension_asked:
            return
        clock.extension_asked = False
        for extension in asked_for(self.session, clock):
            move(self.session, now(), EXTENSION, extension, extensions.ExtensionAction.LAPSE)


def _applies(kind: EntryKind, clock: Clock) -> bool:
    if kind is EntryKind.PAUSE:
        return clock.state is ClockState.RUNNING
    if kind is EntryKind.RESUME:
        return clock.state is ClockState.PAUSED
    return True


def next_due(clocks: Sequence[Clock]) -> Clock | None:
    """The clock that runs out first, if any runs. A look at what is concluded makes no case due again."""
    running = [
        c for c in clocks if c.state is ClockState.RUNNING and c.due_on and c.rule not in FOLLOW_UP_REVIEWS
    ]
    return min(running, key=lambda c: (c.due_on, c.id), default=None)


class ExtensionProcess(Following):
    """More time that was asked for."""

    workflow = EXTENSION

    def moved(self, step: FollowingStep, target: StrEnum) -> None:
        """When and by whom it was decided, and the words."""
        step.row.decided_at, step.row.decided_by_id = step.at, step.person_id
        step.row.decision = step.data.reason if step.data else ""


def asked_for(session: Session, clock: Clock) -> Sequence[Extension]:
    """What waits for the coordinator on this clock."""
    waiting = Extension.clock_id == clock.id, Extension.state == ExtensionState.ASKED
    return session.scalars(select(Extension).where(*waiting).order_by(Extension.id)).all()


def last_asked(session: Session, recommendation_id: int) -> Extension | None:
    """What waits for the coordinator on this recommendation, if anything does."""
    waiting = Extension.recommendation_id == recommendation_id, Extension.state == ExtensionState.ASKED
    return session.scalars(select(Extension).where(*waiting).order_by(Extension.id.desc()).limit(1)).first()
