"""What those who send links read of them: which are to be sent, and what became of those that were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, literal, or_, select, true
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Organisation
from app.answers.links.access import is_wanted
from app.answers.models import AnswerLink, ContributionRequest, LinkKind
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import STATE_KINDS, answered_by, visible
from app.core.actor import Actor
from app.core.paging import PAGE_SIZE, Cursor, Order, Page, page_of, paged
from app.core.time import now
from app.directory.queries import answers_itself
from workflows.concern import Stage
from workflows.recommendation import OWED
from workflows.roles import Role


def to_send(session: Session, actor: Actor) -> Sequence[Any]:
    """What is owed by institutions in which nobody has an account, and to which no link for it holds now: those due
    first, one more than a page has. A fact check has no number.
    """
    rows = [*_recommendations(session, actor), *_fact_checks(session, actor)]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on, row.public_id))[: PAGE_SIZE + 1]


def _recommendations(session: Session, actor: Actor) -> Sequence[Any]:
    holds = _holds(AnswerLink.recommendation_id == Recommendation.id, LinkKind.ANSWER)
    return session.execute(
        select(
            Recommendation.number,
            Recommendation.heading,
            Recommendation.state,
            Recommendation.due_on,
            *_WHERE,
        )
        .join(Concern, Concern.id == Recommendation.concern_id)
        .join(Organisation, Organisation.id == Recommendation.addressee_id)
        .where(
            Recommendation.state.in_(OWED),
            ~Recommendation.disclaimed,
            ~answers_itself(Recommendation.addressee_id),
            ~holds,
            visible(actor),
            true() if actor.is_(Role.SECRETARIAT) else answered_by(actor),
        )
        .order_by(Recommendation.due_on, Recommendation.id)
        .limit(PAGE_SIZE + 1)
    ).all()


def _fact_checks(session: Session, actor: Actor) -> Sequence[Any]:
    holds = _holds(AnswerLink.concern_id == Concern.id, LinkKind.FACTS)
    return session.execute(
        select(
            literal(None).label("number"),
            literal("").label("heading"),
            Concern.stage.label("state"),
            Concern.due_on,
            *_WHERE,
        )
        .join(Organisation, Organisation.id == Concern.fact_check_addressee_id)
        .where(
            Concern.stage == Stage.FACT_CHECK,
            ~answers_itself(Concern.fact_check_addressee_id),
            ~holds,
            visible(actor),
            true() if actor.is_(Role.SECRETARIAT) else Organisation.kind.in_(sorted(STATE_KINDS)),
        )
        .order_by(Concern.due_on, Concern.id)
        .limit(PAGE_SIZE + 1)
    ).all()


_WHERE = (
    Concern.public_id,
    Concern.reference,
    Organisation.name,
    Organisation.kind.in_(sorted(STATE_KINDS)).label("state_institution"),
)


def _holds(about: ColumnElement[bool], kind: LinkKind) -> ColumnElement[bool]:
    return exists().where(
        about,
        AnswerLink.kind == kind,
        AnswerLink.organisation_id == Organisation.id,
        AnswerLink.used_at.is_(None),
        AnswerLink.revoked_at.is_(None),
        AnswerLink.over_at.is_(None),
        AnswerLink.expires_at > now(),
    )


SENT = Order("links-newest", (AnswerLink.id,), falling=True)


def sent(session: Session, actor: Actor, place: Cursor | None = None) -> Page:
    """One page of the links that were sent, the newest first.

    Those for a contribution are the ministry's that asks; those to state institutions are the secretariat's and the
    ministry's, all others the secretariat's.
    """
    theirs = []
    if actor.is_(Role.SECRETARIAT):
        theirs.append(AnswerLink.kind != LinkKind.CONTRIBUTION)
    if actor.is_(Role.MINISTRY):
        theirs.append(ContributionRequest.by_organisation_id == actor.organisation_id)
        state = Organisation.kind.in_(sorted(STATE_KINDS))
        theirs.append((AnswerLink.kind != LinkKind.CONTRIBUTION) & state)
    query = (
        select(AnswerLink)
        .join(Concern, Concern.id == AnswerLink.concern_id)
        .join(Organisation, Organisation.id == AnswerLink.organisation_id)
        .outerjoin(ContributionRequest, ContributionRequest.id == AnswerLink.request_id)
        .where(or_(*theirs), visible(actor))
        .options(
            joinedload(AnswerLink.organisation),
            joinedload(AnswerLink.concern),
            joinedload(AnswerLink.recommendation).joinedload(Recommendation.addressee),
            joinedload(AnswerLink.request),
        )
    )
    return paged(list(session.execute(page_of(query, SENT, place))), SENT, place)


def became_of(link: AnswerLink) -> str:
    """One word: used, ended, too old, over, begun, or good. Opening it leaves no trace; typing does."""
    if link.used_at:
        return "used"
    if link.revoked_at:
        return "ended"
    if link.over_at or not is_wanted(link):
        return "over"
    if link.expires_at <= now():
        return "too_old"
    return "begun" if link.draft or link.code_at else "good"
