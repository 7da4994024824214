"""What a year has left behind, read from the database as plain rows, and where the slow reckoning differs from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from app.access_requests.models import AccessRequestEvent
from app.concerns.records import Clock, ClockEntry, Escalated
from app.core.db import db
from app.deadlines.models import Escalation
from app.notifications.models import Notification, NotificationKind
from app.process.models import Event
from tests.deadlines.year import owed, reckoning
from tests.deadlines.year.audience import FOLLOW_UP_REVIEWS, THEIRS
from tests.deadlines.year.circle import Circle, circles
from tests.deadlines.year.errand_facts import Errand
from tests.deadlines.year.owed import Owed
from tests.deadlines.year.reckoning import Line, Stand, Step, day_of
from tests.deadlines.year.talks import Asked, Decision, asked
from tests.deadlines.year.world import Year

EXTENDING = ("grant_extension", "decide_escalation")
OVER = "mediation_over"
ACTS = ("remind", "late", "to_head", "escalate", "to_agenda", "to_minister", "long_pause", OVER)
COORDINATOR_IS_ASKED = THEIRS | FOLLOW_UP_REVIEWS | {"clarification", "reconsideration", "verification"}


@dataclass(frozen=True)
class Reckoned:
    """A clock as it is stored, all that it said by the slow reckoning, and what was to be done about it."""

    clock: Clock
    stands: list[Stand]
    steps: list[tuple[Stand, Step]]
    asked: Asked  # of the coordinator


def act(stand: Stand, step: Step) -> str:
    """What such a step is called."""
    if stand.due is None:
        return "long_pause"
    names = {-5: "remind", -1: "remind", 1: "late", 5: "to_head", 10: "escalate", 15: "to_agenda"}
    return names.get(step.level, "to_minister")


@dataclass
class Found:
    """All of it."""

    clocks: list[Reckoned]
    events: dict[int, Event]  # of escalation
    notices: list[Notification]
    digests: dict[int, Notification]
    decided: dict[int, list[Decision]]  # by the coordinator, on escalations of a recommendation
    escalations: list[Escalation]
    circles: dict[int, Circle]  # of concerns
    owed: list[Owed]  # dates without a ledger
    lines: dict[int, int]  # of the histories of access requests: of which access request each is

    def about(self, notice: Notification) -> Circle | Errand:
        """What a notice tells of: a concern, or the date of what was asked for."""
        if notice.concern_id is not None and notice.request_id is None:
            return self.circles[notice.concern_id]
        line = notice.access_request_event_id
        named = ("access_request", self.lines[line]) if line else ("contribution_request", notice.request_id)
        [errand] = [each.errand for each in self.owed if (each.errand.table, each.errand.row) == named]
        return errand


def _of_kind(kind: NotificationKind) -> Select[Notification]:
    return select(Notification).where(Notification.kind == kind).order_by(Notification.id)


def find(year: Year) -> Found:
    """Read everything, and reckon each clock anew."""
    session = db.session()
    session.rollback()
    events = list(session.scalars(select(Event).order_by(Event.id)))
    at = {event.id: event.at for event in events}
    extending = defaultdict(list)
    for event in events:
        if event.machine == "recommendation" and event.do in EXTENDING and "due_on" in event.params:
            extending[event.recommendation_id, day_of(event.at)].append(event.at)
    lines = defaultdict(list)
    for entry, clock in session.execute(
        select(ClockEntry, Clock).join(Clock, Clock.id == ClockEntry.clock_id).order_by(ClockEntry.id)
    ):
        if entry.event_id:
            when = at[entry.event_id]
        else:
            [when] = extending[clock.recommendation_id, entry.on]
        lines[clock.id].append(Line(when, entry.kind.value, entry.on, entry.days, entry.until))
    looks = [look for look in year.looks if year.country.at(look).in_hours(look)]
    decided: dict[int, list[Decision]] = defaultdict(list)
    for event in events:
        if event.do == "decide_escalation":
            until = event.params.get("until")
            talks = date.fromisoformat(until) if until else None
            decided[event.recommendation_id or 0].append((event.at, talks))
    clocks = [
        _computed(year, clock, lines[clock.id], looks, decided[clock.recommendation_id or 0])
        for clock in session.scalars(select(Clock).order_by(Clock.id))
    ]
    return Found(
        clocks,
        {event.id: event for event in events if event.machine == "clock" and event.do in ACTS},
        list(session.scalars(_of_kind(NotificationKind.NOTICE))),
        {row.id: row for row in session.scalars(_of_kind(NotificationKind.DIGEST))},
        decided,
        list(session.scalars(select(Escalation))),
        circles(session, year.filed.lived),
        [owed.compute(errand, year.country, looks, own_date(clocks)) for errand in year.errands.all],
        {line.id: line.access_request_id for line in session.scalars(select(AccessRequestEvent))},
    )


def _computed(
    year: Year, clock: Clock, lines: Sequence[Line], looks: Sequence[datetime], decided: Sequence[Decision]
) -> Reckoned:
    said = reckoning.stands(lines, clock.amount, clock.unit.value, year.country)
    ends = [stand.at for stand in said[1:]] + [None]
    steps = [
        (stand, step)
        for stand, end in zip(said, ends, strict=True)
        for step in reckoning.steps_of(stand, end, looks, year.country)
    ]
    is_asked = clock.rule.value in COORDINATOR_IS_ASKED
    return Reckoned(clock, said, steps, asked(said, steps if is_asked else [], decided, looks))


def own_date(clocks: Sequence[Reckoned]) -> owed.Main:
    """The ministry's own date for an answer, as the slow reckoning has it."""

    def date_of(recommendation: int, at: datetime) -> date | None:
        said = [
            stand
            for r in clocks
            if (r.clock.recommendation_id, r.clock.rule.value) == (recommendation, "response")
            for stand in r.stands
            if stand.at <= at
        ]
        return max(said, key=lambda stand: stand.at).due

    return date_of


