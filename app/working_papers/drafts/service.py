"""What is said of a draft: comments on a passage, replies, their resolution, and suggested wording."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.steps import locked_case
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.random_ids import public_id as new_public_id
from app.core.refusals import NotFound, Refusal
from app.core.time import now
from app.notifications.queue import queue_notices
from app.process import history
from app.process.data import look_through
from app.process.keys import as_filled, remember
from app.process.outcome import Taken
from app.working_papers.access import DECIDERS, draft_at, find_working_papers, is_open
from app.working_papers.drafts.passages import places
from app.working_papers.models import Comment, Part, Suggestion
from workflows.permissions import Right
from workflows.roles import CaseRole
from workflows.streams import Stream


class Noted(StrEnum):
    """What was said of a draft."""

    COMMENT = "comment_on_draft"
    REPLY = "reply_on_draft"
    SUGGESTION = "suggest_wording"


def comment(
    actor: Actor,
    public_id: str,
    number: int,
    passage: str,
    text: str,
    *,
    key: str,
    override_reason: str = "",
) -> None:
    """Say something of a passage of a draft, or of the whole; the same key says it once.

    The event keeps the reason why what looks like an identifier may stay, here as of a reply and of a suggestion.

    Raises NotFound, Refusal, and Unmet where a text could identify somebody.
    """
    key = as_filled(key, passage, text)
    with unit_of_work() as session:
        case = _once(session, actor, public_id, Noted.COMMENT, key)
        if case is None:
            return
        look_through([text], override_reason)
        rec = _draft(case, number)
        part = _part(rec, passage) if passage.strip() else None
        row = Comment(part=part, passage=passage.strip(), text=text)
        _add(session, case, rec, row)
        _notify(session, case, rec, Noted.COMMENT, set(), _because(row.id, override_reason))
        remember(session, case.actor, Noted.COMMENT, key, "", now())


def reply(
    actor: Actor, public_id: str, comment_id: str, text: str, *, key: str, override_reason: str = ""
) -> None:
    """Answer a comment; who wrote there before hears of it. Raises NotFound, Refusal."""
    key = as_filled(key, text)
    with unit_of_work() as session:
        case = _once(session, actor, public_id, Noted.REPLY, key)
        if case is None:
            return
        look_through([text], override_reason)
        first, rec = comment_at(session, case, comment_id)
        if not is_open(rec):
            raise Refusal("no_draft")
        if first.resolved_at is not None:
            raise Refusal("resolved")
        thread = select(Comment.person_id).where((Comment.id == first.id) | (Comment.parent_id == first.id))
        others = set(session.scalars(thread))
        row = Comment(parent_id=first.id, text=text)
        _add(session, case, rec, row)
        _notify(session, case, rec, Noted.REPLY, others, _because(row.id, override_reason))
        remember(session, case.actor, Noted.REPLY, key, "", now())


def resolve(actor: Actor, public_id: str, comment_id: str) -> int:
    """The comment is dealt with, says its author or who drafts; the draft's number. Twice changes nothing.

    Raises NotFound.
    """
    with unit_of_work() as session:
        case = find_working_papers(session, actor, public_id, lock=True)
        first, rec = comment_at(session, case, comment_id)
        if not may_resolve(case, first):
            raise NotFound(comment_id)
        if first.resolved_at is None:
            first.resolved_at, first.resolved_by_id = now(), actor.person_id
        return rec.number


def suggest(
    actor: Actor,
    public_id: str,
    number: int,
    passage: str,
    wording: str,
    why: str,
    *,
    key: str,
    override_reason: str = "",
) -> None:
    """Suggest other words for a passage, which must stand in the draft once. Raises NotFound, Refusal."""
    key = as_filled(key, passage, wording, why)
    with unit_of_work() as session:
        case = _once(session, actor, public_id, Noted.SUGGESTION, key)
        if case is None:
            return
        look_through([wording, why], override_reason)
        rec = _draft(case, number)
        if rec.voting:
            raise Refusal("voting")
        part = _part(rec, passage, once=True)
        row = Suggestion(
            recommendation_id=rec.id,
            part=part,
            passage=passage.strip(),
            wording=wording.strip(),
            why=why,
            at=now(),
            person_id=actor.person_id,
        )
        session.add(row)
        session.flush()
        rec.suggestions += 1
        _notify(session, case, rec, Noted.SUGGESTION, set(), _because(row.id, override_reason))
        remember(session, case.actor, Noted.SUGGESTION, key, "", now())


def comment_at(session: Session, case: Case, comment_id: str) -> tuple[Comment, Recommendation]:
    """A comment that is no reply, and the draft it is about. Raises NotFound."""
    row = session.scalars(
        select(Comment)
        .where(Comment.public_id == comment_id, Comment.parent_id.is_(None))
        .execution_options(populate_existing=True)
    ).one_or_none()
    for rec in case.recommendations if row is not None else ():
        if row is not None and rec.id == row.recommendation_id:
            return row, rec
    raise NotFound(comment_id)


def may_resolve(case: Case, row: Comment) -> bool:
    """Its author, or whoever drafts."""
    return row.person_id == case.actor.person_id or bool(case.standing & DECIDERS)


def _once(session: Session, actor: Actor, public_id: str, do: Noted, key: str) -> Case | None:
    """The case with its lock held; None where this very form was sent before."""
    case = locked_case(session, actor, public_id, do, key)
    if isinstance(case, Taken):
        return None
    if Right.REVIEW not in case.rights:
        raise NotFound(public_id)
    return case


def _draft(case: Case, number: int) -> Recommendation:
    rec = draft_at(case, number)
    if not is_open(rec):
        raise Refusal("no_draft")
    return rec


def _part(rec: Recommendation, passage: str, *, once: bool = False) -> Part:
    """The part of the draft in which the passage stands."""
    found = {part: len(places(passage, getattr(rec, part.value))) for part in Part}
    held = [part for part, times in found.items() if times]
    if not held:
        raise Refusal("passage")
    if once and sum(found.values()) > 1:
        raise Refusal("passage_twice")
    return held[0]


def _add(session: Session, case: Case, rec: Recommendation, row: Comment) -> None:
    row.public_id, row.recommendation_id = new_public_id(), rec.id
    row.at, row.person_id = now(), case.actor.person_id
    session.add(row)
    session.flush()


def _because(row: int, override_reason: str) -> dict[str, Any]:
    """As the event of a message keeps it."""
    return {"row": row, "override_reason": override_reason} if override_reason else {}


def _notify(
    session: Session,
    case: Case,
    rec: Recommendation,
    do: Noted,
    others: set[int],
    because: dict[str, Any],
) -> None:
    event = history.note(
        session,
        case.concern.id,
        rec.id,
        by=case.actor,
        at=now(),
        standing=next(s for s in CaseRole if s in case.standing),
        machine=Stream.RECORD,
        do=do,
        **because,
    )
    queue_notices(session, event, {case.concern.rapporteur_id, *others})
