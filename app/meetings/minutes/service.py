"""What is read for minutes and papers, what is written in minutes, and what is to be corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.concerns.access import Case, find
from app.concerns.models import Recommendation
from app.concerns.sent import transmissions_of
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import NotFound, Refusal
from app.core.time import now
from app.meetings.access import convenes, find_item, find_meeting
from app.meetings.models import Correction, Meeting
from app.meetings.queries import Line, agenda
from app.meetings.service import within
from app.meetings.session.queries import Sat, sat
from app.process.data import Words
from app.process.keys import as_filled, comes_again
from app.process.models import Event, Statement
from workflows.concern import ConcernAction
from workflows.meeting import MeetingAction, MeetingState
from workflows.permissions import Right
from workflows.recommendation import RecommendationAction
from workflows.roles import INSIDERS
from workflows.voting import Quorum

ANSWERS = (RecommendationAction.ACCEPT_IN_PART, RecommendationAction.REJECT)


@dataclass(frozen=True, slots=True)
class Paper:
    """What one reader is given before the meeting of what an item is about."""

    line: Line
    case: Case | None = None  # whose texts it gives
    recommendations: Sequence[Recommendation] = ()
    extract: str = ""  # for who reads the case from outside
    filed: str = ""
    findings: str = ""
    answers: Mapping[int, str] = field(default_factory=dict)  # by id of the recommendation
    minutes: Sequence[Line] = ()  # of the meeting whose minutes are to be adopted
    happened: Mapping[int, Sat] = field(default_factory=dict)


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


def papers(session: Session, actor: Actor, lines: Sequence[Line], quorum: Quorum) -> list[Paper]:
    """For each item what this person may read: of its case, or the minutes that are to be adopted."""
    return [
        _of_minutes(session, actor, line, quorum) if line.about else _of_case(session, actor, line)
        for line in lines
    ]


def _of_minutes(session: Session, actor: Actor, line: Line, quorum: Quorum) -> Paper:
    meeting = find_meeting(session, actor, line.about)
    if not may_read(actor, meeting):
        return Paper(line)
    items = agenda(session, actor, meeting)
    return Paper(line, minutes=items, happened=sat(session, meeting, items, quorum))


def _of_case(session: Session, actor: Actor, line: Line) -> Paper:
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
    concern = case.concern
    return Paper(
        line,
        case,
        shown,
        extract="" if inside else "\n\n".join(row.extract for row in transmissions_of(session, case)),
        filed=concern.narrative if Right.NARRATIVE in case.rights and inside else "",
        findings=_findings(session, concern.id) if Right.REVIEW in case.rights else "",
        answers=_answers(session, shown),
    )


def _findings(session: Session, concern_id: int) -> str:
    """What the rapporteur proposed last."""
    latest = (
        select(Statement.text)
        .where(Statement.concern_id == concern_id, Statement.do == ConcernAction.PROPOSE)
        .order_by(Statement.id.desc())
        .limit(1)
    )
    return session.scalar(latest) or ""


def _answers(session: Session, recommendations: Sequence[Recommendation]) -> dict[int, str]:
    """By recommendation, the reasons that came with the answer that stands: not with one that was to be given anew, nor
    of who had it before.
    """
    ids = [rec.id for rec in recommendations if rec.answered_at is not None]
    rows = session.execute(
        select(Statement.recommendation_id, Statement.text)
        .join(Event, Event.id == Statement.event_id)
        .join(Recommendation, Recommendation.id == Statement.recommendation_id)
        .where(Recommendation.id.in_(ids), Statement.do.in_(ANSWERS), Event.at >= Recommendation.answered_at)
        .order_by(Statement.id)
    )
    return {key: text for key, text in rows if key is not None}


def write(
    actor: Actor,
    public_id: str,
    item_id: str,
    text: str,
    version: int,
    *,
    key: str = "",
    override_reason: str = "",
) -> None:
    """The minutes of one item, with the reason why what looks like an identifier may stay.

    Raises NotFound, Refusal (`moved`: somebody wrote meanwhile).
    """
    with unit_of_work() as session:
        words = Words(text, override_reason=override_reason)
        meeting = within(session, actor, public_id, MeetingAction.WRITE, words)
        item = find_item(session, actor, meeting, item_id)
        if comes_again(session, actor, MeetingAction.WRITE, key and as_filled(key, text, override_reason)):
            return
        if item.minutes_version != version:
            raise Refusal("moved")
        item.minutes, item.minutes_at, item.minutes_by_id = text, now(), actor.person_id
        item.minutes_override = override_reason
        item.minutes_version += 1


def correct(actor: Actor, public_id: str, item_id: str, text: str, *, override_reason: str = "") -> None:
    """Say what is to be corrected at an item. Raises NotFound, Refusal once the minutes are adopted."""
    with unit_of_work() as session:
        words = Words(text, override_reason=override_reason)
        meeting = within(session, actor, public_id, MeetingAction.CORRECT, words)
        item = find_item(session, actor, meeting, item_id)
        same = Correction.item_id == item.id, Correction.person_id == actor.person_id, Correction.text == text
        if session.scalar(select(Correction.id).where(*same).limit(1)):
            return  # it was sent twice
        session.add(
            Correction(
                item_id=item.id,
                person_id=actor.person_id,
                text=text,
                at=now(),
                override_reason=override_reason,
            )
        )


def may_read(actor: Actor, meeting: Meeting) -> bool:
    """Whether the person reads the minutes: from circulation the Group, before it those who keep the meeting."""
    if meeting.state in (MeetingState.CIRCULATED, MeetingState.ADOPTED):
        return actor.is_(*INSIDERS)
    return meeting.state is MeetingState.HELD and convenes(actor)
