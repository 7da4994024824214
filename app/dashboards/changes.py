"""What changed meanwhile in a person's cases, below what awaits their move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from app.concerns.history_start import since_sent_to
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import inside, title_for, visible, visible_recommendations
from app.core.actor import Actor
from app.core.db import read_rows
from app.core.statements import asker, made_once
from app.process.models import Event
from workflows.concern import CONCERN
from workflows.recommendation import RECOMMENDATION
from workflows.roles import OUTSIDERS, Role

LATEST = 15


def changes(session: Session, actor: Actor, since: datetime) -> Sequence[Any]:
    """What others did since then in cases that are the person's: the newest first."""
    return read_rows(session, _changes(actor), {**asker(actor), "since": since}).all()


@made_once
def _changes(actor: Actor) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            Event.at,
            Event.machine,
            Event.do,
            Event.standing,
            Concern.public_id,
            Concern.reference,
            title_for(actor),
            Recommendation.number,
        )
        .join(Concern, Concern.id == Event.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Event.recommendation_id)
        .where(
            Event.at > bindparam("since"),
            Event.machine.in_((CONCERN.name, RECOMMENDATION.name)),
            or_(Event.person_id.is_(None), Event.person_id != actor.person_id),
            visible(actor),
            or_(Event.recommendation_id.is_(None), visible_recommendations(actor)),
        )
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(LATEST)
    )
    if actor.is_(*OUTSIDERS):
        query = query.where(or_(and_(Event.public == true(), since_sent_to(actor)), inside(actor)))
    return query.where(_involved(actor))


def _involved(actor: Actor) -> ColumnElement[bool]:
    """Members hear of what they file, review or read second; the others of everything that they may see."""
    if actor.roles - {Role.MEMBER, Role.ADMINISTRATOR}:
        return literal(True)
    return or_(
        Concern.filer_organisation_id == actor.organisation_id,
        Concern.rapporteur_id == actor.person_id,
        Concern.second_reader_id == actor.person_id,
    )
