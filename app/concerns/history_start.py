"""From where on an institution hears of what it was sent, as a condition on events.

`app/concerns/history_start.py` is the same for the history of one case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, or_, true
from sqlalchemy.orm import aliased

from app.concerns.access import Case, is_sent
from app.concerns.records import Transmission
from app.concerns.visibility import sent_to
from app.core.actor import Actor
from app.process.models import Event
from workflows.concern import CONCERN, ConcernAction
from workflows.recommendation import RECOMMENDATION, RecommendationAction
from workflows.roles import CaseRole, Role

_LATER = aliased(Event)


def since_sent_to(actor: Actor) -> ColumnElement[bool]:
    """For who answers: that the event came with what they were sent, or after it. Others hear of all that is public.

    What became of it with who had it before is not theirs to know, nor what was sent to others.
    """
    if not actor.is_(Role.MINISTRY, Role.AGENCY) or actor.is_(Role.COORDINATOR):
        return true()
    sent = exists().where(
        Transmission.concern_id == Event.concern_id, Transmission.at <= Event.at, sent_to(actor)
    )
    passed_on = _LATER.do == RecommendationAction.READDRESS
    if actor.is_(Role.MINISTRY):  # it stays with who answers for all state institutions
        passed_on = and_(passed_on, _LATER.standing != CaseRole.MINISTRY)
    came_later = exists().where(
        _LATER.concern_id == Event.concern_id,
        _LATER.recommendation_id == Event.recommendation_id,
        _LATER.number > Event.number,
        _LATER.machine == RECOMMENDATION.name,
        or_(_LATER.do == RecommendationAction.TRANSMIT, passed_on),
    )
    return and_(sent.correlate(Event), ~came_later.correlate(Event))


SENDING = frozenset({ConcernAction.TRANSMIT, ConcernAction.TRANSMIT_URGENT})


def since_sent(rows: Sequence[Row[Any]], case: Case, shown: set[int]) -> dict[int | None, int]:
    """For who answers: the event by which each recommendation came to them, and the transmission before it.

    What an institution said that had it before is not told to the next one. To who is asked about facts a draft came
    with the question: that it was sent once and taken back, they are not told.
    """
    if not case.standing & {CaseRole.ADDRESSEE, CaseRole.CHECKER} or CaseRole.COORDINATOR in case.standing:
        return {}
    asked = next(
        (r.number for r in rows if r.machine == CONCERN.name and r.do == ConcernAction.CHECK_FACTS), 0
    )
    drafts = {r.id for r in case.recommendations if not is_sent(r)}
    since: dict[int | None, int] = {}
    for row in rows:  # newest first
        if row.machine != RECOMMENDATION.name or row.recommendation_id not in shown - drafts:
            continue
        passed_on = row.do == RecommendationAction.READDRESS and not (
            CaseRole.MINISTRY in case.standing and row.standing is CaseRole.MINISTRY
        )
        if row.do == RecommendationAction.TRANSMIT or passed_on:
            since.setdefault(row.recommendation_id, row.number)
    earliest = min(since.values(), default=asked)
    sent = (r.number for r in rows if r.machine == CONCERN.name and r.do in SENDING and r.number <= earliest)
    return {**since, **dict.fromkeys(drafts, asked), None: next(sent, earliest) if since else asked}
