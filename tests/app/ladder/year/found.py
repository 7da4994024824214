"""What a year has left behind, read from the database as plain rows, and where the slow reckoning differs from it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from app.cases.escalation import Escalation
from app.cases.outbox import Digest, Outbox
from app.cases.records import Clock, ClockEntry, Event
from app.core.db import db
from tests.app.ladder.year import audience, reckoning
from tests.app.ladder.year.audience import LOOKS, THEIRS
from tests.app.ladder.year.reckoning import Line, Stand, Step, day_of
from tests.app.ladder.year.world import Year

EXTENDING = ("grant_extension", "decide_escalation")
ACTS = ("remind", "late", "to_head", "escalate", "to_agenda", "to_minister", "long_pause")
COORDINATOR_IS_ASKED = THEIRS | LOOKS | {"clarification", "reconsideration", "verification"}


@dataclass(frozen=True)
class Reckoned:
    """A clock as it is stored, all that it said by the slow reckoning, and what was to be taken of it."""

    clock: Clock
    stands: list[Stand]
    steps: list[tuple[Stand, Step]]

    def act(self, stand: Stand, step: Step) -> str:
        """What such a step is called."""
        if stand.due is None:
            return "long_pause"
        names = {-5: "remind", -1: "remind", 1: "late", 5: "to_head", 10: "escalate", 15: "to_agenda"}
        return names.get(step.rung, "to_minister")


@dataclass
class Found:
    """All of it."""

    clocks: list[Reckoned]
    events: dict[int, Event]  # of the ladder
    notices: list[Outbox]
    digests: dict[int, Digest]
    decided: dict[int, list[datetime]]  # when the coordinator decided on escalations, by recommendation
    escalations: list[Escalation]


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
    clocks = [
        _reckoned(year, clock, lines[clock.id], looks)
        for clock in session.scalars(select(Clock).order_by(Clock.id))
    ]
    decided = defaultdict(list)
    for event in events:
        if event.do == "decide_escalation":
            decided[event.recommendation_id or 0].append(event.at)
    return Found(
        clocks,
        {event.id: event for event in events if event.machine == "clock" and event.do in ACTS},
        list(session.scalars(select(Outbox).order_by(Outbox.id))),
        {row.id: row for row in session.scalars(select(Digest))},
        decided,
        list(session.scalars(select(Escalation))),
    )


def _reckoned(year: Year, clock: Clock, lines: Sequence[Line], looks: Sequence[datetime]) -> Reckoned:
    said = reckoning.stands(lines, clock.amount, clock.unit.value, year.country)
    ends = [stand.at for stand in said[1:]] + [None]
    steps = [
        (stand, step)
        for stand, end in zip(said, ends, strict=True)
        for step in reckoning.steps_of(stand, end, looks, year.country)
    ]
    return Reckoned(clock, said, steps)


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
    """Where the ladder took another step than reckoned, or at another look."""
    wanted = Counter(
        (
            r.clock.concern_id,
            r.clock.recommendation_id,
            r.clock.rule.value,
            step.at,
            step.rung,
            r.act(stand, step),
        )
        for r in found.clocks
        for stand, step in r.steps
    )
    taken = Counter(
        (e.concern_id, e.recommendation_id, e.params["rule"], e.at, e.params["days"], e.do)
        for e in found.events.values()
    )
    yield from (f"not taken: {step}" for step in (wanted - taken).elements())
    yield from (f"taken: {step}" for step in (taken - wanted).elements())


def receivers(year: Year, found: Found) -> Iterator[str]:
    """Where somebody was told of a step who was not to be, or was not told who was to be; or twice."""
    wanted: dict[str, set[int] | None] = {}
    for r in found.clocks:
        for stand, step in r.steps:
            people = year.register.at(step.at)
            about = year.filed.about(r.clock.concern_id, step.at)
            if stand.due is None:
                told = audience.told_of_pause(r.clock.rule.value, people)
            else:
                if r.clock.organisation_id and r.clock.rule.value in audience.LOOKS:
                    about = replace(about, look_by=r.clock.organisation_id)
                told = audience.told(r.clock.rule.value, step.folded, about, people)
            key = f"rung-{r.clock.id}-{stand.number}-{step.rung}"
            wanted |= {f"{key}-{person}": None for person in told}
            for deputy, absents in audience.deputies_of(told, people, day_of(step.at)).items():
                wanted[f"{key}-{deputy}"] = absents
    notices = [n for n in found.notices if n.key.startswith("rung-")]
    keys = Counter(notice.key for notice in notices)
    yield from (f"told {times} times: {key}" for key, times in keys.items() if times > 1)
    yield from (f"not told: {key}" for key in sorted(wanted.keys() - keys.keys()))
    yield from (f"told: {key}" for key in sorted(keys.keys() - wanted.keys()))
    for notice in notices:
        absents = wanted.get(notice.key)
        if notice.absent_id not in (absents or {None}):
            yield f"told in another's place: {notice.key}, {notice.absent_id}, {absents}"


def escalations(found: Found) -> Iterator[str]:
    """Where the coordinator was asked for a decision and need not be, or was not asked."""
    wanted: Counter[tuple[int, datetime]] = Counter()
    for r in found.clocks:
        if r.clock.rule.value not in COORDINATOR_IS_ASKED:
            continue
        decided = sorted(found.decided.get(r.clock.recommendation_id or 0, []))
        open_since: datetime | None = None
        for stand, step in r.steps:
            if not (10 in step.folded or stand.due is None):
                continue
            if open_since is not None and not _over(r, decided, open_since, step.at):
                continue
            open_since = step.at
            wanted[r.clock.id, step.at] += 1
    opened = Counter((row.clock_id, row.opened_at) for row in found.escalations)
    yield from (f"not escalated: {what}" for what in (wanted - opened).elements())
    yield from (f"escalated: {what}" for what in (opened - wanted).elements())


def _over(r: Reckoned, decided: list[datetime], since: datetime, at: datetime) -> bool:
    """Whether what was asked was decided meanwhile, or a new date ended the lateness."""
    if bisect_right(decided, at) > bisect_right(decided, since):
        return True
    later = [stand for stand in r.stands if since < stand.at <= at]
    return any(stand.due is None or stand.due >= day_of(stand.at) for stand in later)
