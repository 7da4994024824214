"""What awaits a person's move without a clock of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    cast,
    exists,
    false,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from app.access_requests.queries import CONFIRM_ACCESS_REQUEST as CONFIRM_ACCESS_REQUEST_
from app.access_requests.queries import LATE_ACCESS_REQUEST as LATE_ACCESS_REQUEST_
from app.access_requests.queries import OPEN_ACCESS_REQUEST as OPEN_ACCESS_REQUEST_
from app.access_requests.queries import access_requests_awaiting
from app.answers.access import requests_seen
from app.answers.models import ContributionRequest, PreparedAnswer
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock, Escalated
from app.concerns.recusals import sends_in_its_place, without_chair
from app.concerns.visibility import title_for, visible
from app.concerns.vocabulary import Naming
from app.core.actor import Actor
from app.core.db import asker, fixed, fixed_each, made_once, read_rows
from app.core.time import today
from app.process.pending import waits
from app.votes.queries import acts
from app.working_papers.models import FirstRound, View
from workflows import answer, contribution
from workflows.concern import URGENT_SOURCES, Stage
from workflows.first_round import RoundState
from workflows.roles import ANSWERING, Owner, Role

OF_EACH = 25  # of each kind of what awaits without a clock, as many as a list has to a page
NO_NUMBER = cast(null(), Integer).label("number")


class Awaited(StrEnum):
    """What awaits somebody's move without a clock of its own, or although the clock is another's."""

    DRAFT = "draft"
    NAMING = "naming"
    CLOSE = "close"
    GO_ON = "go_on"
    WARN = "warn"
    LAPSE = "lapse"
    URGENT = "urgent"
    SECOND_READER = "second_reader"
    CONTRIBUTE = "contribute"
    LATE_CONTRIBUTION = "late_contribution"
    SIGN = "sign"
    EXTENSION = "extension"
    ESCALATION = "escalation"
    TALKS = "talks"
    VIEW = "view"
    OPEN_ACCESS_REQUEST = OPEN_ACCESS_REQUEST_
    CONFIRM_ACCESS_REQUEST = CONFIRM_ACCESS_REQUEST_
    LATE_ACCESS_REQUEST = LATE_ACCESS_REQUEST_


def without_clock(session: Session, actor: Actor) -> list[tuple[Awaited, Any]]:
    """What awaits the person where no clock of theirs runs: of each kind what waits longest, one more than is shown."""
    statement, day = _without_clock(actor, today()), {**asker(actor), "day": today()}
    return [] if statement is None else [(Awaited(r.what), r) for r in read_rows(session, statement, day)]


def first_of_each(waiting: list[tuple[Awaited, Any]]) -> list[tuple[Awaited, Any]]:
    """As many of each kind as a page shows."""
    seen: Counter[Awaited] = Counter()
    shown = []
    for what, row in waiting:
        seen[what] += 1
        if seen[what] <= OF_EACH:
            shown.append((what, row))
    return shown


@made_once
def _without_clock(actor: Actor, day: date) -> CompoundSelect[*tuple[Any, ...]] | None:
    parts = [
        select(
            literal(what.value).label("what"),
            NO_NUMBER,
            Concern.public_id,
            Concern.reference,
            title_for(actor),
            Concern.urgent,
            Concern.due_on,
            Concern.saved_at,
        )
        .where(*conditions, visible(actor))
        .order_by(Concern.id)
        .limit(OF_EACH + 1)
        .subquery()
        for what, conditions in _waiting(actor, day)
    ]
    more = (*_before_answers(actor), *access_requests_awaiting(actor, day), *_decisions(actor))
    parts += [part.subquery() for part in more]
    return union_all(*(select(part) for part in parts)) if parts else None


def _before_answers(actor: Actor) -> Iterator[Select[*tuple[Any, ...]]]:
    """What an institution is asked to contribute, what it asked for that is late for long, answers to be signed."""
    if actor.is_(*ANSWERING):
        yield from _contributions(actor)
        yield _to_sign(actor)


def _contributions(actor: Actor) -> Iterator[Select[*tuple[Any, ...]]]:
    asked = ContributionRequest
    late = and_(asked.by_organisation_id == actor.organisation_id, asked.escalated == true())
    theirs = (
        (Awaited.CONTRIBUTE, asked.agency_id == actor.organisation_id),
        *(((Awaited.LATE_CONTRIBUTION, late),) if actor.is_(Role.MINISTRY) else ()),
    )
    for what, condition in theirs:
        yield (
            select(
                literal(what.value).label("what"),
                NO_NUMBER,
                asked.public_id,
                literal("").label("reference"),
                Recommendation.heading.label("title"),
                Concern.urgent,
                asked.due_on,
                asked.at.label("saved_at"),
            )
            .join(Recommendation, Recommendation.id == asked.recommendation_id)
            .join(Concern, Concern.id == asked.concern_id)
            .where(condition, asked.state == contribution.State.ASKED, requests_seen(actor))
            .order_by(asked.due_on, asked.id)
            .limit(OF_EACH + 1)
        )


def _to_sign(actor: Actor) -> Select[*tuple[Any, ...]]:
    prepared = PreparedAnswer
    return (
        select(
            literal(Awaited.SIGN.value).label("what"),
            Recommendation.number,
            Concern.public_id,
            Concern.reference,
            Recommendation.heading.label("title"),
            Concern.urgent,
            Recommendation.due_on,
            prepared.at.label("saved_at"),
        )
        .select_from(prepared)
        .join(Recommendation, Recommendation.id == prepared.recommendation_id)
        .join(Concern, Concern.id == prepared.concern_id)
        .where(
            prepared.organisation_id == actor.organisation_id,
            waits(prepared),
            prepared.state == answer.State.TO_SIGN,
            prepared.by_id != actor.person_id,
            visible(actor),
        )
        .order_by(Recommendation.due_on, prepared.id)
        .limit(OF_EACH + 1)
    )


def _decisions(actor: Actor) -> Iterator[Select[*tuple[Any, ...]]]:
    """What the coordinator decides on dates that others owe: more time asked for, and what was escalated."""
    if not actor.is_(Role.COORDINATOR):
        return
    asked = Clock.extension_asked == true(), Clock.due_on.is_not(None)
    escalated = (Clock.escalation == fixed(Escalated.OPEN),)
    mediated = (Clock.mediated_until.is_not(None),)
    for what, condition, order, due_on in (
        (Awaited.EXTENSION, asked, Clock.due_on, Clock.due_on),
        (Awaited.ESCALATION, escalated, Clock.stood_on, Clock.due_on),
        (Awaited.TALKS, mediated, Clock.mediated_until, Clock.mediated_until),
    ):
        yield (
            select(
                literal(what.value).label("what"),
                Recommendation.number,
                Concern.public_id,
                Concern.reference,
                Recommendation.heading.label("title"),
                Concern.urgent,
                due_on.label("due_on"),
                Concern.saved_at,
            )
            .join(Recommendation, Recommendation.id == Clock.recommendation_id)
            .join(Concern, Concern.id == Clock.concern_id)
            .where(Clock.outside == true(), *condition, visible(actor))
            .order_by(order, Clock.id)
            .limit(OF_EACH + 1)
        )


def _waiting(actor: Actor, day: date) -> Iterator[tuple[Awaited, tuple[ColumnElement[bool], ...]]]:
    late = Concern.due_on < day
    if actor.is_(Role.MEMBER):
        own = Concern.filer_organisation_id == actor.organisation_id
        yield Awaited.NAMING, (own, Concern.stage == Stage.ADOPTED, Concern.naming == Naming.ASK)
        mine = Concern.rapporteur_id == actor.person_id
        yield Awaited.GO_ON, (mine, Concern.stage == Stage.FACT_CHECK, late)
        yield Awaited.DRAFT, (own, Concern.stage == Stage.DRAFT)
        noted = exists().where(View.round_id == FirstRound.id, View.organisation_id == actor.organisation_id)
        awaited = select(FirstRound.concern_id).where(FirstRound.state == fixed(RoundState.OPEN), ~noted)
        yield Awaited.VIEW, (Concern.id.in_(awaited), acts(actor))
        if actor.is_(Role.CHAIR):
            yield from _waiting_for_the_chair()
        its_own = true() if actor.is_(Role.CHAIR) else sends_in_its_place(actor)
        yield Awaited.URGENT, (*_to_be_sent(actor), its_own)
    if actor.is_(Role.SECRETARIAT):
        yield from _waiting_for_the_chair(Concern.id.in_(without_chair()))
        silent = Concern.stage == Stage.INFORMATION, late
        yield Awaited.WARN, (*silent, Concern.warned_at.is_(None))
        yield Awaited.LAPSE, (*silent, Concern.warned_at.is_not(None))
    if actor.is_(Role.SECRETARIAT) or {Role.CHAIR, Role.MEMBER} <= actor.roles:
        yield (
            Awaited.CLOSE,
            (Concern.stage == Stage.FOLLOW_UP, Concern.owner == Owner.SECRETARIAT),
        )


def _to_be_sent(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """What is urgent and confirmed by another person."""
    confirmed = Concern.urgent_confirmed_by_id.is_not(None)
    another = Concern.urgent_confirmed_by_id != actor.person_id
    return confirmed, another, Concern.stage.in_(fixed_each(URGENT_SOURCES)), Concern.appeal_open == false()


def _waiting_for_the_chair(
    *where: ColumnElement[bool],
) -> Iterator[tuple[Awaited, tuple[ColumnElement[bool], ...]]]:
    unread = Concern.stage == Stage.REVIEW, Concern.second_reader_id.is_(None)
    due = or_(Concern.urgent == true(), Concern.about_member == true())
    yield Awaited.SECOND_READER, (*unread, due, *where)
