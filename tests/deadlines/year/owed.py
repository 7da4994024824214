"""Dates without a ledger: what each was, which steps it had and who was to be told, reckoned slowly and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from app.access_requests.models import AccessRequest, AccessRequestEvent
from app.answers.models import ContributionRequest
from app.core.db import db
from app.process.models import Event
from tests.deadlines.year import audience, reckoning
from tests.deadlines.year.audience import Human
from tests.deadlines.year.errand_facts import Errand, Said
from tests.deadlines.year.reckoning import Country, Line, Stand, Step, Week, day_of

KEEPS, CHOSEN = 2, 1  # working days that the ministry keeps for itself before its own date
Main = Callable[[int, datetime], date | None]  # the ministry's own date for a recommendation, at a moment


@dataclass(frozen=True)
class Owed:
    """One of them, all dates that it had, each with the moment at which it was no more, and the steps of each."""

    errand: Errand
    stands: list[tuple[Stand, datetime | None]]
    steps: list[tuple[Stand, Step]]

    def key(self, stand: Stand, step: Step) -> str:
        """How the keys of notices of this step begin."""
        return f"escalation-{self.errand.table}-{self.errand.row}-{stand.number}-{step.level}"

    def told(self, step: Step, people: Sequence[Human]) -> set[int]:
        """Who is told of a step, without deputies."""
        errand = self.errand
        if errand.concern is None:
            return audience.told_of_access_request(step.folded, errand.by.id, people)
        return audience.told_of_contribution(step.folded, errand.by.organisation, errand.agency, people)


def compute(errand: Errand, country: Country, looks: Sequence[datetime], main: Main) -> Owed:
    """Live through what was said of its date, in order."""
    stands: list[tuple[Stand, datetime | None]] = []
    ends = [said.at for said in errand.said[1:]] + [None]
    for said, end in zip(errand.said, ends, strict=True):
        if said.ends:
            continue
        these = _said(said, end, country, main)
        until = [stand.at for stand in these[1:]] + [end]
        for stand, gone in zip(these, until, strict=True):
            stands.append((replace(stand, number=len(stands) + 1), gone))
    steps = [
        (stand, step) for stand, gone in stands for step in reckoning.steps_of(stand, gone, looks, country)
    ]
    return Owed(errand, stands, steps)


def _said(said: Said, end: datetime | None, country: Country, main: Main) -> list[Stand]:
    """The dates that came of one thing said: by the calendar as it was known at each moment until its end."""
    on = day_of(said.at)
    line, unit = Line(said.at, "start", on, until=said.until), "by_date" if said.until else "working_days"
    last = _last(said, country.at(said.at), main)
    found: list[Stand] = []
    for at in [said.at, *sorted(when for when, _day, _off in country.told if when > said.at)]:
        if end is not None and at >= end:
            break
        week = country.at(at)
        due = reckoning.due_date([line], said.days, unit, week)
        assert due is not None
        if last is not None and due > last:
            due = next(day for day in reversed(week.days) if day <= last)
            due = due if due > on else next(day for day in week.days if day >= last)
        if not found or due != found[-1].due:
            found.append(Stand(len(found) + 1, at, due))
    return found


def _last(said: Said, week: Week, main: Main) -> date | None:
    """The day before the ministry's own date, as it was when this was said, past which nothing moves a contribution.

    Two working days before it by the rule, one where the ministry chose; once its own is over it may choose any.
    """
    own = main(said.before, said.at) if said.before else None
    on = day_of(said.at)
    if own is None or (said.until and own <= on):
        return None
    return max(week.away_from(own, -CHOSEN if said.until else -KEEPS), week.away_from(on, 1))


def dates(owed: Iterable[Owed]) -> Iterator[str]:
    """Where a stored date, or how many it had, is another than reckoned."""
    for each in owed:
        table = AccessRequest if each.errand.concern is None else ContributionRequest
        row = db.session.get_one(table, each.errand.row)
        stand, _gone = each.stands[-1]
        runs = not each.errand.said[-1].ends
        due = (
            stand.due if runs or row.due_on is not None else None
        )  # an access request has none where nobody owes it
        kept = _kept(each) if runs else set()
        stored = row.date_version, row.due_on, row.escalated, getattr(row, "on_agenda", False)
        wanted = stand.number, due, 10 in kept, 15 in kept and each.errand.concern is None
        if stored != wanted:
            yield f"{each.errand.table} {row.id}: stored {stored}, reckoned {wanted}"


def _kept(owed: Owed) -> set[int]:
    """The levels of what is late now: a date that is ahead ends what they asked."""
    kept: set[int] = set()
    for stand, _gone in owed.stands:
        if stand.due is not None and stand.due >= day_of(stand.at):
            kept = set()
        kept |= {level for of, step in owed.steps if of is stand for level in step.folded}
    return kept


def steps(owed: Iterable[Owed], name: Callable[[Stand, Step], str], acts: Sequence[str]) -> Iterator[str]:
    """Where another step was taken than reckoned, or at another look."""
    wanted = Counter(
        (each.errand.table, each.errand.row, step.at, step.level, name(stand, step))
        for each in owed
        for stand, step in each.steps
    )
    rows = {row.public_id: row.id for row in db.session.scalars(select(ContributionRequest))}
    taken = Counter(
        ("contribution_request", rows[e.params["request"]], e.at, e.params["days"], e.do)
        for e in db.session.scalars(select(Event).where(Event.machine == "contribution", Event.do.in_(acts)))
        if e.person_id is None
    ) + Counter(
        ("access_request", e.access_request_id, e.at, e.details["days"], e.do)
        for e in db.session.scalars(select(AccessRequestEvent).where(AccessRequestEvent.do.in_(acts)))
        if e.person_id is None
    )
    yield from (f"not taken: {step}" for step in (wanted - taken).elements())
    yield from (f"taken: {step}" for step in (taken - wanted).elements())
