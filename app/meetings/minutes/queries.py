"""What is read for minutes and papers, beside what happened at the items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.cases.access import NotFound, find
from app.cases.models import Recommendation
from app.core.actor import Actor
from app.meetings.models import Correction
from app.meetings.queries import Line
from workflows.policy import Right


@dataclass(frozen=True, slots=True)
class Paper:
    """What one reader is given of the case of an item before the meeting."""

    line: Line
    recommendations: Sequence[Recommendation] = ()
    extract: str = ""


def corrections(session: Session, lines: Sequence[Line]) -> dict[int, list[Correction]]:
    """What members want corrected, by item; nothing of a case that is not open to the reader."""
    found: dict[int, list[Correction]] = defaultdict(list)
    ids = [line.item.id for line in lines if line.is_open]
    for row in session.scalars(
        select(Correction)
        .where(Correction.item_id.in_(ids))
        .options(joinedload(Correction.person))
        .order_by(Correction.id)
    ):
        found[row.item_id].append(row)
    return found


def papers(session: Session, actor: Actor, lines: Sequence[Line]) -> list[Paper]:
    """For each item what this person may read: the drafts, or the extract where that is what they have."""
    return [_paper(session, actor, line) for line in lines]


def _paper(session: Session, actor: Actor, line: Line) -> Paper:
    if not line.concern:
        return Paper(line)
    try:
        case = find(session, actor, line.concern)
    except NotFound:  # gone since the agenda was read
        return Paper(line)
    if case.undeclared:
        return Paper(line)
    shown = [
        rec
        for rec in case.recommendations
        if line.recommendation is None or rec.number == line.recommendation
    ]
    inside = Right.DRAFTS in case.rights
    extract = case.concern.extract if Right.EXTRACT in case.rights and not inside else ""
    return Paper(line, shown, extract)
