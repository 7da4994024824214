"""What the secretariat reads of links: which are to be sent, and what became of those that were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from app.cases.answering import AnswerLink, LinkKind
from app.cases.directory import answers_itself
from app.cases.models import Concern, Recommendation
from app.cases.visibility import STATE_KINDS, visible
from app.core.actor import Actor
from app.core.time import now
from app.people.models import Organisation
from workflows.recommendation import State
from workflows.standing import Kind

MOST = 100


def to_send(session: Session, actor: Actor) -> Sequence[Any]:
    """Recommendations that wait for an institution in which nobody has an account, and to which no link holds now."""
    link = AnswerLink
    holds = exists().where(
        link.recommendation_id == Recommendation.id,
        link.kind == LinkKind.ANSWER,
        link.organisation_id == Recommendation.addressee_id,
        link.used_at.is_(None),
        link.revoked_at.is_(None),
        link.expires_at > now(),
    )
    return session.execute(
        select(
            Recommendation.number,
            Recommendation.heading,
            Recommendation.due_on,
            Concern.public_id,
            Concern.reference,
            Organisation.name,
            Organisation.kind.in_(sorted(STATE_KINDS)).label("state"),
        )
        .join(Concern, Concern.id == Recommendation.concern_id)
        .join(Organisation, Organisation.id == Recommendation.addressee_id)
        .where(
            Recommendation.state == State.AWAITING,
            ~Recommendation.disclaimed,
            Organisation.kind != Kind.MINISTRY,
            ~answers_itself(Recommendation.addressee_id),
            ~holds,
            visible(actor),
        )
        .order_by(Recommendation.due_on, Recommendation.id)
        .limit(MOST)
    ).all()


def sent(session: Session, actor: Actor) -> list[tuple[AnswerLink, str]]:
    """Links for an answer that were sent, each with what became of it; the newest first.

    Those for a contribution are the ministry's own.
    """
    rows = session.scalars(
        select(AnswerLink)
        .join(Concern, Concern.id == AnswerLink.concern_id)
        .where(AnswerLink.kind == LinkKind.ANSWER, visible(actor))
        .options(
            joinedload(AnswerLink.organisation),
            joinedload(AnswerLink.concern),
            joinedload(AnswerLink.recommendation),
        )
        .order_by(AnswerLink.id.desc())
        .limit(MOST)
    )
    return [(link, became_of(link)) for link in rows]


def became_of(link: AnswerLink) -> str:
    """One word: used, ended, too old, over, begun, or good. Opening it leaves no trace; typing does."""
    rec = link.recommendation
    awaited = rec.state is State.AWAITING and not rec.disclaimed and rec.addressee_id == link.organisation_id
    if link.used_at:
        return "used"
    if link.revoked_at:
        return "ended"
    if link.expires_at <= now():
        return "too_old"
    if not awaited:
        return "over"
    return "begun" if link.draft or link.code_at else "good"
