"""From where on an institution reads the history of what it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from app.cases.access import Case
from workflows.concern import CONCERN, Do
from workflows.recommendation import RECOMMENDATION
from workflows.recommendation import Do as RecommendationDo
from workflows.standing import Standing

SENDING = frozenset({Do.TRANSMIT, Do.TRANSMIT_URGENT})


def since_sent(rows: Sequence[Row[Any]], case: Case, shown: set[int]) -> dict[int | None, int]:
    """For who answers: the event by which each recommendation came to them, and the transmission before it.

    What an institution said that had it before is not told to the next one.
    """
    if not case.standing & {Standing.ADDRESSEE, Standing.CHECKER} or Standing.COORDINATOR in case.standing:
        return {}
    since: dict[int | None, int] = {}
    for row in rows:  # newest first
        if row.machine != RECOMMENDATION.name or row.recommendation_id not in shown:
            continue
        passed_on = row.do == RecommendationDo.READDRESS and not (
            Standing.MINISTRY in case.standing and row.standing is Standing.MINISTRY
        )
        if row.do == RecommendationDo.TRANSMIT or passed_on:
            since.setdefault(row.recommendation_id, row.number)
    earliest = min(since.values(), default=0)
    sent = (r.number for r in rows if r.machine == CONCERN.name and r.do in SENDING and r.number <= earliest)
    return {**since, None: next(sent, earliest)}
