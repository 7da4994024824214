"""What a reminder reads: which lines can be reminded of, who was reminded already, and who would be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import BouncingAddress, Person
from app.concerns.access import Case
from app.concerns.models import Concern, Recommendation
from app.concerns.periods import load_calendar
from app.concerns.records import Clock, ClockState
from app.concerns.visibility import visible, visible_recommendations
from app.core.actor import Actor
from app.core.time import local_day, today
from app.dashboards.coordinator import MOST_REMINDED, exported
from app.dashboards.filters import DeskFilter
from app.deadlines.escalation_runs import INSTITUTIONS
from app.notifications.models import Preferences
from app.notifications.queue import deputies, people_of
from app.process.models import Event
from workflows.deadlines import soon_until
from workflows.escalation import REMINDERS
from workflows.periods import Rule
from workflows.permissions import Right
from workflows.roles import Owner
from workflows.streams import Stream

LATELY = 5  # working days in which a second reminder is one too many, unless the coordinator wants it


class WhyNot(StrEnum):
    """Why nobody can be reminded of a line."""

    OVER = "over"  # nothing is awaited any more
    PAUSED = "paused"
    OWN = "own"  # the coordinator owes it
    GROUP = "group"  # the Group's dates are its own business: escalation tells it
    NOBODY = "nobody"  # who owes has no account


@dataclass(frozen=True, slots=True)
class Last:
    """The last reminder of a date; `by` is empty where it came by itself."""

    event: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A line of the desk, as it stands now."""

    clock: Clock
    case: Case
    rec: Recommendation | None
    why: WhyNot | None
    last: Last | None
    lately: bool
    told: frozenset[int] = frozenset()  # ids of people who owe, and see it
    no_account: bool = False  # the institution has none, and the ministry alone is told

    @property
    def seen(self) -> str:
        """What must be the same when it is sent as it was when it was looked at."""
        return f"{self.clock.id}.{self.clock.version}.{self.last.event if self.last else 0}"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who would be told, and how."""

    person: Person
    preferences: Preferences
    bouncing: BouncingAddress | None
    absent: Person | None = None  # whose deputy they are
    away_until: date | None = None
    deputy: str = ""


def matters(session: Session, actor: Actor, ids: Collection[int]) -> list[Matter]:
    """The clocks of these ids that the person may remind of, or sees and may not: the most late first.

    The number of queries depends on how many institutions and people there are, and not on how many clocks.
    """
    rows = session.scalars(
        select(Clock)
        .join(Concern, Concern.id == Clock.concern_id)
        .where(Clock.id.in_(ids), Clock.outside == true(), visible(actor))
        .order_by(Clock.due_on.is_(None), Clock.due_on, Clock.id)
        .limit(MOST_REMINDED)
        .execution_options(populate_existing=True)
    ).all()
    cases = _cases(session, actor, {row.concern_id for row in rows})
    last = _reminders(session, cases)
    day = today()
    since = load_calendar(session, day).add_working(day, -LATELY)
    found = []
    for clock in rows:
        case = cases[clock.concern_id]
        rec = next((r for r in case.recommendations if r.id == clock.recommendation_id), None)
        latest = last.get((rec.id, clock.rule)) if rec else None
        lately = latest is not None and local_day(latest.at) > since
        found.append(Matter(clock, case, rec, _why_not(clock, case, rec), latest, lately))
    return _with_people(session, found)


def _why_not(clock: Clock, case: Case, rec: Recommendation | None) -> WhyNot | None:
    if clock.state is ClockState.STOPPED:
        return WhyNot.OVER
    if clock.owner is Owner.COORDINATOR:
        return WhyNot.OWN
    if rec is None or clock.owner not in INSTITUTIONS or Right.REMIND not in case.rights:
        return WhyNot.GROUP
    return WhyNot.PAUSED if clock.state is ClockState.PAUSED else None


def _cases(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Case]:
    """The concerns of these ids, as the coordinator has them in front of them."""
    concerns = session.scalars(
        select(Concern).where(Concern.id.in_(ids), visible(actor)).execution_options(populate_existing=True)
    ).all()
    recs = session.scalars(
        select(Recommendation)
        .where(Recommendation.concern_id.in_(ids))
        .options(joinedload(Recommendation.addressee))
        .order_by(Recommendation.concern_id, Recommendation.number)
        .execution_options(populate_existing=True)
    )
    of = {concern: list(rows) for concern, rows in groupby(recs, attrgetter("concern_id"))}
    return {concern.id: Case(actor, concern, of.get(concern.id, [])) for concern in concerns}


def _reminders(session: Session, ids: Iterable[int]) -> Mapping[tuple[int, Rule], Last]:
    """The last reminder of each recommendation and rule, by whomever."""
    rows = session.execute(
        select(Event.id, Event.recommendation_id, Event.params, Event.at, Person.name)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(Event.concern_id.in_(list(ids)), Event.machine == Stream.CLOCK, Event.do.in_(REMINDERS))
        .order_by(Event.id)
    )
    return {(r.recommendation_id, Rule(r.params["rule"])): Last(r.id, r.at, r.name or "") for r in rows}


def _with_people(session: Session, found: Sequence[Matter]) -> list[Matter]:
    """Each with those who owe and see it: asked once for each institution, and once for each person."""
    owing: dict[tuple[Owner, int], set[int]] = {}
    for matter in found:
        if matter.rec and not matter.why and (key := _key(matter)) not in owing:
            owing[key] = people_of(session, matter.case, matter.rec, {matter.clock.owner})
    recs = {matter.rec.id for matter in found if matter.rec and not matter.why}
    everybody = people(session, set().union(*owing.values()))
    seen = {person.id: _seen(session, person.as_actor(), recs) for person in everybody}
    of = {person.id: person.organisation_id for person in everybody}

    def complete(matter: Matter) -> Matter:
        if matter.rec is None or matter.why:
            return matter
        told = frozenset(p for p in owing[_key(matter)] if matter.rec.id in seen[p])
        own = matter.clock.owner is not Owner.ADDRESSEE or matter.rec.addressee_id in {of[p] for p in told}
        return replace(matter, told=told, no_account=not own, why=None if told else WhyNot.NOBODY)

    return [complete(matter) for matter in found]


def _key(matter: Matter) -> tuple[Owner, int]:
    return matter.clock.owner, matter.rec.addressee_id if matter.rec else 0


def _seen(session: Session, actor: Actor, recs: Collection[int]) -> set[int]:
    """Which of these recommendations exist for the person."""
    return set(
        session.scalars(
            select(Recommendation.id)
            .join(Concern, Concern.id == Recommendation.concern_id)
            .where(Recommendation.id.in_(recs), visible(actor), visible_recommendations(actor))
        )
    )


def people(session: Session, ids: Collection[int]) -> Sequence[Person]:
    """These people, with what their rights stand on."""
    return session.scalars(
        select(Person)
        .where(Person.id.in_(ids))
        .options(joinedload(Person.organisation), selectinload(Person.roles))
        .order_by(Person.name)
    ).all()


def readers(session: Session, found: Iterable[Matter]) -> list[tuple[Reader, list[Matter]]]:
    """Everybody who would be told, deputies of who is away among them, each with what they would be told of."""
    of: dict[int, list[Matter]] = {}
    for matter in found:
        for person_id in matter.told:
            of.setdefault(person_id, []).append(matter)
    stands_for = {row[1]: row[0] for row in deputies(session, list(of), today()) if row[1] not in of}
    of |= {deputy: of[absent] for deputy, absent in stands_for.items()}
    rows = {person.id: person for person in people(session, set(of))}
    preferences = {
        row.person_id: row
        for row in session.scalars(select(Preferences).where(Preferences.person_id.in_(of)))
    }
    emails = [person.email.lower() for person in rows.values()]
    bouncing = {
        row.email: row
        for row in session.scalars(select(BouncingAddress).where(BouncingAddress.email.in_(emails)))
    }
    deputy_of = {absent: rows[deputy].name for deputy, absent in stands_for.items()}

    def made(person: Person) -> Reader:
        own = preferences.get(person.id) or Preferences(person_id=person.id, by_topic={})
        absent = rows[stands_for[person.id]] if person.id in stands_for else None
        gone = bouncing.get(person.email.lower())
        return Reader(person, own, gone, absent, _away_until(own), deputy_of.get(person.id, ""))

    return [(made(person), of[person.id]) for person in rows.values()]


def _away_until(preferences: Preferences) -> date | None:
    if preferences.away_from is None or preferences.away_to is None:
        return None
    return preferences.away_to if preferences.away_from <= today() <= preferences.away_to else None


def listed(session: Session, actor: Actor, chosen: DeskFilter) -> list[int]:
    """The clocks that the desk lists with this filter; one more than `MOST_REMINDED` where there are more."""
    day = today()
    soon = soon_until(day, load_calendar(session, day))
    return [row.id for row in exported(session, actor, chosen, soon, most=MOST_REMINDED + 1)]
