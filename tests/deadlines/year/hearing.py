"""Whether anybody heard of a concern outside its circle: by a notice, a mail, the list of notices, or any list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.notifications.models import SendState
from tests.deadlines.year.circle import Circle
from tests.deadlines.year.errand_facts import Errand
from tests.deadlines.year.found import Found
from tests.deadlines.year.world import Year

NAMED = re.compile(
    r"T-\d{5}|(?<=/concerns/)[^/?#\s]+|(?<=/requests/)[^/?#\s]+|(?<=/access-requests/)[^/?#\s]+"
)


def notices(year: Year, found: Found) -> Iterator[str]:
    """Where a notice was more than dropped though its reader may not hear of the concern."""
    for notice in found.notices:
        assert notice.sent_at is not None
        reader = year.register.of(notice.person_id, notice.sent_at)
        may = found.about(notice).hears(reader, notice.sent_at)
        if not may and notice.state is not SendState.DROPPED:
            yield f"{notice.state}: {notice.key} of {reader.email}, who may not hear of it"


def mails(year: Year, found: Found) -> Iterator[str]:
    """Where a mail of any kind named a concern to somebody who may not hear of it."""
    named: dict[str, Circle | Errand] = {circle.reference: circle for circle in found.circles.values()}
    named |= {circle.address: circle for circle in found.circles.values()}
    named |= {errand.address: errand for errand in year.errands.all}
    for arrival in year.post.arrivals:
        reader = next((h for h in year.register.at(arrival.at) if h.email == arrival.to), None)
        for name in set(NAMED.findall(arrival.text)):
            if reader is None or not named[name].hears(reader, arrival.at):
                yield f"{arrival.message_id} of {arrival.at} tells {arrival.to} of {name}"


def lists(year: Year, found: Found) -> Iterator[str]:
    """Where somebody had a concern before them that is not theirs to see, or had not one that is."""
    notices_by_id = {notice.id: notice for notice in found.notices}
    for shown in year.shown:
        reader = year.register.of(shown.person, shown.at)
        filed = {life.id for life in year.filed.lives.values() if life.filed_at <= shown.at}
        may = {concern for concern in filed if found.circles[concern].hears(reader, shown.at)}
        if shown.there != may:
            yield f"{shown.at:%d %b}: {reader.email} sees {shown.there - may}, sees not {may - shown.there}"
        for notice in (notices_by_id[told] for told in shown.told):
            if not found.about(notice).hears(reader, shown.at):
                yield f"{shown.at:%d %b}: {reader.email} has {notice.key} in the list"
