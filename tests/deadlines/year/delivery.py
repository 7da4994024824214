"""Whether what was written has come: each mail once, to its reader, in the hours in which it may, and nothing lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from app.core.db import db
from app.notifications.models import Notification, SendState
from tests.deadlines.year.found import Found
from tests.deadlines.year.post import Arrival
from tests.deadlines.year.receivers import ESCALATIONS
from tests.deadlines.year.reckoning import ONE, TIRANA, Week, day_of
from tests.deadlines.year.world import Year

LISTED = 100  # in one digest


def arrivals(year: Year) -> Iterator[str]:
    """Where a mail came twice, or not, or nobody wrote it, or it came to somebody else.

    What waited of one case for one reader leaves in one mail, under the name of the first.
    """
    came = defaultdict(list)
    for arrival in year.post.arrivals:
        came[arrival.message_id].append(arrival)
    emails = {human.id: human.email for human in year.register.at(datetime.max.replace(tzinfo=UTC))}
    written: dict[str, str] = {}
    told: dict[str, tuple[int | None, int | None, datetime | None]] = {}  # to whom, of which case, when
    for row in db.session.scalars(select(Notification)):
        if row.state in (SendState.WAITING, SendState.FAILED):
            yield f"{row.kind} {row.id} is {row.state}: {row.error}"
        elif row.state is SendState.SENT:
            written[row.message_id] = row.email or emails[row.person_id or 0]
            told[row.message_id] = (row.person_id, row.concern_id, row.sent_at)
    came_of = {told[name] for name in came if name in told and told[name][1]}
    yield from (f"{name} came {len(each)} times" for name, each in came.items() if len(each) > 1)
    yield from (
        f"lost: {name} to {to}"
        for name, to in written.items()
        if name not in came and told[name] not in came_of
    )
    yield from (f"nobody's: {name}" for name in came.keys() - written.keys())
    for name, each in came.items():
        if name in written and {arrival.to for arrival in each} != {written[name]}:
            yield f"{name} came to {each[0].to}, not to {written[name]}"


def fates(year: Year, found: Found) -> Iterator[str]:
    """Where a notice became something else than its reader's preferences and rights say."""
    for_the_facts = {r.clock.concern_id for r in found.clocks if r.clock.rule.value == "fact_check"}
    for notice in found.notices:
        assert notice.sent_at is not None
        reader = year.register.of(notice.person_id, notice.sent_at)
        if notice.state is SendState.DROPPED:
            about = found.about(notice)
            # what an institution hears of its case while it checks the facts, it hears then alone
            then_alone = notice.concern_id in for_the_facts and not about.is_inside(reader, notice.sent_at)
            if about.hears(reader, notice.sent_at) and not then_alone:
                yield f"dropped: {notice.key} of {reader.email} at {notice.sent_at}"
            continue
        chosen = reader.preferences.get(notice.topic.value, "now")
        wanted = {"now": SendState.SENT, "none": SendState.SILENT}.get(chosen, SendState.DIGEST)
        bounces = notice.state is SendState.BOUNCED and reader.email in year.post.unknown_once
        if not reader.active or (notice.state is not wanted and not bounces):
            yield f"{notice.state} and not {wanted}: {notice.key} of {reader.email}"


def hours(year: Year, found: Found) -> Iterator[str]:
    """Where a notice of a date came when no office is open, by itself or in a digest; or in quiet hours."""
    levels = [n for n in found.notices if n.key.startswith(ESCALATIONS)]
    of_dates = {n.message_id for n in levels}
    of_dates |= {found.digests[n.digest_id].message_id for n in levels if n.digest_id}
    own = {n.message_id for n in found.notices} | {d.message_id for d in found.digests.values()}
    for arrival in year.post.arrivals:
        local = arrival.at.astimezone(TIRANA)
        if arrival.message_id in of_dates and not year.country.at(arrival.at).in_hours(arrival.at):
            yield f"{arrival.message_id} to {arrival.to} at {local:%a %d %b %H:%M}"
        reader = next((h for h in year.register.at(arrival.at) if h.email == arrival.to), None)
        if arrival.message_id in own and reader and reader.quiet and _within(local.time(), *reader.quiet):
            yield f"in quiet hours: {arrival.to} at {local:%a %d %b %H:%M}"


def _within(clock: time, begins: time, ends: time) -> bool:
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def digests(year: Year, found: Found) -> Iterator[str]:
    """Where a notice is in the wrong digest, or a digest does not name a case of which it tells."""
    came: dict[str, Arrival] = {arrival.message_id: arrival for arrival in year.post.arrivals}
    within = defaultdict(list)
    for notice in found.notices:
        if notice.digest_id:
            within[notice.digest_id].append(notice)
    for digest_id, notices in within.items():
        digest = found.digests[digest_id]
        for notice in notices:
            assert notice.sent_at is not None
            reader = year.register.of(notice.person_id, notice.sent_at)
            weekly = reader.preferences.get(notice.topic.value) == "weekly"
            due = _next_digest(notice.sent_at, year.country.at(notice.sent_at), weekly=weekly)
            if digest.due_at != due or digest.person_id != notice.person_id:
                yield f"{notice.key}: in the digest of {digest.due_at}, and not of {due}"
        arrival = came.get(digest.message_id)
        if arrival is None:
            assert digest.sent_at is not None
            reader = year.register.of(digest.person_id, digest.sent_at)
            bounced = digest.state is SendState.BOUNCED and reader.email in year.post.unknown_once
            left = [n for n in notices if found.about(n).hears(reader, digest.sent_at)]
            if left and not bounced:
                yield f"digest {digest_id} of {reader.email} did not come: {digest.state}"
            continue
        if arrival.at < digest.due_at:
            yield f"digest {digest_id} came at {arrival.at}, before {digest.due_at}"
        text = arrival.text
        reader = year.register.of(digest.person_id, arrival.at)
        there = [each for n in notices if (each := found.about(n)).hears(reader, arrival.at)]
        unnamed = {each.reference for each in there if each.reference not in text}
        if unnamed and len(notices) <= LISTED:
            yield f"digest {digest_id} does not name {sorted(unnamed)}"


def _next_digest(after: datetime, week: Week, *, weekly: bool) -> datetime:
    day = day_of(after)
    for _ in range(30):
        first = not any((day - n * ONE) in week.known for n in range(1, day.weekday() + 1))
        morning = datetime.combine(day, time(8), TIRANA)
        if day in week.known and morning > after and (first or not weekly):
            return morning
        day += timedelta(days=1)
    raise AssertionError("no working day for weeks")
