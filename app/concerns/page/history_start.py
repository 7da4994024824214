"""From where on an institution reads the history of what it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from app.concerns.access import Case, is_sent
from workflows.concern import CONCERN, Do
from workflows.recommendation import RECOMMENDATION
from workflows.recommendation import Do as RecommendationDo
from workflows.roles import CaseRole

SENDING = frozenset({Do.TRANSMIT, Do.TRANSMIT_URGENT})


def since_sent(rows: Sequence[Row[Any]], case: Case, shown: set[int]) -> dict[int | None, int]:
    """For who answers: the event by which each recommendation came to them, and the transmission before it.

    What an institution said that had it before is not told to the next one. To who is asked about facts a draft came
    with the question: that it was sent once and taken back, they are not told.
    """
    if not case.standing & {CaseRole.ADDRESSEE, CaseRole.CHECKER} or CaseRole.COORDINATOR in case.standing:
        return {}
    asked = next((r.number for r in rows if r.machine == CONCERN.name and r.do == Do.CHECK_FACTS), 0)
    drafts = {r.id for r in case.recommendations if not is_sent(r)}
    since: dict[int | None, int] = {}
    for row in rows:  # newest first
        if row.machine != RECOMMENDATION.name or row.recommendation_id not in shown - drafts:
            continue
        passed_on = row.do == RecommendationDo.READDRESS and not (
            CaseRole.MINISTRY in case.standing and row.standing is CaseRole.MINISTRY
        )
        if row.do == RecommendationDo.TRANSMIT or passed_on:
            since.setdefault(row.recommendation_id, row.number)
    earliest = min(since.values(), default=asked)
    sent = (r.number for r in rows if r.machine == CONCERN.name and r.do in SENDING and r.number <= earliest)
    return {**since, **dict.fromkeys(drafts, asked), None: next(sent, earliest) if since else asked}