def dates(found: Found) -> Iterator[str]:
    """Where a stored date, or how often it moved, is another than reckoned."""
    before: dict[int | None, tuple[int, int, date | None]] = {}
    for reckoned in found.clocks:
        clock, last = reckoned.clock, reckoned.stands[-1]
        stored = clock.version, clock.due_on, clock.paused_since, clock.stopped_on is not None
        wanted = last.number, last.due, last.paused, last.ended
        if stored != wanted:
            yield f"clock {clock.id} {clock.rule}: stored {stored}, reckoned {wanted}"
        promise = clock.recommendation_id if clock.rule.value == "implementation" else -clock.id
        moved, days, stood = before.get(promise, (0, 0, None))
        for stand in reckoned.stands:
            if stand.due is not None and not stand.ended:
                if stood is not None and stood != stand.due:
                    moved, days = moved + 1, days + (stand.due - stood).days
                stood = stand.due
        before[promise] = moved, days, stood
        if (clock.moved, clock.moved_days) != (moved, days):
            yield f"clock {clock.id} {clock.rule}: moved {clock.moved}, {clock.moved_days}; reckoned {moved}, {days}"


def steps(found: Found) -> Iterator[str]:
    """Where escalation took another step than reckoned, or at another look."""
    wanted = Counter(
        (
            r.clock.concern_id,
            r.clock.recommendation_id,
            r.clock.rule.value,
            step.at,
            step.level,
            act(stand, step),
        )
        for r in found.clocks
        for stand, step in r.steps
    )
    wanted += Counter(
        (r.clock.concern_id, r.clock.recommendation_id, r.clock.rule.value, over.at, 0, OVER)
        for r in found.clocks
        for over in r.asked.over
    )
    taken = Counter(
        (e.concern_id, e.recommendation_id, e.params["rule"], e.at, e.params["days"], e.do)
        for e in found.events.values()
    )
    yield from (f"not taken: {step}" for step in (wanted - taken).elements())
    yield from (f"taken: {step}" for step in (taken - wanted).elements())


def escalations(found: Found) -> Iterator[str]:
    """Where the coordinator was asked for a decision and need not be, or was not asked; or talks end otherwise."""
    wanted = Counter((r.clock.id, at) for r in found.clocks for at in r.asked.opened)
    opened = Counter((row.clock_id, row.opened_at) for row in found.escalations)
    yield from (f"not escalated: {what}" for what in (wanted - opened).elements())
    yield from (f"escalated: {what}" for what in (opened - wanted).elements())
    for r in found.clocks:
        stored = r.clock.escalation is Escalated.OPEN, r.clock.mediated_until
        if stored != (r.asked.is_open, r.asked.until):
            yield f"clock {r.clock.id}: stored {stored}, reckoned {r.asked}"
