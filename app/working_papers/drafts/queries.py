"""What is read of a draft: its versions as the history keeps them, comments, and suggested wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Organisation, Person
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.process.models import Event, Statement
from app.working_papers.drafts.service import Noted
from app.working_papers.models import Comment, Suggestion
from workflows.concern import ConcernAction
from workflows.recommendation import RecommendationAction
from workflows.suggestion import SuggestionState

# Steps with which the whole text of a draft is kept, in the words of their event.
WRITTEN_BY = frozenset(
    {
        ConcernAction.DRAFT,
        ConcernAction.TRANSMIT_URGENT,
        RecommendationAction.REDRAFT,
        RecommendationAction.TAKE_WORDING,
    }
)
COMPARED = (
    "heading",
    "text",
    "addressee",
    "duty",
    "measure",
    "baseline",
    "target",
    "proposed_on",
    "weight",
    "will_look_at",
)


@dataclass(slots=True)
class Version:
    """A draft as it stood after one step."""

    place: int  # 1 for the first
    at: datetime
    who: str
    organisation: str
    fields: dict[str, Any]  # as the history keeps them: dates and members of lists as words of JSON
    suggestion: Suggestion | None = None  # that it took


@dataclass(slots=True)
class Thread:
    """A comment with its replies."""

    first: Comment
    replies: list[Comment] = field(default_factory=list)


def versions(session: Session, case: Case, suggested: Sequence[Suggestion] = ()) -> dict[int, list[Version]]:
    """Every version of every draft of a concern, by its number, the first one first.

    Of `suggested` each has the wording that it took.
    """
    numbers = {rec.id: rec.number for rec in case.recommendations}
    rows = session.execute(
        select(
            Event.at,
            Event.recommendation_id,
            Event.params,
            Person.name,
            Organisation.name.label("organisation"),
            Statement.text,
            Statement.details,
        )
        .join(Statement, Statement.event_id == Event.id)
        .outerjoin(Person, Person.id == Event.person_id)
        .outerjoin(Organisation, Organisation.id == Event.organisation_id)
        .where(Event.concern_id == case.concern.id, Event.do.in_(sorted(WRITTEN_BY)))
        .order_by(Event.number)
    )
    taken = {row.id: row for row in suggested if row.state is SuggestionState.TAKEN}
    found: dict[int, list[Version]] = defaultdict(list)
    for row in rows:
        # a draft is made by a step of the concern, and changed by steps of its own
        number = numbers.get(row.recommendation_id) if row.recommendation_id else row.params.get("number")
        if number is None:
            continue
        kept = {"text": row.text, **row.details}
        found[number].append(
            Version(
                len(found[number]) + 1,
                row.at,
                row.name or "",
                row.organisation or "",
                {name: kept.get(name, "") for name in COMPARED},
                taken.get(kept.get("suggestion", 0)),
            )
        )
    return found


def suggestions(session: Session, recommendation: Recommendation) -> Sequence[Suggestion]:
    """Wordings that were suggested for a draft: those that wait for an answer first, then the latest."""
    query = (
        select(Suggestion)
        .where(Suggestion.recommendation_id == recommendation.id)
        .options(
            *(
                joinedload(who).joinedload(Person.organisation)
                for who in (Suggestion.person, Suggestion.decided_by)
            )
        )
        .order_by(Suggestion.state != SuggestionState.OPEN, Suggestion.id.desc())
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def why_they_stay(session: Session, recommendation: Recommendation) -> dict[tuple[bool, int], str]:
    """The reasons why what looks like an identifier may stay, by whether of a suggestion and the row's id."""
    rows = session.execute(
        select(Event.do, Event.params).where(
            Event.recommendation_id == recommendation.id, Event.do.in_([do.value for do in Noted])
        )
    )
    return {
        (row.do == Noted.SUGGESTION, row.params["row"]): row.params["override_reason"]
        for row in rows
        if row.params.get("override_reason")
    }


def threads(session: Session, recommendation: Recommendation) -> list[Thread]:
    """The comments on a draft with their replies, in the order in which they were made."""
    rows = session.scalars(
        select(Comment)
        .where(Comment.recommendation_id == recommendation.id)
        .options(
            *(
                joinedload(who).joinedload(Person.organisation)
                for who in (Comment.person, Comment.resolved_by)
            )
        )
        .order_by(Comment.id)
        .execution_options(populate_existing=True)
    ).all()
    found = {row.id: Thread(row) for row in rows if row.parent_id is None}
    for row in rows:
        if row.parent_id is not None:
            found[row.parent_id].replies.append(row)
    return list(found.values())


def open_comments(session: Session, case: Case) -> dict[int, int]:
    """How many comments are not dealt with, by recommendation."""
    rows = session.execute(
        select(Comment.recommendation_id, func.count())
        .where(
            Comment.recommendation_id.in_([rec.id for rec in case.recommendations]),
            Comment.parent_id.is_(None),
            Comment.resolved_at.is_(None),
        )
        .group_by(Comment.recommendation_id)
    )
    return {row[0]: row[1] for row in rows}


def names_of(session: Session, organisations: set[int]) -> dict[int, str]:
    """Names of the organisations to which versions of a draft were addressed."""
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(organisations))
    return {row.id: row.name for row in session.execute(query)}
