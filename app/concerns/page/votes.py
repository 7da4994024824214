"""The votes on a case, as its history tells them: no query of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.concerns.access import Case
from app.concerns.page.queries import Line
from workflows.permissions import Right
from workflows.streams import Stream
from workflows.voting import Did, Verdict


@dataclass(slots=True)
class VoteLine:
    """One vote: what it is about, and what came of it or when it ends."""

    public_id: str
    machine: str
    do: str
    number: int | None
    ends_at: datetime | None
    verdict: Verdict | None = None


def votes_on(case: Case, lines: Sequence[Line]) -> list[VoteLine]:
    """The votes that the person may see: those open first, then the latest."""
    if Right.DRAFTS not in case.rights:
        return []
    numbers = {r.id: r.number for r in case.all_recommendations}
    votes: dict[str, VoteLine] = {}
    for line in reversed([x for x in lines if x.machine == Stream.VOTE]):
        given = line.params
        if line.do == Did.OPENED:
            ends_at = datetime.fromisoformat(given["ends_at"]) if given["ends_at"] else None
            number = numbers.get(line.recommendation_id or 0)
            votes[given["vote"]] = VoteLine(given["vote"], given["of"], given["step"], number, ends_at)
        elif line.do == Did.CLOSED and given["vote"] in votes:
            votes[given["vote"]].verdict = Verdict(line.target)
    latest_first = list(votes.values())[::-1]
    return sorted(latest_first, key=lambda vote: vote.verdict is not None)
