"""What is due when: the person's own dates and meetings, month by month and day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.ical import Entry
from app.core.labels import label, said
from app.core.language import translate as _
from app.core.templates import address
from app.core.time import local_day
from app.dashboards.line_addresses import Addresses
from app.dashboards.rows import title_of
from app.dashboards.work import clocks


class DayEntry(NamedTuple):
    """One thing on one day."""

    on: dt.date
    what: str
    about: str
    url: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its days."""

    first: dt.date
    entries: Sequence[DayEntry]


def months(
    clocks: Iterable[Any],
    actions: Iterable[Any],
    meetings: Iterable[Any],
    votes: Iterable[Any],
    today: dt.date,
    to: Addresses,
) -> list[Month]:
    """Dates that are past and not kept stand first, in the month in which they were due."""
    parts = (*_dates(clocks, today, to), *_actions(actions, today), *_meetings(meetings), *_votes(votes, to))
    found = sorted(parts, key=lambda entry: (entry.on, entry.about))
    grouped = groupby(found, key=lambda entry: entry.on.replace(day=1))
    return [Month(first, list(entries)) for first, entries in grouped]


def _dates(clocks: Iterable[Any], today: dt.date, to: Addresses) -> Iterator[DayEntry]:
    for row in clocks:
        yield DayEntry(
            row.due_on,
            said(to.language, row.rule),
            f"{to.numbered(row.reference, row.number)} · {title_of(row)}",
            to.case(row.public_id, row.number),
            row.due_on < today,
        )


def _meetings(meetings: Iterable[Any]) -> Iterator[DayEntry]:
    for meeting in meetings:
        url = address("meetings.page", public_id=meeting.public_id)
        name = " · ".join(filter(None, (_("Meeting of the Group"), meeting.what)))
        yield DayEntry(local_day(meeting.starts_at), _("Meeting"), name, url)


def _votes(votes: Iterable[Any], to: Addresses) -> Iterator[DayEntry]:
    """The last days of votes in writing that await a ballot; a vote in a meeting has none of its own."""
    for row in votes:
        if row.until is None:
            continue
        on, url = (
            local_day(row.until - dt.timedelta(seconds=1)),
            address("votes.page", vote_id=row.public_id),
        )
        if row.declare_on:
            first = address("recusals.declare", public_id=row.declare_on, next=url)
            yield DayEntry(on, _("Your ballot: declare first"), row.reference, first)
        else:
            about = to.numbered(row.reference, row.number) if row.reference else row.data["name"]
            yield DayEntry(on, _("Your ballot"), about, url)


def _actions(actions: Iterable[Any], today: dt.date) -> Iterator[DayEntry]:
    for row in actions:
        url = address("sitting.item", public_id=row.meeting, item_id=row.item)
        yield DayEntry(row.due_on, _("Action item of a meeting"), row.what, url, row.due_on < today)


def due_dates(session: Session, actor: Actor, base_url: str) -> Iterator[Entry]:
    """The dates that wait for the person, on their days: a case stands there by its number alone."""
    for row in clocks(session, actor):
        case = f"{row.reference} · {row.number}" if row.number else row.reference
        yield Entry(
            uid=f"clock-{row.id}@tryeza",
            summary=f"{label(row.rule)} · {case}",
            starts=row.due_on,
            sequence=row.moved,
            url=f"{base_url}/concerns/{row.public_id}",
        )
