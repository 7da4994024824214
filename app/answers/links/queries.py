"""What those who send links read of them: which are to be sent, and what became of those that were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    String,
    and_,
    bindparam,
    cast,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Organisation
from app.answers.access import requests_seen
from app.answers.links.access import Owing, is_wanted
from app.answers.models import AnswerLink, ContributionRequest
from app.concerns.attachments import Attachment
from app.concerns.models import Concern, Recommendation
from app.concerns.page.people import ABOUT, FACTS_LINK, LINK
from app.concerns.visibility import STATE_KINDS, answered_by, visible, visible_recommendations
from app.core.actor import Actor
from app.core.db import UtcDateTime, asker, fixed_each, made_once, read_rows
from app.core.paging import PAGE_SIZE, Cursor, Order, Page, Rows, page_of, paged
from app.core.time import now
from app.directory.queries import answers_itself
from app.process.models import Ended
from app.process.pending import is_waiting, waits
from workflows.concern import CONCERN, Stage
from workflows.recommendation import OWED, RECOMMENDATION
from workflows.roles import Role


def to_send(session: Session, actor: Actor) -> Sequence[Any]:
    """What is owed by institutions in which nobody has an account, and to which no link for it holds now: those due
    first, one more than a page has. A fact check has no number.
    """
    asked = tuple(row.id for row in read_rows(session, _without_account()))
    if not asked:
        return []
    given = {**asker(actor), "now": now()}
    rows = [
        *_recommendations(session, actor, asked, given),
        *read_rows(session, _fact_checks(actor, asked), given),
    ]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on, row.public_id))[:MOST]


@cache
def _without_account() -> Rows:
    """The few institutions first: to ask it of each recommendation would be to ask of all that are owed."""
    sent = select(Recommendation.id).where(
        Recommendation.addressee_id == Organisation.id, Recommendation.transmitted_at.is_not(None)
    )
    checks = select(Concern.id).where(
        Concern.fact_check_addressee_id == Organisation.id, Concern.stage == Stage.FACT_CHECK
    )
    return select(Organisation.id).where(~answers_itself(Organisation.id), sent.exists() | checks.exists())


def _recommendations(
    session: Session, actor: Actor, asked: tuple[int, ...], given: Mapping[str, Any]
) -> list[Any]:
    """Of each institution those due first; those without a date where there are no more of others."""
    found: list[Any] = []
    for dated in (True, False):
        found += read_rows(session, _owed(actor, asked, dated), given)
        if len(found) >= MOST:
            break
    return found


@made_once
def _owed(actor: Actor, asked: tuple[int, ...], dated: bool) -> CompoundSelect[Any]:
    """One range of its own index for each institution."""
    date = Recommendation.due_on
    query = (
        select(Recommendation.number, Recommendation.heading, Recommendation.state, date, *_WHERE)
        .join(Concern, Concern.id == Recommendation.concern_id)
        .join(Organisation, Organisation.id == Recommendation.addressee_id)
        .where(
            date.is_not(None) if dated else date.is_(None),
            Recommendation.state.in_(fixed_each(OWED)),
            ~Recommendation.disclaimed,
            ~_holds(AnswerLink.recommendation_id == Recommendation.id, RECOMMENDATION.name),
            visible(actor),
            true() if actor.is_(Role.SECRETARIAT) else answered_by(actor),
        )
    )
    return _first_of_each(query, asked, Recommendation.addressee_id, date, Recommendation.id)


@made_once
def _fact_checks(actor: Actor, asked: tuple[int, ...]) -> CompoundSelect[Any]:
    query = (
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
            ~_holds(AnswerLink.concern_id == Concern.id, CONCERN.name),
            visible(actor),
            true() if actor.is_(Role.SECRETARIAT) else Organisation.kind.in_(fixed_each(STATE_KINDS)),
        )
    )
    return _first_of_each(query, asked, Concern.fact_check_addressee_id, Concern.due_on, Concern.id)


def _first_of_each(query: Rows, asked: tuple[int, ...], addressee: Any, *order: Any) -> CompoundSelect[Any]:
    parts = [
        query.where(addressee == institution).order_by(*order).limit(MOST).subquery().select()
        for institution in asked
    ]
    return union_all(*parts)


MOST = PAGE_SIZE + 1
NOW: Any = bindparam("now", type_=UtcDateTime)
_WHERE = (
    Concern.public_id,
    Concern.reference,
    Organisation.name,
    Organisation.kind.in_(fixed_each(STATE_KINDS)).label("state_institution"),
)


def _holds(about: ColumnElement[bool], machine: str) -> ColumnElement[bool]:
    theirs = AnswerLink.machine == machine, AnswerLink.organisation_id == Organisation.id
    return select(AnswerLink.id).where(about, *theirs, waits(AnswerLink, NOW)).exists()


SENT = Order("links-newest", (AnswerLink.id,), falling=True)


def sent(session: Session, actor: Actor, place: Cursor | None = None) -> Page:
    """One page of the links that were sent, the newest first.

    Those for a contribution are the ministry's that asks; those to state institutions are the secretariat's and the
    ministry's, all others the secretariat's.
    """
    found = session.execute(page_of(_sent(actor), SENT, place), asker(actor))
    return paged(list(found), SENT, place)


@made_once
def _sent(actor: Actor) -> Rows:
    theirs: list[ColumnElement[bool]] = []
    if actor.is_(Role.SECRETARIAT):
        theirs.append(AnswerLink.request_id.is_(None))
    if actor.is_(Role.MINISTRY):
        asks = ContributionRequest.by_organisation_id == actor.organisation_id
        theirs.append(and_(asks, requests_seen(actor)))
        # what was taken back, and is sent anew, is another: its heading is not the one that the link was about
        same = and_(
            visible_recommendations(actor, drafts=False), Recommendation.transmitted_at <= AnswerLink.at
        )
        about = or_(AnswerLink.recommendation_id.is_(None), same)
        state = Organisation.kind.in_(fixed_each(STATE_KINDS))
        theirs.append(and_(AnswerLink.request_id.is_(None), state, about))
    return (
        select(AnswerLink)
        .join(Concern, Concern.id == AnswerLink.concern_id)
        .join(Organisation, Organisation.id == AnswerLink.organisation_id)
        .outerjoin(ContributionRequest, ContributionRequest.id == AnswerLink.request_id)
        .outerjoin(Recommendation, Recommendation.id == AnswerLink.recommendation_id)
        .where(or_(*theirs), visible(actor))
        .options(
            joinedload(AnswerLink.organisation),
            joinedload(AnswerLink.concern),
            joinedload(AnswerLink.recommendation).joinedload(Recommendation.addressee),
            joinedload(AnswerLink.request),
        )
    )


def became_of(link: AnswerLink) -> str:
    """One word: used, ended, too old, over, begun, or good. Opening it leaves no trace; typing does."""
    if link.ended in _WORDS:
        return _WORDS[link.ended]
    if not is_wanted(link):
        return "over"
    if not is_waiting(link):
        return "too_old"
    return "begun" if link.data or link.code_at else "good"


_WORDS = {Ended.CARRIED_OUT: "used", Ended.WITHDRAWN: "ended", Ended.STALE: "over"}


def holds(session: Session, owing: Owing) -> bool:
    """Whether a link for what is owed may be used now."""
    good = select(AnswerLink.id).where(AnswerLink.subject == owing.subject, waits(AnswerLink))
    return session.scalar(good) is not None


def links_for(session: Session, subject: str) -> list[AnswerLink]:
    """The links for a request, or for what an addressee owes: the newest first."""
    return list(
        session.scalars(
            select(AnswerLink).where(AnswerLink.subject == subject).order_by(AnswerLink.id.desc())
        )
    )


def of_ended_links() -> ColumnElement[bool]:
    """The files of links that ended without an answer."""
    return Attachment.link_id.in_(select(AnswerLink.id).where(~waits(AnswerLink)))


def files_by(session: Session, link: AnswerLink) -> Sequence[Attachment]:
    """The files that wait for the answer by this link."""
    query = select(Attachment).where(Attachment.link_id == link.id, Attachment.pending)
    return session.scalars(query.order_by(Attachment.id)).all()


# --- of a concern, for its page -------------------------------------------------------

_HERE = AnswerLink.concern_id == ABOUT, waits(AnswerLink, NOW)
PARTS = (
    select(literal(LINK), cast(AnswerLink.recommendation_id, String), AnswerLink.email, true()).where(
        AnswerLink.machine == RECOMMENDATION.name, *_HERE
    ),
    select(literal(FACTS_LINK), literal(""), AnswerLink.email, true()).where(
        AnswerLink.machine == CONCERN.name, *_HERE
    ),
)
