"""A simulated year: concerns, people, calendar, worker and mail server as a year brings them, by a turned clock.

Each notice exactly once, those of dates in working hours alone, each escalation to whom it belongs, and every date and
every step as an independent slow reckoning has them (`reckoning.py`). In full, as docs/operations.md says:
`TRYEZA_YEAR=2000 pytest -n 0 -s tests/deadlines/year`.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.access_requests.models import AccessRequest
from app.core.db import db
from app.core.time import ZONE, frozen
from app.notifications.models import SendState
from app.process import history
from config import Settings
from tests.databases import settings_for
from tests.deadlines.year import delivery, found, hearing, owed
from tests.deadlines.year.post import Post, Refusal
from tests.deadlines.year.receivers import ESCALATIONS, receivers
from tests.deadlines.year.world import Year
from tests.smtp import smtp_server
from tests.world import world_of

CONCERNS = int(os.environ.get("TRYEZA_YEAR", "12"))
DAYS = 365 if CONCERNS > 100 else 115
FIRST = date(2026, 1, 5)
SHOWN = 30


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Post]:
    with smtp_server(tmp_path, Post) as running:
        yield running


@pytest.fixture
def settings(database_url: str, tmp_path: Path, server: Post) -> Settings:
    return replace(settings_for(database_url, tmp_path), **server.settings)


@pytest.mark.by_turns(of=4)
def test_a_year_of_dates_and_notices(app: Flask, server: Post) -> None:
    began = time.monotonic()
    with frozen(datetime.combine(FIRST, datetime.min.time(), ZONE)), world_of(app) as world:
        year = Year(world, server, CONCERNS, FIRST, DAYS)
        year.live()
        lived = time.monotonic() - began
        there = found.find(year)
        _notify(year, there, lived)
        differences = {
            "dates": list(found.dates(there)),
            "steps": list(found.steps(there)),
            "dates without a ledger": list(owed.dates(there.owed)),
            "steps without a ledger": list(owed.steps(there.owed, found.act, found.ACTS)),
            "receivers": list(receivers(year, there)),
            "escalations": list(found.escalations(there)),
            "heard outside": list(hearing.notices(year, there)),
            "named outside": list(hearing.mails(year, there)),
            "lists": list(hearing.lists(year, there)),
            "arrivals": list(delivery.arrivals(year)),
            "fates": list(delivery.fates(year, there)),
            "hours": list(delivery.hours(year, there)),
            "digests": list(delivery.digests(year, there)),
            "history": [str(each) for each in history.verify(db.session()) if not isinstance(each, int)],
        }
        for what, lines in differences.items():
            print(f"{what}: {len(lines)} differences", *lines[:SHOWN], sep="\n  ")  # noqa: T201 - for who asks with -s
        assert not any(differences.values()), "it is said above where"
        _everything_was_there(year, there)


def _notify(year: Year, there: found.Found, lived: float) -> None:
    levels = [n for n in there.notices if n.key.startswith(ESCALATIONS)]
    print(  # noqa: T201 - for who asks with -s
        f"\n{CONCERNS} concerns, {DAYS} days, {len(year.looks)} looks, {year.filed.steps.total()} steps of people;",
        f"{len(there.clocks)} clocks, {sum(len(r.stands) for r in there.clocks)} dates compared;",
        f"{len(there.owed)} dates without a ledger, {sum(len(each.steps) for each in there.owed)} steps of them;",
        f"{len(there.events)} steps of escalation, {len(levels)} notices of them;",
        f"{len(there.escalations)} escalations, {sum(len(r.asked.over) for r in there.clocks)} of them after talks;",
        f"{sum(len(circle.out) for circle in there.circles.values())} recusals,",
        f"{sum(circle.restricted for circle in there.circles.values())} restricted concerns;",
        f"{len(there.notices)} notices in all: {_states(there)};",
        f"{len(there.digests)} digests; {len(year.post.arrivals)} mails received,",
        f"{year.post.refused} attempts refused;",
        f"lived in {lived:.0f} s",
        sep="\n  ",
    )


def _states(there: found.Found) -> dict[str, int]:
    return dict(Counter(notice.state.value for notice in there.notices))


def _everything_was_there(year: Year, there: found.Found) -> None:
    """A year in which nothing went wrong would prove nothing."""
    assert {event.do for event in there.events.values()} == set(found.ACTS)
    assert {how for _begins, how in year.post.windows} == set(Refusal) and year.post.refused
    assert {notice.state.value for notice in there.notices} >= {"sent", "digest", "silent", "bounced"}
    assert any(notice.absent_id for notice in there.notices if notice.key.startswith("escalation-"))
    assert any(len(step.folded) > 1 for r in there.clocks for _stand, step in r.steps)
    assert any(r.clock.moved and steps_after(r) for r in there.clocks)
    assert len(there.escalations) >= 3 and there.decided
    assert any(not year.register.has_coordinator(event.at) for event in there.events.values())
    _was_there_of_secrets(year, there)
    _was_there_of_errands(there)
    asked = [r.asked for r in there.clocks]
    talks = sum(until is not None for decided in there.decided.values() for _at, until in decided)
    assert 0 < sum(len(each.over) for each in asked) < talks, "talks of which nothing came, and others"


def _was_there_of_secrets(year: Year, there: found.Found) -> None:
    """Notices were there for people who lost or never had the right to read them; and they waited in digests."""
    out = Counter()
    for notice in there.notices:
        assert notice.sent_at
        circle, reader = there.about(notice), year.register.of(notice.person_id, notice.sent_at)
        if notice.state is SendState.DROPPED:
            out["recused" if circle.is_out(reader, notice.sent_at) else "restricted"] += 1
        leaves = there.digests[notice.digest_id].due_at if notice.digest_id else notice.sent_at
        out["in a digest"] += not circle.is_out(reader, notice.sent_at) and circle.is_out(reader, leaves)
    assert all(out[kind] for kind in ("recused", "restricted", "in a digest")), out
    recused = [(person, seat) for circle in there.circles.values() for _at, person, seat in circle.out]
    assert any(person for person, _seat in recused) and any(seat for _person, seat in recused)


def _was_there_of_errands(there: found.Found) -> None:
    """Contributions and access requests escalated to their end, and had dates by rule, person and calendar."""
    for kind in ("contribution_request", "access_request"):
        these = [each for each in there.owed if each.errand.table == kind]
        levels = {level for each in these for _stand, step in each.steps for level in step.folded}
        assert levels >= {-5, -1, 1, 5, 10, 15, 20}, (kind, levels)
        given = [each for each in these if any(said.until for said in each.errand.said)]
        begun = [sum(not said.ends for said in each.errand.said) for each in these]
        moved = [len(each.stands) > times for each, times in zip(these, begun, strict=True)]
        assert given and any(moved), f"none of {kind} was moved by the calendar"
        begins = [f"escalation-{kind}-{each.errand.row}-" for each in these]
        told = [n for n in there.notices if n.key.startswith(tuple(begins))]
        assert any(n.digest_id for n in told), kind
    assert any(n.absent_id for n in there.notices if n.access_request_event_id), (
        "a deputy is told of an access request"
    )
    tied = select(AccessRequest.id).where(AccessRequest.concern_id.is_not(None))
    assert db.session.scalars(tied).all(), "an access request is tied to a restricted concern"


def steps_after(reckoned: found.Reckoned) -> bool:
    """Whether a later date than the first had steps of its own."""
    return any(stand.number > 1 for stand, _step in reckoned.steps)
