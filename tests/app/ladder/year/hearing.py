"""Whether anybody heard of a concern outside its circle: by a notice, a mail, the list of notices, or any list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.outbox import SendState
from tests.app.ladder.year.found import Found
from tests.app.ladder.year.world import Year

NAMED = re.compile(r"T-\d{5}|(?<=/concerns/)[^/?#\s]+")


def notices(year: Year, found: Found) -> Iterator[str]:
    """Where a notice was more than dropped though its reader may not hear of the concern."""
    for notice in found.notices:
        assert notice.sent_at is not None
        reader = year.register.of(notice.person_id, notice.sent_at)
        may = found.circles[notice.concern_id].hears(reader, notice.sent_at)
        if not may and notice.state is not SendState.DROPPED:
            yield f"{notice.state}: {notice.key} of {reader.email}, who may not hear of {notice.concern_id}"


def mails(year: Year, found: Found) -> Iterator[str]:
    """Where a mail of any kind named a concern to somebody who may not hear of it."""
    named = {circle.reference: circle for circle in found.circles.values()}
    named |= {circle.address: circle for circle in found.circles.values()}
    for arrival in year.post.arrivals:
        reader = next((h for h in year.register.at(arrival.at) if h.email == arrival.to), None)
        for name in set(NAMED.findall(arrival.text)):
            if reader is None or not named[name].hears(reader, arrival.at):
                yield f"{arrival.message_id} of {arrival.at} tells {arrival.to} of {name}"


def lists(year: Year, found: Found) -> Iterator[str]:
    """Where somebody had a concern before them that is not theirs to see, or had not one that is."""
    about = {notice.id: notice.concern_id for notice in found.notices}
    for shown in year.shown:
        reader = year.register.of(shown.person, shown.at)
        filed = {life.id for life in year.filed.lives.values() if life.filed_at <= shown.at}
        may = {concern for concern in filed if found.circles[concern].hears(reader, shown.at)}
        if shown.there != may:
            yield f"{shown.at:%d %b}: {reader.email} sees {shown.there - may}, sees not {may - shown.there}"
        told = {about[notice] for notice in shown.told}
        if told - may:
            yield f"{shown.at:%d %b}: {reader.email} has notices of {told - may}"
